"""What the tests of the import share: small books, numbers that check, and a dump of every business table."""

from __future__ import annotations

import io
from datetime import datetime

import openpyxl
from sqlalchemy import select
from stdnum.cn import ric

from evalsys.extensions import db
from evalsys.services.books import take_file
from evalsys.services.write import Act
from tests.books.making import make_file

MEMBER_HEADER = ["所在党支部", "姓名", "身份证号码", "入党时间", "转正时间", "人员类别", "备注"]
CADRE_HEADER = ["村名", "姓名", "身份证号码", "现任职务", "任现职时间"]
OFFICIAL_HEADER = ["姓名", "身份证号", "毕业院校", "到村任职时间", "任职村", "职务", "导师"]
# What an import may leave beside the books' own rows: its log line, its run.
BESIDES = {"action", "import_run", "receipt", "sign_in", "failed_attempt", "one_time_code"}


def id_number(number: int, born: str = "19850712") -> str:
    """A number with the right check digit."""
    digits = f"140727{born}{number:03d}"
    return digits + ric.calc_check_digit(digits + "0")


def act(day: int = 1, month: int = 7) -> Act:
    """The program itself on a day of 2026."""
    return Act(None, datetime(2026, month, day, 9, 0))


def take(make, *rows, doing=None, name="台账.xlsx", title="Sheet1", **options):
    """Take a book of these rows as the shell would."""
    return take_file(doing or act(), make.township.id, name, make_file(*rows, title=title), **options)


def members(make, *rows, **options):
    return take(make, ["党员花名册"], MEMBER_HEADER, *rows, **options)


def cadres(make, *rows, **options):
    return take(make, ["村两委干部台账"], CADRE_HEADER, *rows, **options)


def officials(make, *rows, **options):
    return take(make, ["大学生村官名册"], OFFICIAL_HEADER, *rows, **options)


def told(shown) -> list[str]:
    """The sentences of the refused rows."""
    return [problem.text for taken in shown.of_state("refused") for problem in taken.row.problems]


def states(shown) -> list[str]:
    """What became of each row."""
    return [taken.state for taken in shown.rows]


def all_of(table) -> list:
    """The rows of a table as they are in the database."""
    db.session.expire_all()
    return list(db.session.scalars(select(table).order_by(table.id)))


def dump() -> dict[str, list]:
    """Every row of every business table."""
    tables = [table for table in db.metadata.sorted_tables if table.name not in BESIDES]
    return {
        table.name: list(map(tuple, db.session.execute(select(table).order_by(*table.primary_key))))
        for table in tables
    }


def cells(data: bytes) -> dict[str, list[list]]:
    """The cells of a workbook's sheets."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book.worksheets}

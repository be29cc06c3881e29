"""Every list as a workbook: the rows, the filter and the totals of its page, numbers masked, a line in the log."""

from __future__ import annotations

import io
import json
import re
from datetime import date
from decimal import Decimal
from urllib.parse import quote

import openpyxl
import pytest

from evalsys.extensions import db
from evalsys.models.actions import Action
from evalsys.models.people import Membership
from evalsys.services import people, roster
from tests import databases
from tests.conftest import Clock, standing
from tests.factories import Maker
from tests.page import Page
from tests.views.stock import SR2, Stock
from tests.views.test_queries import MOST, count, peopled

ID_NUMBER, PHONE = "140727199901010012", "13812348000"
TOP = 5  # the line of the heads
# Each list with who reads it, and what its address names.
LISTS = {
    "people.index": "clerk",
    "units.index": "clerk",
    "accounts.index": "admin",
    "actions.index": "inspector",
    "logs.index": "mentor",
    "logs.person": "official",
    "visits.index": "clerk",
    "tasks.index": "secretary",
    "meetings.index": "clerk",
    "learning.index": "clerk",
    "weekly.index": "mentor",
    "monthly.index": "secretary",
    "committee.index": "committee",
    "tallies.index": "inspector",
    "ballots.index": "clerk",
    "conduct.index": "clerk",
    "summaries.index": "clerk",
    "talks.index": "committee",
    "entries.index": "clerk",
    "registers.index": "clerk",
    "results.index": "inspector",
    "comparisons.index": "clerk",
    "consequences.index": "committee",
    "schemes.index": "clerk",
    "books.index": "clerk",
    "openings.index": "clerk",
    "owing.index": "clerk",
    "owing.burden": "clerk",
    "points.index": "clerk",
    "points.person": "clerk",
    "points_board.register": "clerk",
    "stars.index": "clerk",
    "payfacts.index": "paymaster",
    "workdays.index": "clerk",
    "claims.index": "clerk",
    "events.index": "clerk",
    "pay.index": "paymaster",
    "pay.show": "paymaster",
}
NAMED = {
    "logs.person": lambda stock: {"person_id": stock.official.id},
    "points.person": lambda stock: {"person_id": stock.official.id},
    "pay.show": lambda stock: {"pay_run_id": stock.run.id},
    "stars.index": lambda _stock: {"year": 2025},
    "entries.index": lambda _stock: {"measure": SR2, "stream": "initial-stars"},
}


@pytest.fixture(scope="module")
def stock(tmp_path_factory, engine_name, request):
    """One township for all tests here that only read."""
    address, clock = databases.fresh(engine_name, request), Clock()
    with standing(engine_name, tmp_path_factory.mktemp("stock"), clock, SQLALCHEMY_DATABASE_URI=address) as app:
        make = Maker(clock)
        held = Stock(make, clock, peopled(make, clock))
        held.page = Page(app, make)
        yield held


@pytest.fixture
def reader(stock):
    return stock.page


def book(answer):
    assert answer.mimetype.endswith("spreadsheetml.sheet"), answer.get_data(as_text=True)[-800:]
    return openpyxl.load_workbook(io.BytesIO(answer.get_data()))


def fetched(page, endpoint, **values):
    return page.ask(page.client.get, page.address(endpoint, **values, file="xlsx"))


def lines(made):
    """Each sheet as its heads, its rows, and the line of the total."""
    found = []
    for sheet in made:
        rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        body = [row for row in rows[TOP:-1] if row[0] != "合计"]
        found.append((rows[TOP - 1], body, str(rows[-1][0])))
    return found


def logged():
    """What the last line of the log says of an export."""
    db.session.expire_all()
    row = db.session.scalars(db.select(Action).order_by(Action.id.desc())).first()
    assert row.did == "list.export"
    return row.about, json.loads(row.after)


def rows_on(seen):
    """How many rows the tables of a page have."""
    return sum(
        part.count("<tr") - part.count("<tr data-sum") for part in re.findall(r"<tbody>.*?</tbody>", seen.html, re.S)
    )


# Pages that show a list in another way than as a table, and those that hold more than they show.
DRAWN_OTHERWISE = ("units.index", "consequences.index", "comparisons.index", "owing.index")


@pytest.mark.parametrize("endpoint", LISTS)
def test_a_workbook_has_the_rows_and_the_total_of_its_page(reader, stock, endpoint):
    values = NAMED.get(endpoint, lambda _stock: {})(stock)
    seen = reader.sign_in(stock.accounts[LISTS[endpoint]]).get(endpoint, **values)
    assert "导出 Excel" in seen.text
    asked, answer = count(reader, endpoint, file="xlsx", **values)
    assert len(asked) <= MOST, len(asked)
    sheets = lines(book(answer))
    held = sum(len(rows) for _heads, rows, _total in sheets)
    about, after = logged()
    assert (about, after["rows"]) == (f"list:{endpoint}", held)
    assert held and all(len(row) >= len(heads) > 1 for heads, rows, _total in sheets for row in rows)
    if endpoint not in DRAWN_OTHERWISE:
        assert held == rows_on(seen)
    for _heads, rows, total in sheets:
        told = re.search(r"\d+", total)
        assert total in seen.text or endpoint in ("schemes.index", "workdays.index", *DRAWN_OTHERWISE)
        assert told is None or endpoint == "points.index" or Decimal(told[0]) == len(rows)


def test_a_workbook_of_what_is_missing_holds_more_than_the_page(reader, stock):
    seen = reader.sign_in(stock.accounts["clerk"]).get("owing.index")
    ((_heads, rows, total),) = lines(book(fetched(reader, "owing.index")))
    assert f"共差 {len(rows)} 份" in seen.text and len(rows) > 200 == rows_on(seen) and total == f"共 {len(rows)} 条"


def test_sums_of_a_run_of_pay_stand_under_its_lines(reader, stock):
    reader.sign_in(stock.accounts["paymaster"])
    made = book(fetched(reader, "pay.show", pay_run_id=stock.run.id)).active
    last = [cell.value for cell in made[made.max_row - 1]]
    assert last[0] == "合计" and Decimal(str(last[-1])) == stock.run.control_total
    assert str(made.cell(made.max_row, 1).value) == f"共 {stock.run.people} 人"


# The whole list, under its filter


@pytest.fixture
def crowd(make):
    """Fifty-three people, more than one page, of whom one has a name that some programs would run."""
    make.person("=cmd|'/c calc'!A1", ID_NUMBER, PHONE, pinyin="a", initials="a")
    for number in range(52):
        make.person(f"李{number}")
    return make


def test_all_pages_are_in_the_file_under_the_filter_of_the_page(page, crowd):
    clerk = page.sign_in(crowd.account("clerk"))
    assert "共 53 人" in clerk.get("people.index").text
    answer = page.ask(page.client.get, "/people/?page=2&file=xlsx")
    ((_heads, rows, total),) = lines(book(answer))
    assert len(rows) == 53 and total == "共 53 人"
    made = book(fetched(page, "people.index", q="李1")).active
    assert made["A3"].value == "筛选：姓名、拼音或首字母 李1" and made.max_row == TOP + 11 + 1
    after = {"list": "人员名册", "filter": "演示镇 · 2026-07-01；姓名、拼音或首字母 李1", "rows": 11}
    assert logged() == ("list:people.index", after)


def test_hundreds_of_people_take_no_more_queries_than_one(page, make):
    branch = make.branch()
    for number in range(600):
        one = people.new_person(make.township.id, f"李{number}")
        one.memberships = [Membership(branch_id=branch.id, kind="full", from_on=date(2020, 1, 1))]
        db.session.add(one)
    page.sign_in(make.account("clerk"))
    asked, answer = count(page, "people.index", file="xlsx")
    ((_heads, rows, _total),) = lines(book(answer))
    assert len(asked) <= MOST and [row[3] for row in rows] == [branch.name] * 600


def test_a_name_that_begins_like_a_formula_is_text(page, crowd):
    page.sign_in(crowd.account("clerk"))
    cell = book(fetched(page, "people.index")).active.cell(TOP + 1, 1)
    assert cell.value == "=cmd|'/c calc'!A1" and cell.data_type == "s" and cell.quotePrefix


def test_the_file_is_called_in_chinese_by_township_list_and_day(page, crowd):
    page.sign_in(crowd.account("clerk"))
    name = fetched(page, "people.index").headers["Content-Disposition"]
    assert quote("演示镇_人员名册_20260701.xlsx") in name


def test_a_list_that_is_too_long_is_refused_with_what_to_do(page, crowd, monkeypatch):
    monkeypatch.setattr(roster, "MOST", 52)
    page.sign_in(crowd.account("clerk"))
    answer = fetched(page, "people.index")
    assert answer.status_code == 302 and "file" not in answer.headers["Location"]
    said = page.get(answer.headers["Location"]).text
    assert "名单有 53 行，一次最多导出 52 行" in said and "筛选" in said


def test_an_empty_list_says_so(page, make):
    page.sign_in(make.account("clerk"))
    answer = fetched(page, "visits.index")
    assert "没有可以导出的内容" in page.get(answer.headers["Location"]).text


def test_an_english_reader_gets_the_chinese_file(page, crowd):
    page.sign_in(crowd.account("clerk"))
    page.post("accounts.language", {"language": "en", "back": "/"})
    assert [cell.value for cell in book(fetched(page, "people.index")).active[TOP]][:2] == ["姓名", "性别"]


# Numbers


def test_numbers_are_masked_unless_somebody_says_what_for(page, crowd):
    page.sign_in(crowd.account("clerk"))
    line = [cell.value for cell in book(fetched(page, "people.index")).active[TOP + 1]]
    assert line[-2:] == ["138****8000", "140***********0012"]


def test_with_the_right_and_a_reason_they_are_in_clear_and_logged(page, crowd):
    page.sign_in(crowd.account("clerk"))
    assert "请写导出做什么用" in page.fill("people.numbers", {"reason": ""}).text
    form = page.form(page.get("people.numbers", q="a"), "reason")
    data = page.sent(form) | {"reason": "县委组织部核对党员信息"}
    made = lines(book(page.ask(page.client.post, page.address("people.numbers", q="a"), data=data)))
    assert [row[-2:] for _heads, rows, _total in made for row in rows] == [[PHONE, ID_NUMBER]]
    about, after = logged()
    assert about == "list:people.numbers" and after["reason"] == "县委组织部核对党员信息" and after["rows"] == 1
    assert ID_NUMBER not in str(after) and PHONE not in str(after)


@pytest.mark.parametrize("role", ["admin", "committee", "secretary", "mentor", "official", "member", "inspector"])
def test_nobody_else_gets_numbers_in_clear(page, make, role):
    page.sign_in(make.account(role))
    page.get("people.numbers", status=403)


# Who may


@pytest.mark.parametrize("endpoint", [name for name in LISTS if name not in NAMED])
def test_who_may_not_read_a_list_gets_no_workbook_of_it(page, make, endpoint):
    page.sign_in(make.account("paymaster" if LISTS[endpoint] != "paymaster" else "mentor"))
    answer = fetched(page, endpoint)
    open_to_all = ("owing.index", "owing.burden", "schemes.index", "workdays.index")
    assert answer.status_code == (403 if endpoint not in open_to_all else answer.status_code)


def test_a_workbook_holds_only_whom_the_viewer_sees(reader, stock):
    reader.sign_in(stock.accounts["secretary"])
    (one,) = lines(book(fetched(reader, "people.index")))
    assert {row[0] for row in one[1]} == {"书记0", "村官0"}
    reader.sign_in(stock.accounts["official"])
    (own,) = lines(book(fetched(reader, "talks.index")))
    assert own[0] == ["谈话日期", "姓名", "谈话人"] and [row[1] for row in own[1]] == ["村官0"]
    other = stock.make.other_township().account("clerk")
    reader.sign_in(other)
    assert fetched(reader, "logs.person", person_id=stock.official.id).status_code == 404
    assert fetched(reader, "conduct.index").status_code == 302


def test_the_log_names_each_export_in_plain_words(reader, stock):
    reader.sign_in(stock.accounts["clerk"])
    fetched(reader, "visits.index")
    said = reader.get("actions.index", kind="list").text
    assert "导出表格" in said and "名单 走访" in said and "行数 12" in said

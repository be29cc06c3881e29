"""The commands at the shell: import, compute, results, scorecards, codes, measures."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from evalsys import create_app
from evalsys.extensions import db
from evalsys.models.evaluations import Evaluation
from evalsys.models.people import Person
from evalsys.services import schemes
from evalsys.services.write import Act
from evalsys.settings import CannotStart

ROOT = Path(__file__).resolve().parent.parent
HEADER = ["序号", "姓名", "性别", "身份证号", "学历", "到村任职时间", "任职村", "职务", "导师"]
ROW = [1, "顾文拴", "男", "140727199904018554", "本科", "2026.04.20", "东阳坡村", "党支部书记助理", "蔡锁贵"]


@pytest.fixture
def shell(app, make):
    db.session.commit()
    runner = app.test_cli_runner()

    def run(*words):
        done = runner.invoke(args=[str(word) for word in words])
        db.session.rollback()
        return done

    return run


@pytest.fixture
def roster(tmp_path):
    def write(*rows):
        book = openpyxl.Workbook()
        for row in (["演示镇到村任职大学生名册"], HEADER, *rows):
            book.active.append(row)
        out = io.BytesIO()
        book.save(out)
        path = tmp_path / "大学生村官名册.xlsx"
        path.write_bytes(out.getvalue())
        return path

    return write


def people():
    return db.session.scalar(db.select(db.func.count()).select_from(Person))


def test_import_takes_the_good_rows_and_names_the_bad_cell(shell, roster, tmp_path):
    wrong = [2, "尹怡燕", "女", "140727200211207640", *ROW[4:]]
    done = shell("import", roster(ROW, wrong), "--refused", tmp_path / "错行.xlsx")
    assert done.exit_code == 0 and "新增 1 行" in done.output and "不能导入 1 行" in done.output
    assert "第 4 行" in done.output and "身份证号" in done.output and "“140***********7640”" in done.output
    assert "140727200211207640" not in done.output
    assert openpyxl.load_workbook(tmp_path / "错行.xlsx").worksheets
    assert people() == 2, "the official and her mentor"


def test_a_dry_run_changes_nothing(shell, roster):
    assert "试运行" in shell("import", roster(ROW), "--dry-run").output
    assert people() == 0


def test_the_same_file_again_changes_nothing(shell, roster):
    shell("import", roster(ROW))
    assert "新增 0 行，更新 0 行，没有变化 1 行" in shell("import", roster(ROW)).output


def test_a_file_that_is_no_workbook_ends_with_one_sentence(shell, tmp_path):
    fake = tmp_path / "名册.xlsx"
    fake.write_bytes(b"%PDF-1.7")
    done = shell("import", fake)
    assert done.exit_code == 1 and "Traceback" not in done.output and done.output.startswith("Error: ")


def test_two_townships_have_to_be_told_apart(shell, make, roster):
    make.other_township()
    done = shell("import", roster(ROW))
    assert done.exit_code == 1 and "--township" in done.output and "别处镇" in done.output
    assert shell("import", roster(ROW), "--township", "别处镇").exit_code == 0


def test_compute_and_print_a_quarter(shell, make, tmp_path):
    schemes.adopt(Act(None, make.clock()), make.township.id, schemes.sample_text(schemes.OFFICIALS), "")
    person = make.official("李晓", from_on=date(2025, 8, 15))
    make.log(person)
    make.weekly(person)
    assert "还没有结果" in shell("scorecards", "2026Q2").output
    assert "1 人的结果有更新" in shell("compute", "2026Q2").output
    assert "0 人的结果有更新" in shell("compute", "2026Q2").output
    assert "已打印 2 个文件" in shell("scorecards", "2026Q2", "--to", tmp_path).output
    one, together = "李晓_2026年第二季度考核评分表.pdf", "演示镇2026年第二季度考核评分表_合订本.pdf"
    assert {path.name for path in tmp_path.glob("*.pdf")} == {one, together}
    assert db.session.scalar(db.select(db.func.count()).select_from(Evaluation)) == 1


@pytest.mark.parametrize("code", ["2026-13", "今年", "2026Q5"])
def test_a_period_that_is_none_says_how_to_write_one(shell, code):
    done = shell("results", code)
    assert done.exit_code == 1 and "2026Q2" in done.output


def test_a_sign_in_code_is_a_link_and_an_unknown_name_lists_the_known(shell, make):
    make.account("clerk", login_name="wang")
    assert "/enter#" in shell("sign-in-code", "wang").output
    assert "现有：wang" in shell("sign-in-code", "nobody").output


def test_a_good_measure_passes_and_a_broken_one_is_named(shell, tmp_path):
    text = schemes.sample_text(schemes.OFFICIALS)
    good, broken = tmp_path / "good.toml", tmp_path / "broken.toml"
    good.write_text(text, encoding="utf-8")
    broken.write_text(
        text.replace('share = "30%" },\n  { item = "masses"', 'share = "35%" },\n  { item = "masses"'),
        encoding="utf-8",
    )
    assert shell("scheme", "check", good).exit_code == 0
    done = shell("scheme", "check", broken)
    assert done.exit_code == 1 and "合计 105%，应为 100%" in done.output


def test_an_adopted_measure_cannot_be_adopted_again_with_the_same_number(shell, tmp_path):
    file = tmp_path / "four-mirrors.toml"
    file.write_text(schemes.sample_text(schemes.OFFICIALS), encoding="utf-8")
    assert "已采用" in shell("scheme", "adopt", file).output
    assert shell("scheme", "adopt", file).exit_code == 1


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"QUEUE_URL": "redis://localhost"}, "QUEUE_URL must be empty or postgresql"),
        ({"QUEUE_URL": "postgresql://localhost/a"}, "so SQLALCHEMY_DATABASE_URI must too"),
        ({"JOB_THREADS": -1}, "JOB_THREADS must be a whole number from 0"),
    ],
)
def test_a_queue_that_no_worker_could_use_keeps_it_from_starting(tmp_path, settings, says):
    with pytest.raises(CannotStart, match=says):
        create_app({"INSTANCE": str(tmp_path), **settings})


def test_a_worker_without_tables_says_what_to_run_first(tmp_path):
    bare = create_app({"INSTANCE": str(tmp_path), "SQLALCHEMY_DATABASE_URI": "sqlite://"})
    with bare.app_context():
        done = bare.test_cli_runner().invoke(args=["work"])
    assert done.exit_code == 1 and "还没有建好" in done.output


def test_what_keeps_the_program_from_starting_is_one_sentence(tmp_path):
    wrong = {**os.environ, "EVALSYS_INSTANCE": str(tmp_path), "EVALSYS_IDLE_MINUTES": "0", "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "results", "2026Q2"]
    done = subprocess.run(command, cwd=ROOT, env=wrong, capture_output=True, text=True)
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert "IDLE_MINUTES must be a whole number" in done.stderr

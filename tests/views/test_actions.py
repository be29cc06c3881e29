"""The log of acts: readable, filtered, without secrets, of one township alone."""

import ast
from datetime import datetime
from pathlib import Path

import pytest

from evalsys import services
from evalsys.models.actions import Action
from evalsys.views.deeds import DEEDS, KINDS

ID_NUMBER = "140727199901010012"


@pytest.fixture
def clerk(page, make):
    return page.sign_in(make.account("clerk"))


def note(make, did, about, before=None, after=None, at=datetime(2026, 6, 1, 8, 0), name="李干事"):
    township_id = make.township.id
    values = {"township_id": township_id, "at": at, "actor_name": name, "did": did, "about": about}
    return make.keep(Action(**values, before=before, after=after))


def test_a_change_is_told_with_before_and_after(clerk, make):
    person = make.person("张三", education="大专")
    clerk.fill("people.edit", {"education": "本科"}, person_id=person.id)
    text = clerk.get("actions.index").text
    assert "修改人员" in text
    assert "张三 人员" in text
    assert "学历 大专 → 本科" in text


def test_the_newest_stands_first(clerk, make):
    note(make, "unit.add", "unit:1", after='{"name": "旧事"}', at=datetime(2026, 1, 1))
    note(make, "unit.add", "unit:1", after='{"name": "新事"}', at=datetime(2026, 2, 1))
    text = clerk.get("actions.index").text
    assert text.index("新事") < text.index("旧事")


def test_acts_are_found_by_who_did_them_and_by_whom_they_are_about(clerk, make):
    person = make.official("李晓")
    entry = make.log(person)
    note(make, "log.add", f"log_entry:{entry.id}", after='{"day": "2026-06-30"}', name="张干事")
    note(make, "unit.add", f"unit:{make.township.id}", name="赵干事")
    assert "共 1 条" in clerk.get("actions.index", name="李晓").text
    assert "共 1 条" in clerk.get("actions.index", name="赵干事").text
    assert "没有符合条件的记录" in clerk.get("actions.index", name="%").text


def test_acts_are_found_by_kind_and_day(clerk, make):
    for day in (1, 2, 3):
        note(make, "unit.add", "unit:1", at=datetime(2026, 5, day, 23, 59))
    assert "共 3 条" in clerk.get("actions.index", kind="unit").text
    assert "共 1 条" in clerk.get("actions.index", kind="unit", first="2026-05-02", last="2026-05-02").text
    assert "没有符合条件的记录" in clerk.get("actions.index", kind="tally").text


def test_the_log_is_turned_page_by_page_with_its_filter(clerk, make):
    for _each in range(60):
        note(make, "unit.add", "unit:1")
    seen = clerk.get("actions.index", kind="unit")
    assert "共 60 条" in seen.text
    assert clerk.address("actions.index", page=2, name="", kind="unit", first="", last="") in seen.links


def test_an_id_number_is_hidden_wherever_it_stands(clerk, make):
    note(make, "person.change", "person:1", f'{{"remark": "证号{ID_NUMBER}，换"}}', f'{{"id_number": "{ID_NUMBER}"}}')
    seen = clerk.get("actions.index")
    assert ID_NUMBER not in seen.html
    assert "140***********0012" in seen.text


def test_roles_and_branches_are_written_as_words(page, make):
    branch = make.branch("柳沟村党支部")
    other = make.account("mentor", person=make.person("李四"))
    page.sign_in(make.account("admin"))
    changes = {"roles": ["secretary", "mentor"], "branch_id": branch.id}
    page.fill("accounts.edit", changes, account_id=other.id)
    text = page.get("actions.index", kind="account").text
    assert "岗位 导师 → " in text
    assert "支部书记 柳沟村党支部" in text


def test_a_committee_sheet_names_the_officials(clerk, make):
    official = make.official("李晓")
    member = make.person("王委员")
    note(make, "committee.mark", f"person:{member.id}", after=f'{{"{official.id}": "90"}}')
    assert "李晓 90" in clerk.get("actions.index").text


def test_the_administrator_sees_that_marks_were_given_but_not_which(page, make):
    note(make, "weekly.mark", "weekly_mark:1", after='{"mark": "61.5"}')
    page.sign_in(make.account("admin"))
    text = page.get("actions.index").text
    assert "周评价评分" in text
    assert "内容不在您的权限内" in text
    assert "61.5" not in text


def test_the_administrator_sees_that_a_visit_was_written_but_not_what(page, make):
    note(make, "visit.add", "visit:1", after='{"household": "老李家", "needs": "缺水"}')
    page.sign_in(make.account("admin"))
    assert "老李家" not in page.get("actions.index").text


def test_another_townships_acts_stay_unseen(clerk, make):
    note(make.other_township(), "unit.add", "unit:1", name="外乡人")
    assert "外乡人" not in clerk.get("actions.index").text


@pytest.mark.parametrize("role", ["committee", "secretary", "mentor", "official", "member"])
def test_the_log_is_for_clerk_administrator_and_inspector(page, make, role):
    page.sign_in(make.account(role, person=make.person(), unit=make.branch()))
    page.get("actions.index", 403)


def test_the_inspector_reads_the_log(page, make):
    page.sign_in(make.account("inspector"))
    assert "用密码登录" in page.get("actions.index").text


def test_every_act_that_a_service_logs_has_a_name():
    codes = set()
    for path in Path(services.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "write"
            if is_call and isinstance(node.args[1], ast.Constant):
                codes.add(node.args[1].value)
    assert {code for code in codes if code not in DEEDS} == set()
    assert {code.split(".")[0] for code in DEEDS} - {"setup"} == set(KINDS)

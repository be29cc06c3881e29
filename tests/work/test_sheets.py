"""Cards, registers, lists and statements by the hundred: each is the paper that its own page gives."""

from __future__ import annotations

import zipfile
from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from evalsys.extensions import db
from evalsys.models.jobs import DONE, Job
from evalsys.models.people import Person
from evalsys.scoring import period
from evalsys.services import jobs, points, points_results, schemes
from evalsys.services.jobs import store
from evalsys.services.write import Refused
from tests.services.paytown import PayTown
from tests.work.conftest import QUARTER

ADDRESS = "https://kaohe.example"
MONTH = period("2026-06")


def texts(item):
    """The text of each page of a file that a job made."""
    with store.opened(item) as file:
        return ["".join(page.extract_text().split()) for page in PdfReader(BytesIO(file.read())).pages]


def names(item):
    with store.opened(item) as file, zipfile.ZipFile(file) as packed:
        return packed.namelist()


@pytest.fixture
def officials(act):
    return list(db.session.scalars(db.select(Person).where(Person.name.in_(("李晓", "张三"))).order_by(Person.id)))


@pytest.fixture
def branch(act, make):
    schemes.adopt(act, make.township.id, schemes.sample_text("points-demo"), "")
    found = make.branch("东坡支部")
    for name in ("邱凤彩", "孙博斌"):
        member = make.person(name)
        make.membership(member, found)
        points.add(act, member, "labour", date(2026, 6, 1), "修水渠", "", "组长")
    return found


def test_the_cards_of_a_month_are_there_once_each_and_together(act, make, work, officials):
    job = jobs.cards(act, make.township.id, officials, MONTH, ADDRESS)
    *papers, combined, archive = work(job.id)
    assert db.session.get(Job, job.id).state == DONE
    assert [item.output.split("_")[0] for item in papers] == ["李晓", "张三", "张三"]
    assert texts(combined) == [page for item in papers for page in texts(item)]
    assert names(archive) == ["李晓_2026年6月月考评卡.pdf", *(f"000{n}_张三_2026年6月月考评卡.pdf" for n in (2, 3))]


@pytest.mark.parametrize("is_large", [False, True])
def test_the_statements_of_a_branch_are_those_of_its_members(act, make, work, branch, is_large):
    when = period(QUARTER)
    members = points_results.members_of(branch, when)
    job = jobs.points_statements(act, branch, members, when, is_large, ADDRESS)
    *papers, combined, archive = work(job.id)
    assert db.session.get(Job, job.id).state == DONE and len(papers) == 2
    assert [("邱凤彩" in text, "义务劳动" in text) for text in texts(combined)] == [(True, True), (False, True)]
    assert archive.output.endswith(f"积分对账单{'（大字）' if is_large else ''}.zip")


def test_the_lists_of_all_branches_go_into_one_file(act, make, work, branch):
    other = make.branch("西坡支部")
    make.membership(make.person("吕萍"), other)
    job = jobs.boards(act, make.township.id, [branch, other], period(QUARTER), ADDRESS)
    *papers, combined, _archive = work(job.id)
    assert db.session.get(Job, job.id).state == DONE and len(papers) == 2
    first, second = texts(combined)
    assert "孙博斌" in first and "吕萍" in second


def test_the_statements_of_a_run_of_pay_are_there_for_everybody(make, work):
    town = PayTown(make)
    run = town.paid()
    job = jobs.pay_statements(town.act(at=make.clock()), run, list(run.lines), period("2026-07"), ADDRESS)
    *papers, combined, _archive = work(job.id)
    assert db.session.get(Job, job.id).state == DONE and len(papers) == len(run.lines)
    assert all("村干部报酬单" in text and "实发合计" in text for text in texts(combined))


def test_nothing_to_print_is_said_before_a_job_begins(act, make, branch):
    for ask in (
        lambda: jobs.cards(act, make.township.id, [], MONTH, ADDRESS),
        lambda: jobs.registers(act, make.township.id, [], period("2026"), ADDRESS),
        lambda: jobs.points_statements(act, branch, [], period(QUARTER), False, ADDRESS),
        lambda: jobs.boards(act, make.township.id, [], period(QUARTER), ADDRESS),
    ):
        with pytest.raises(Refused, match="没有"):
            ask()
    assert db.session.scalar(db.select(db.func.count(Job.id))) == 0

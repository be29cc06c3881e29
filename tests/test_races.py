"""Several people at once: nothing doubled, nothing lost, and everybody gets a sensible answer."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date
from decimal import Decimal
from functools import partial
from threading import Barrier, BrokenBarrierError

import openpyxl
import pytest

from evalsys.extensions import db, writing
from evalsys.models.accounts import Account
from evalsys.models.evaluations import Evaluation
from evalsys.models.imports import ImportRun
from evalsys.models.people import Mentoring, Person, Post
from evalsys.models.reviews import CommitteeMark, Leave, LogEntry, MonthlyMark, Tally, WeeklyMark
from evalsys.models.units import Unit
from evalsys.scoring.periods import quarter_of
from evalsys.services import accounts as account_service
from evalsys.services import calendars, closed, closing, evaluations, logs, records, schemes
from evalsys.services import people as people_service
from evalsys.services import units as unit_service
from evalsys.services.books import runs
from evalsys.services.write import Act, check_version
from tests.page import Page, Seen

ENTRY = {"text": "入户走访三户", "kind": "走访", "place": "上梁村"}


@pytest.fixture
def app(app_in_files):
    app_in_files.config["PROPAGATE_EXCEPTIONS"] = False
    return app_in_files


@pytest.fixture
def official(make, clock):
    act = Act(None, clock())
    calendars.seed(act)
    schemes.adopt(act, make.township.id, schemes.sample_text(schemes.OFFICIALS), "")
    return make.official()


@pytest.fixture
def two(app, make, official):
    """Two clerks who may do everything, each at a machine of her own."""
    return [Page(app, make).sign_in(make.account("admin", "clerk", shown_name=name)) for name in ("甲", "乙")]


def at_once(jobs):
    """Run them all at the same time; the answers in the order of the jobs. The test's own transaction ends first."""
    db.session.commit()
    start = Barrier(len(jobs))

    def run(job):
        start.wait()
        return job()

    with ThreadPoolExecutor(len(jobs)) as pool:
        answers = list(pool.map(run, jobs))
    writing.set(True)
    return answers


def one(job):
    """The answer of a single job, in a thread of its own like every request."""
    return at_once([job])[0]


def filled(page, changes, endpoint, **values):
    """A job that sends the form of the page as it is now, with these changes."""
    seen = page.get(endpoint, **values)
    data = {**page.sent(page.form(seen, *changes)), **changes}
    address = page.address(endpoint, **values)
    return lambda: page.client.post(address, data=data)


def pressed(page, endpoint, **values):
    """A job that presses a button without fields."""
    token = page.sent(page.form(page.get("home.index"), "csrf_token"))["csrf_token"]
    return partial(page.client.post, page.address(endpoint, **values), data={"csrf_token": token})


def number_of(table):
    return db.session.scalar(db.select(db.func.count()).select_from(table))


def test_eight_posts_of_one_form_are_one_entry(two, official):
    send = filled(two[0], ENTRY, "logs.add", person_id=official.id)
    for _round in range(3):
        answers = at_once([send] * 8)
        assert [answer.status_code for answer in answers] == [302] * 8
        assert number_of(LogEntry) == 1


def test_eight_posts_of_one_form_with_different_words_are_one_entry(two, official):
    page = two[0]
    data = {**page.sent(page.form(page.get("logs.add", person_id=official.id))), **ENTRY}
    address = page.address("logs.add", person_id=official.id)
    jobs = [lambda n=n: page.client.post(address, data={**data, "text": f"第{n}件事"}) for n in range(8)]
    answers = at_once(jobs)
    assert sorted(answer.status_code for answer in answers) == [200] * 7 + [302]
    assert all("已经提交过" in answer.get_data(as_text=True) for answer in answers if answer.status_code == 200)
    assert number_of(LogEntry) == 1


def test_eight_forms_are_eight_entries(two, official):
    jobs = [filled(two[n % 2], {**ENTRY, "text": f"第{n}件事"}, "logs.add", person_id=official.id) for n in range(8)]
    assert [answer.status_code for answer in at_once(jobs)] == [302] * 8
    assert number_of(LogEntry) == 8


@pytest.fixture
def meeting(monkeypatch):
    """Both editors come to the check of the version before either goes on, where the engine lets them."""
    barrier = Barrier(2)

    def checked(row, version):
        check_version(row, version)
        with suppress(BrokenBarrierError):
            barrier.wait(timeout=1)

    for module in (logs, records, people_service, unit_service, account_service):
        monkeypatch.setattr(module, "check_version", checked)


def week(make, person):
    make.weekly(person, date(2026, 6, 22), "60")
    return "weekly.mark", {"person_id": person.id, "monday": "2026-06-22"}, "mark", ("70", "80"), WeeklyMark, "mark"


def month(make, person):
    make.monthly(person)
    return "monthly.mark", {"person_id": person.id, "code": "2026-06"}, "virtue", ("11", "12"), MonthlyMark, "virtue"


def tally(make, person):
    make.tally(person)
    return "tallies.key", {"person_id": person.id, "code": "2026Q2"}, "handed_out", ("31", "32"), Tally, "handed_out"


def entry(make, person):
    row = make.log(person)
    return "logs.edit", {"entry_id": row.id}, "text", ("甲的话", "乙的话"), LogEntry, "text"


def person(make, person):
    return "people.edit", {"person_id": person.id}, "school", ("甲校", "乙校"), Person, "school"


def unit(make, person):
    village = person.posts[0].unit
    return "units.edit", {"unit_id": village.id}, "name", ("甲村", "乙村"), Unit, "name"


def account(make, person):
    row = make.account("inspector")
    return "accounts.edit", {"account_id": row.id}, "shown_name", ("甲某", "乙某"), Account, "shown_name"


def last_day(make, person):
    where = {"post_id": person.posts[0].id}
    return "people.end_post", where, "until_on", ("2026-06-29", "2026-06-30"), Post, "until_on"


THINGS = (week, month, tally, entry, person, unit, account, last_day)


@pytest.mark.parametrize("thing", THINGS, ids=lambda thing: thing.__name__)
def test_of_two_editors_at_once_the_second_sees_both_versions(two, make, official, meeting, thing):
    endpoint, where, field, said, table, column = thing(make, official)
    jobs = [filled(page, {field: words}, endpoint, **where) for page, words in zip(two, said, strict=True)]
    answers = at_once(jobs)
    assert sorted(answer.status_code for answer in answers) == [200, 302]
    won = next(n for n, answer in enumerate(answers) if answer.status_code == 302)
    lost = Seen(answers[1 - won])
    lost.check()
    assert "别人改过这条记录" in lost.text and said[0] in lost.html and said[1] in lost.html
    values = {str(value) for value in db.session.scalars(db.select(getattr(table, column)))}
    assert said[won] in values and said[1 - won] not in values


def first_week(make, person):
    return "weekly.mark", {"person_id": person.id, "monday": "2026-06-22"}, {"mark": "70", "marked_by": "导师"}


def first_tally(make, person):
    names = ("handed_out", "returned", "excellent", "competent", "basic", "incompetent", "abstained", "spoilt")
    counts = dict(zip(names, ("30", "28", "17", "4", "2", "2", "1", "2"), strict=True))
    return "tallies.key", {"person_id": person.id, "code": "2026Q2"}, counts


@pytest.mark.parametrize(("thing", "table"), [(first_week, WeeklyMark), (first_tally, Tally)], ids=["week", "tally"])
def test_of_two_first_marks_at_once_one_is_kept_and_the_other_is_told(two, make, official, thing, table):
    endpoint, where, changes = thing(make, official)
    answers = at_once([filled(page, changes, endpoint, **where) for page in two])
    assert sorted(answer.status_code for answer in answers) == [200, 302]
    assert number_of(table) == 1


def sheets(two, make, official, *given):
    """Jobs that send a member's sheet with these marks, each from a page of its own."""
    member = make.person("萧委员")
    make.post(member, make.township, "committee_member", "党委委员")
    make.committee_mark(official, member, "60")
    where = {"period": "2026Q2", "member": member.id}
    sheet = f"mark_{official.id}"
    jobs = [filled(page, {sheet: mark}, "committee.sheet", **where) for page, mark in zip(two, given, strict=True)]
    return jobs, member


def test_of_two_sheets_at_once_one_is_kept_and_the_other_is_told(two, make, official):
    jobs, _member = sheets(two, make, official, "70", "80")
    answers = at_once(jobs)
    assert sorted(answer.status_code for answer in answers) == [200, 302]
    assert any("被别人改过" in answer.get_data(as_text=True) for answer in answers)
    assert list(db.session.scalars(db.select(CommitteeMark.mark))) in ([Decimal(70)], [Decimal(80)])


def test_a_sheet_whose_mark_was_taken_back_and_given_anew_is_another_one(two, make, official):
    jobs, member = sheets(two, make, official, "70", "80")
    row = db.session.scalar(db.select(CommitteeMark))
    db.session.delete(row)
    db.session.commit()
    make.committee_mark(official, member, "90")
    assert "被别人改过" in one(jobs[0]).get_data(as_text=True)
    assert db.session.scalar(db.select(CommitteeMark.mark)) == 90


def test_a_slip_on_a_sheet_does_not_hide_that_another_changed_it(two, make, official):
    jobs, member = sheets(two, make, official, "101", "80")
    assert one(jobs[1]).status_code == 302
    seen = Seen(one(jobs[0]))
    data = {**two[0].sent(two[0].form(seen)), f"mark_{official.id}": "70"}
    address = two[0].address("committee.sheet", period="2026Q2", member=member.id)
    assert "被别人改过" in one(lambda: two[0].client.post(address, data=data)).get_data(as_text=True)
    assert db.session.scalar(db.select(CommitteeMark.mark)) == 80


def test_two_who_change_only_roles_do_not_overwrite_each_other(two, make):
    row = make.account("inspector")
    jobs = [
        filled(page, {"roles": [role]}, "accounts.edit", account_id=row.id)
        for page, role in zip(two, ("committee", "admin"), strict=True)
    ]
    assert one(jobs[0]).status_code == 302
    text = Seen(one(jobs[1])).text
    assert "别人改过这条记录" in text and "党委委员" in text and "系统管理员" in text
    assert [grant.role for grant in db.session.get(Account, row.id).roles if grant.until_on is None] == ["committee"]


def test_a_form_without_its_version_overwrites_nothing(two, make, official):
    row = make.log(official, text="原来的话")
    page = two[0]
    data = {**page.sent(page.form(page.get("logs.edit", entry_id=row.id))), "text": "新的话"}
    address = page.address("logs.edit", entry_id=row.id)
    jobs = [partial(page.client.post, address, data={**data, "version": version}) for version in ("", "²", "x")]
    assert all("别人改过这条记录" in one(job).get_data(as_text=True) for job in jobs)
    assert db.session.scalar(db.select(LogEntry.text)) == "原来的话"


def test_two_leaves_at_once_do_not_overlap(two, official):
    given = {"person_id": str(official.id), "reason": "看病", "approved_by": "王镇长"}
    spans = (("2026-06-01", "2026-06-03"), ("2026-06-02", "2026-06-05"))
    jobs = [
        filled(page, {**given, "from_on": first, "until_on": last}, "conduct.add_leave")
        for page, (first, last) in zip(two, spans, strict=True)
    ]
    assert sorted(answer.status_code for answer in at_once(jobs)) == [200, 302]
    assert number_of(Leave) == 1


def test_two_mentors_at_once_leave_one(two, make, official):
    mentors = [make.person(name) for name in ("蔡导师", "邓导师")]
    first = "2026-06-01"
    for mentor in mentors:
        make.post(mentor, make.township, "mentor", "导师")
    jobs = [
        filled(page, {"mentor_id": str(mentor.id), "from_on": first}, "people.add_mentor", person_id=official.id)
        for page, mentor in zip(two, mentors, strict=True)
    ]
    assert sorted(answer.status_code for answer in at_once(jobs)) == [200, 302]
    assert number_of(Mentoring) == 1


def test_computing_twice_at_once_leaves_one_current_result(two, make, official):
    for number in range(5):
        make.official(f"村官{number}")
    for mark in ("61", "62", "63"):
        make.log(official, text=mark)
        jobs = [pressed(page, "results.compute", period="2026Q2") for page in two]
        assert [answer.status_code for answer in at_once(jobs)] == [302, 302]
        current = list(db.session.scalars(db.select(Evaluation.person_id).where(Evaluation.is_current)))
        assert len(current) == len(set(current)) == 6


def test_who_left_and_came_back_gets_a_new_version(make, official, clock):
    act, period = Act(None, clock()), quarter_of(date(2026, 6, 1))
    evaluations.compute(act, make.township.id, period)
    post = official.posts[0]
    post.until_on = date(2026, 1, 31)
    db.session.commit()
    evaluations.compute(act, make.township.id, period)
    assert evaluations.stored(make.township.id, period) == {}
    post.until_on = None
    db.session.commit()
    assert evaluations.compute(act, make.township.id, period) == 1
    (row,) = evaluations.stored(make.township.id, period).values()
    assert row.number == 2


@pytest.fixture
def marks(make, official, clock):
    """A workbook with a mark for a week of the quarter, previewed, beside the quarter's computed results."""
    act = Act(make.account("clerk", shown_name="丙"), clock())
    evaluations.compute(act, make.township.id, quarter_of(date(2026, 6, 1)))
    book = openpyxl.Workbook()
    village = official.posts[0].unit.name
    rows = (["周评价登记表"], ["姓名", "任职村", "周次", "评分", "评语"], ["李晓", village, "2026-06-22", 90, "好"])
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return runs.upload(act, "周评价.xlsx", out.getvalue()).id


def test_an_import_and_a_close_at_once_do_not_cross(two, make, official, marks, clock):
    period = quarter_of(date(2026, 6, 1))
    page = two[0]
    data = page.sent(page.form(page.get("books.preview", run_id=marks)))
    with_book = partial(page.client.post, page.address("books.take", run_id=marks), data=data)
    to_close = filled(two[1], {"confirmed": "y"}, "closing.close", code="2026Q2")
    at_once([with_book, to_close])
    shut = closed.in_force(make.township.id, period)
    taken, is_done = number_of(WeeklyMark), db.session.get(ImportRun, marks).state == "taken"
    assert is_done, "the import itself goes through either way"
    if shut:
        assert taken == 0, "what came after the close is refused"
        assert closing.is_intact(shut) and evaluations.stale(make.township.id, period) == 0
    else:
        assert taken == 1, "a close that met the new mark found the results behind the books"

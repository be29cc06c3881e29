"""The nine sample books as one township's work: taken twice, previewed, looked at in numbers."""

import threading
from datetime import date

import pytest
from sqlalchemy import event

from evalsys import sample
from evalsys.extensions import db, writing
from evalsys.models.imports import ImportRun
from evalsys.models.people import Membership, Person
from evalsys.models.units import Unit
from evalsys.services import books, schemes
from evalsys.services.books import take_file
from evalsys.services.books.runs import refused_file
from evalsys.services.write import Act, Conflict, Refused
from tests.services.test_books_making import act, all_of, cells, dump, id_number, members

MEMBERS = "党员花名册.xlsx"
TAKEN = {
    "党员花名册": (458, 20),
    "村两委干部台账": (53, 0),
    "大学生村官名册": (12, 0),
    "大学生村官工作日志2026年二季度": (642, 0),
    "大学生村官四镜评价2026年二季度": (203, 0),
    "党员积分登记表2026年二季度": (632, 23),
    "村党组织书记考核与任职经历": (55, 0),
    "村级集体经济收入统计表": (12, 0),
    "农村居民人均可支配收入": (4, 0),
}


@pytest.fixture
def township(make):
    """The sample measure, still without people."""
    schemes.adopt(act(), make.township.id, schemes.sample_text(schemes.OFFICIALS), "党委会")
    return make.township.id


def take_all_samples(township_id):
    return {path.stem: take_file(act(), township_id, path.name, path.read_bytes()).counts for path in sample.files()}


def test_the_nine_books_go_in_and_a_second_time_change_nothing(township):
    first = take_all_samples(township)
    assert {name: (counts["new"], counts["refused"]) for name, counts in first.items()} == TAKEN
    before = dump()
    second = take_all_samples(township)
    expected = {name: {"new": 0, "changed": 0, "same": new, "refused": bad} for name, (new, bad) in TAKEN.items()}
    assert second == expected
    assert dump() == before


def test_a_preview_of_each_sample_promises_what_taking_then_does(township):
    for path in sample.files():
        before = dump()
        promised = take_file(act(), township, path.name, path.read_bytes(), dry_run=True)
        assert dump() == before
        done = take_file(act(), township, path.name, path.read_bytes())
        assert [taken.state for taken in done.rows] == [taken.state for taken in promised.rows], path.name


def test_the_refused_rows_of_the_member_book_are_returned_with_their_reasons(township):
    path = next(path for path in sample.files() if path.name == MEMBERS)
    shown = take_file(act(), township, path.name, path.read_bytes())
    rows = cells(refused_file(shown, path.name, path.read_bytes()))["花名册"]
    reasons = [row[-1] for row in rows if row[-1]]
    assert reasons[0] == "不能导入的原因"
    assert len(reasons) == 1 + 20


def test_the_refused_rows_come_back_refused_for_the_same_reasons(township):
    path = next(path for path in sample.files() if path.name == MEMBERS)
    shown = take_file(act(), township, path.name, path.read_bytes())
    again = take_file(act(), township, MEMBERS, refused_file(shown, path.name, path.read_bytes()), dry_run=True)
    # Five rows share their number with a row that is in: without it they would be other persons.
    assert again.counts["refused"] == 20


def test_the_member_book_is_taken_with_the_same_few_questions_however_many_rows(township):
    path = next(path for path in sample.files() if path.name == MEMBERS)
    seen = []

    def note(_connection, _cursor, statement, *_rest):
        seen.extend([statement] if statement.startswith("SELECT") else [])

    event.listen(db.engine, "before_cursor_execute", note)
    take_file(act(), township, path.name, path.read_bytes())
    event.remove(db.engine, "before_cursor_execute", note)
    assert len(seen) <= 10


def test_every_member_has_one_running_membership_and_a_birth_date(township):
    take_all_samples(township)
    members_held = all_of(Membership)
    assert len(members_held) == len({row.person_id for row in members_held}) == 458
    assert not [row.person.name for row in members_held if row.person.born_on is None]
    assert len([unit for unit in all_of(Unit) if unit.kind == "branch"]) == 12


# Two at once, on a database that allows it


def run_together(app, *verbs):
    """Each verb in a thread with a context of its own; what it returned or raised."""
    found, start = {}, threading.Barrier(len(verbs))

    def work(place, verb):
        with app.app_context():
            writing.set(True)
            start.wait()
            try:
                found[place] = verb()
            except (Refused, Conflict) as refusal:
                found[place] = refusal
            finally:
                db.session.remove()

    threads = [threading.Thread(target=work, args=pair) for pair in enumerate(verbs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [found[place] for place in range(len(verbs))]


@pytest.fixture
def two_connections(engine_name):
    if engine_name == "sqlite":
        pytest.skip("a database in memory has one connection")


def test_two_who_take_the_same_run_at_once_take_it_once(app, make, two_connections):
    account = make.account("clerk")
    path = next(path for path in sample.files() if path.name == MEMBERS)
    run_id = books.upload(Act(account, make.clock()), path.name, path.read_bytes()).id
    account_id, version = account.id, 1
    db.session.commit()

    def take():
        clerk = db.session.get(type(account), account_id)
        return books.take(Act(clerk, make.clock()), db.session.get(ImportRun, run_id), version)

    answers = run_together(app, take, take)
    assert sorted(type(answer).__name__ for answer in answers) in (["Conflict", "dict"], ["Refused", "dict"])
    assert len(all_of(Membership)) == 458


def test_two_books_at_once_do_not_make_one_person_twice(app, make, two_connections):
    rows = [["东坡村党支部", f"李{chr(0x4E00 + n)}", id_number(n), "2010-07-01", None, None, None] for n in range(40)]
    db.session.commit()
    answers = run_together(app, *(lambda: members(make, *rows).counts for _time in range(3)))
    assert sorted(answer["new"] for answer in answers) == [0, 0, 40]
    assert len(all_of(Person)) == 40


def test_a_day_is_the_days_of_the_act_and_not_of_the_clock(make):
    members(make, ["东坡村党支部", "李明", id_number(1), "2010-07-01", None, None, None], doing=act(1, 3))
    members(make, ["西坡村党支部", "李明", id_number(1), "2010-07-01", None, None, None], doing=act(9, 3))
    assert [row.until_on for row in all_of(Membership)] == [date(2026, 3, 8), None]

"""A quarter is closed once, stays shut to records and results, and opens again only with a second person."""

from datetime import date

import pytest

from evalsys.extensions import db
from evalsys.models.closings import ClosedResult, PeriodClose
from evalsys.models.evaluations import Evaluation
from evalsys.models.reviews import Conduct, Leave, LogEntry, MonthlyMark, Tally, WeeklyMark
from evalsys.services import calendars, closing, evaluations, schemes
from evalsys.services.periods import period
from evalsys.services.write import Act, Refused
from tests.page import Page

Q2 = period("2026Q2")
SHUT = "2026年第二季度已经关账"
ENTRY = {"text": "入户走访三户", "kind": "走访", "place": "上梁村", "day": "2026-06-29"}
WEEK = {"mark": "90", "comment": "好", "marked_by": "老蔡"}
REASON = {"reason": "5月的支部评分登记错了"}


@pytest.fixture
def official(make):
    act = Act(None, make.clock())
    calendars.seed(act)
    schemes.adopt(act, make.township.id, schemes.sample_text(schemes.OFFICIALS), "")
    person = make.official("李晓")
    make.log(person, date(2026, 4, 8))
    make.monthly(person, date(2026, 4, 1))
    return person


@pytest.fixture
def clerk(page, make, official):
    return page.sign_in(make.account("clerk", shown_name="王干事"))


@pytest.fixture
def second(app, make):
    return Page(app, make).sign_in(make.account("committee", shown_name="郭委员"))


@pytest.fixture
def shut(clerk):
    """The quarter, computed and closed."""
    clerk.post("results.compute")
    return clerk.follow(close(clerk))


def close(page, seen=None):
    return page.fill("closing.close", {"confirmed": "y"}, seen=seen, code="2026Q2")


def closes():
    return list(db.session.scalars(db.select(PeriodClose).order_by(PeriodClose.number)))


def number_of(table):
    return db.session.scalar(db.select(db.func.count()).select_from(table))


def answer(page, word):
    return page.fill("closing.answer", {"answer": word}, close_id=closes()[-1].id)


def reopen(asker, second):
    asker.fill("closing.ask", REASON, code="2026Q2")
    return second.follow(answer(second, "open"))


def test_the_page_of_results_says_whether_the_quarter_is_closed(clerk):
    assert "未关账" in clerk.get("results.index").text
    clerk.post("results.compute")
    seen = clerk.follow(close(clerk))
    (row,) = closes()
    for piece in ("2026年第二季度已关账", "2026-07-01", "经办人：王干事", row.sha256[:16]):
        assert piece in seen.text, piece
    assert "计算本季度" not in seen.text and (row.number, row.people) == (1, 1)


def test_the_same_form_sent_twice_closes_once(clerk):
    clerk.post("results.compute")
    form = clerk.get("closing.close", code="2026Q2")
    assert [close(clerk, form).status, close(clerk, form).status] == [302, 302]
    assert len(closes()) == len(list(db.session.scalars(db.select(ClosedResult)))) == 1


def test_closing_has_to_be_confirmed(clerk):
    clerk.post("results.compute")
    form = clerk.get("closing.close", code="2026Q2")
    seen = clerk.fill("closing.close", {}, seen=form, code="2026Q2")
    assert "请先核对，再勾选确认" in seen.text and not closes()


def test_a_quarter_that_still_runs_is_not_closed(clerk, make, clock):
    clerk.post("results.compute")
    clock.now = clock.now.replace(month=6, day=30)
    with pytest.raises(Refused, match="2026-06-30 才结束"):
        closing.close(Act(None, clock()), make.township.id, Q2)


def test_without_results_there_is_nothing_to_close(clerk, make, clock):
    assert "还没有结果，请先计算" in clerk.get("closing.close", code="2026Q2").text
    with pytest.raises(Refused, match="请先计算"):
        closing.close(Act(None, clock()), make.township.id, Q2)


def test_results_that_are_behind_the_books_are_not_closed(clerk, make, official):
    clerk.post("results.compute")
    form = clerk.get("closing.close", code="2026Q2")
    make.weekly(official, date(2026, 6, 22), "100")
    assert "有 1 人的结果和材料不一致，请先重新计算" in close(clerk, form).text
    assert not closes()


def test_a_closed_quarter_is_not_closed_again(clerk, shut, make, clock):
    assert "不用再关" in clerk.get("closing.close", code="2026Q2").text
    with pytest.raises(Refused, match="不用再关"):
        closing.close(Act(None, clock()), make.township.id, Q2)


def test_a_closed_quarter_is_not_computed(clerk, shut, make, official):
    make.weekly(official, date(2026, 6, 22), "100")
    assert f"{SHUT}，结果不能再计算" in clerk.post("results.compute", period="2026Q2").text
    assert "要重新计算" not in clerk.get("home.index").text


@pytest.mark.parametrize(
    ("endpoint", "typed", "where", "table"),
    [
        ("weekly.mark", WEEK, {"monday": "2026-06-29"}, WeeklyMark),
        (
            "monthly.mark",
            dict.fromkeys(("virtue", "ability", "diligence", "achievement", "integrity"), "18") | {"marked_by": "周"},
            {"code": "2026-05"},
            MonthlyMark,
        ),
        (
            "tallies.key",
            {"handed_out": "9", "returned": "9", "excellent": "9", "competent": "0", "basic": "0"}
            | dict.fromkeys(("incompetent", "abstained", "spoilt"), "0"),
            {"code": "2026Q2"},
            Tally,
        ),
    ],
)
def test_marks_of_a_closed_quarter_are_refused_with_its_name(clerk, shut, official, endpoint, typed, where, table):
    before = number_of(table)
    seen = clerk.fill(endpoint, typed, person_id=official.id, **where)
    assert SHUT in seen.text and "请记入下一季度" in seen.text
    assert number_of(table) == before


def test_the_committees_marks_of_a_closed_quarter_are_refused(clerk, shut, make, official):
    member = make.person("郭委员")
    make.post(member, make.township, "committee_member", "党委委员")
    seen = clerk.get("committee.sheet", period="2026Q2", member=member.id)
    field = next(f["name"] for f in clerk.form(seen)["fields"] if f["name"].endswith(str(official.id)))
    sent = clerk.fill("committee.sheet", {field: "90"}, seen=seen, period="2026Q2", member=member.id)
    assert SHUT in sent.text


def test_logs_of_a_closed_quarter_are_neither_written_nor_corrected(clerk, shut, official):
    assert SHUT in clerk.fill("logs.add", ENTRY, person_id=official.id).text
    entry = db.session.scalar(db.select(LogEntry))
    change = {name: ENTRY[name] for name in ("text", "kind", "place")}
    assert SHUT in clerk.fill("logs.edit", change, entry_id=entry.id).text
    assert db.session.scalar(db.select(LogEntry)).text == "走访三户"


def test_logs_of_the_next_quarter_go_on(clerk, shut, official):
    assert clerk.fill("logs.add", {**ENTRY, "day": "2026-07-01"}, person_id=official.id).status == 302


def test_leave_that_touches_a_closed_quarter_is_refused(clerk, shut, official):
    typed = {"person_id": str(official.id), "reason": "探亲", "approved_by": "刘书记"}
    late = clerk.fill("conduct.add_leave", {**typed, "from_on": "2026-06-30", "until_on": "2026-07-02"})
    assert SHUT in late.text and db.session.scalar(db.select(Leave)) is None
    later = clerk.fill("conduct.add_leave", {**typed, "from_on": "2026-07-01", "until_on": "2026-07-02"})
    assert later.status == 302


def test_conduct_of_a_closed_quarter_is_neither_entered_nor_cancelled(clerk, official):
    typed = {"person_id": str(official.id), "kind": "criticism", "reason": "缺会", "approved_by": "刘书记"}
    clerk.fill("conduct.add", {**typed, "happened_on": "2026-05-06"})
    clerk.post("results.compute")
    close(clerk)
    assert SHUT in clerk.fill("conduct.add", {**typed, "happened_on": "2026-05-07"}).text
    row = db.session.scalar(db.select(Conduct))
    assert SHUT in clerk.fill("conduct.cancel", {}, conduct_id=row.id).text
    assert db.session.scalar(db.select(Conduct)).cancelled_on is None


def test_a_reopening_needs_a_reason(clerk, shut):
    assert "请填写重新打开的原因" in clerk.fill("closing.ask", {"reason": " "}, code="2026Q2").text
    assert closes()[0].asked_at is None


def test_who_asked_cannot_confirm(clerk, shut):
    seen = clerk.follow(clerk.fill("closing.ask", REASON, code="2026Q2"))
    assert "王干事在" in seen.text and "等另一人确认" in seen.text
    assert answer(clerk, "open").status == 200
    row = closes()[0]
    with pytest.raises(Refused, match="不能确认自己的申请"):
        closing.reopen(Act(clerk.account, row.asked_at), row, row.version)
    assert closes()[0].reopened_at is None


def test_a_second_account_of_the_same_person_is_no_second_person(page, make, official):
    person = make.person("王萍")
    one, other = make.account("clerk", person=person), make.account("committee", person=person)
    act = Act(one, make.clock())
    evaluations.compute(act, make.township.id, Q2)
    row = closing.close(act, make.township.id, Q2)
    closing.ask(act, row, row.version, "登记错了")
    with pytest.raises(Refused, match="不能确认自己的申请"):
        closing.reopen(Act(other, make.clock()), row, row.version)


def test_a_request_can_be_taken_back_and_leaves_the_quarter_closed(clerk, shut):
    clerk.fill("closing.ask", REASON, code="2026Q2")
    assert "仍是关账状态" in clerk.follow(answer(clerk, "keep")).text
    assert (closes()[0].asked_at, closes()[0].reopened_at) == (None, None)


def test_an_answer_to_a_request_that_changed_meanwhile_is_held_back(clerk, second, shut):
    clerk.fill("closing.ask", REASON, code="2026Q2")
    seen = second.get("closing.answer", close_id=closes()[0].id)
    answer(clerk, "keep")
    clerk.fill("closing.ask", {"reason": "另一个原因"}, code="2026Q2")
    late = second.fill("closing.answer", {"answer": "open"}, seen=seen, close_id=closes()[0].id)
    assert "别人改过这条记录" in late.text and "另一个原因" in late.text
    assert closes()[0].reopened_at is None


def test_with_a_second_person_it_opens_is_corrected_and_closed_as_number_two(clerk, second, shut, official):
    seen = reopen(clerk, second)
    assert "已重新打开" in seen.text and "未关账" in seen.text and "5月的支部评分登记错了" in seen.text
    clerk.fill("weekly.mark", WEEK, person_id=official.id, monday="2026-06-29")
    clerk.post("results.compute", period="2026Q2")
    close(clerk)
    first, again = closes()
    assert (first.number, again.number) == (1, 2) and first.sha256 != again.sha256
    assert (first.reopened_by, first.reopened_on, again.reopened_at) == ("郭委员", date(2026, 7, 1), None)


def test_an_earlier_close_stays_readable_with_its_results(clerk, second, shut, official):
    number = db.session.scalar(db.select(Evaluation.id))
    reopen(clerk, second)
    clerk.fill("weekly.mark", WEEK, person_id=official.id, monday="2026-06-29")
    clerk.post("results.compute", period="2026Q2")
    seen = clerk.get("closing.show", close_id=closes()[0].id)
    for piece in ("第1次关账", "核对相符", "5月的支部评分登记错了", "郭委员", closes()[0].code):
        assert piece in seen.text, piece
    assert f"/results/{number}" in seen.html


def test_a_frozen_result_that_was_tampered_with_is_noticed(clerk, shut):
    db.session.scalar(db.select(Evaluation)).digest = "0" * 64
    db.session.commit()
    assert "核对不符" in clerk.get("closing.show", close_id=closes()[0].id).text


def test_a_committee_member_asks_but_does_not_close(second, clerk, shut):
    second.get("closing.close", status=403, code="2026Q2")
    assert second.fill("closing.ask", REASON, code="2026Q2").status == 302
    assert "已重新打开" in clerk.follow(answer(clerk, "open")).text


@pytest.mark.parametrize("role", ["secretary", "mentor", "official", "inspector"])
def test_nobody_else_asks_or_answers(app, make, shut, role):
    reader = Page(app, make).sign_in(make.account(role, person=make.person()))
    reader.get("closing.ask", status=403, code="2026Q2")
    reader.get("closing.answer", status=403, close_id=closes()[0].id)


def test_an_official_sees_of_a_close_only_the_own_result(app, make, shut):
    reader = Page(app, make).sign_in(make.account("official", person=make.official("别人")))
    assert "李晓" not in reader.get("closing.show", close_id=closes()[0].id).text


def test_another_township_knows_nothing_of_it(app, make, shut):
    reader = Page(app, make).sign_in(make.other_township().account("clerk"))
    reader.get("closing.show", status=404, close_id=closes()[0].id)
    reader.get("closing.answer", status=404, close_id=closes()[0].id)


def test_an_open_quarter_has_nothing_to_reopen(clerk):
    clerk.get("closing.ask", status=404, code="2026Q2")

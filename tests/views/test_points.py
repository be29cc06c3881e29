"""Points on pages: claims up two steps, events with ticks, registers, objections, the board, who may what."""

import io
from datetime import date, timedelta
from decimal import Decimal

import openpyxl
import pytest
from pypdf import PdfReader

from evalsys.extensions import db
from evalsys.models.claims import Claim
from evalsys.models.closings import PeriodClose
from evalsys.models.events import BranchEvent
from evalsys.models.points import PointsEntry, PointsObjection
from evalsys.services import points, points_ledger, schemes
from evalsys.services.write import Act
from tests.page import Page

CLAIM = {"item": "mediation", "happened_on": "2026-06-20", "reason": "劝和两家邻居", "evidence": ""}


@pytest.fixture
def town(make, clock):
    schemes.adopt(Act(None, clock()), make.township.id, schemes.sample_text("points-demo"), "")
    make.village = make.unit(name="东阳坡村")
    make.mine = make.branch("东阳坡支部", make.village)
    make.people = [make.person(name) for name in ("邱凤彩", "孙博斌", "吕萍")]
    for person in make.people:
        make.membership(person, make.mine)
    make.secretary = make.person("高有海")
    make.post(make.secretary, make.mine, "secretary", "党支部书记")
    return make


@pytest.fixture
def secretary(page, town):
    return page.sign_in(town.account("secretary", person=town.secretary, unit=town.mine))


def member_of(town, page, number=0):
    return page.sign_in(town.account("member", person=town.people[number]))


def entries(**about):
    return list(db.session.scalars(db.select(PointsEntry).filter_by(**about).order_by(PointsEntry.id)))


def the(table):
    return db.session.scalars(db.select(table).order_by(table.id.desc())).first()


def balance(person):
    return points.balance(person)


# Claims


def test_a_claim_goes_from_the_group_leader_to_the_secretary_into_the_ledger(page, town):
    leader = town.person("吕组长")
    town.post(leader, town.mine, "group_leader", "党小组组长")
    town.membership(leader, town.mine)
    member_of(town, page).fill("claims.add", CLAIM)
    claim = the(Claim)
    assert (claim.state, claim.points) == ("group", Decimal(3))
    page.sign_in(town.account("group_leader", person=leader, unit=town.mine))
    page.fill("claims.show", {"decision": "pass"}, claim_id=claim.id)
    db.session.expire_all()
    assert the(Claim).state == "branch" and not entries()
    page.get("claims.show", claim_id=claim.id)
    page.sign_in(town.account("secretary", person=town.secretary, unit=town.mine))
    page.fill("claims.show", {"decision": "pass"}, claim_id=claim.id)
    (row,) = entries(claim_id=claim.id)
    assert (row.declared_by, row.checked_by, row.points, row.clause) == ("邱凤彩", "高有海", Decimal(3), "第五条")
    assert balance(town.people[0]) == 3


def test_the_first_page_tells_the_secretary_what_waits(page, town):
    member_of(town, page).fill("claims.add", CLAIM)
    assert "等您核" not in page.get("home.index").text
    page.sign_in(town.account("secretary", person=town.secretary, unit=town.mine))
    assert "条积分申报等您核" in page.get("home.index").text


def test_a_refused_claim_shows_the_member_why(page, town):
    member = town.account("member", person=town.people[0])
    page.sign_in(member).fill("claims.add", CLAIM)
    claim = the(Claim)
    page.sign_in(town.account("secretary", person=town.secretary, unit=town.mine))
    assert "退回请写明原因" in page.fill("claims.show", {"decision": "refuse"}, claim_id=claim.id).text
    page.fill("claims.show", {"decision": "refuse", "reason": "那天没有这回事"}, claim_id=claim.id)
    page.sign_in(member)
    assert "那天没有这回事" in page.get("claims.index").text and not entries()


def test_a_claim_is_refused_for_a_day_to_come_and_for_what_waits_or_is_recorded_already(page, town):
    member_of(town, page)
    assert "还没有到" in page.fill("claims.add", {**CLAIM, "happened_on": "2026-07-02"}).text
    page.fill("claims.add", CLAIM)
    assert "正在核对，不用再报" in page.fill("claims.add", CLAIM).text
    points.add(Act(None, town.clock()), town.people[0], "labour", date(2026, 6, 1), "修渠", "", "")
    again = {**CLAIM, "item": "labour", "happened_on": "2026-06-01"}
    assert "不能重复记" in page.fill("claims.add", again).text


def test_the_same_form_sent_eight_times_makes_one_claim_and_one_entry(page, town):
    member_of(town, page)
    seen = page.get("claims.add")
    for _ in range(8):
        page.fill("claims.add", CLAIM, seen=seen)
    assert db.session.scalar(db.select(db.func.count(Claim.id))) == 1
    page.sign_in(town.account("secretary", person=town.secretary, unit=town.mine))
    seen = page.get("claims.show", claim_id=1)
    for _ in range(8):
        page.fill("claims.show", {"decision": "pass"}, seen=seen, claim_id=1)
    assert len(entries(claim_id=1)) == 1 and balance(town.people[0]) == 3


def test_two_who_check_one_claim_make_one_entry(app, page, town):
    member_of(town, page).fill("claims.add", CLAIM)
    page.sign_in(town.account("secretary", person=town.secretary, unit=town.mine))
    clerk = Page(app, town).sign_in(town.account("clerk"))
    opened = page.get("claims.show", claim_id=1)
    clerk.fill("claims.show", {"decision": "pass"}, claim_id=1)
    page.fill("claims.show", {"decision": "refuse", "reason": "没有这回事"}, seen=opened, claim_id=1)
    db.session.expire_all()
    assert the(Claim).state == "recorded" and len(entries(claim_id=1)) == 1


def test_nobody_checks_the_own_claim_and_a_stranger_sees_none(page, town):
    town.membership(town.secretary, town.mine)
    page.sign_in(town.account("secretary", person=town.secretary, unit=town.mine))
    page.fill("claims.add", {**CLAIM, "person_id": str(town.secretary.id)})
    claim = the(Claim)
    seen = page.get("claims.show", claim_id=claim.id)
    assert "decision" not in seen.html and "撤回这条申报" in seen.text
    other = town.branch("西阳坡支部")
    stranger = town.person("外人")
    page.sign_in(town.account("secretary", person=stranger, unit=other))
    page.get("claims.show", status=404, claim_id=claim.id)
    member_of(town, page)
    page.get("claims.show", status=404, claim_id=claim.id)


def test_the_group_leader_keys_a_paper_claim_and_both_names_stay(page, town):
    leader = town.person("吕组长")
    town.post(leader, town.mine, "group_leader", "党小组组长")
    town.membership(leader, town.mine)
    page.sign_in(town.account("group_leader", person=leader, unit=town.mine))
    page.fill("claims.add", {**CLAIM, "person_id": str(town.people[0].id)})
    assert (the(Claim).declared_by, the(Claim).recorded_by, the(Claim).state) == ("邱凤彩", "吕组长", "group")
    page.fill("claims.show", {"decision": "pass"}, claim_id=1)
    db.session.expire_all()
    assert the(Claim).state == "branch" and "decision" not in page.get("claims.show", claim_id=1).html


def test_a_member_withdraws_a_claim_that_is_under_way(page, town):
    member_of(town, page).fill("claims.add", CLAIM)
    page.fill("claims.withdraw", {}, claim_id=1)
    assert the(Claim).state == "withdrawn"
    assert "已经办完" in page.fill("claims.withdraw", {}, claim_id=1).text


def test_a_claim_with_a_phone_number_in_it_is_refused(page, town):
    member_of(town, page)
    seen = page.fill("claims.add", {**CLAIM, "reason": "找 13800138000 问"})
    assert "像是身份证号码或手机号码" in seen.text and the(Claim) is None


# Events


def ticked(town, *words):
    """What is sent for each member: a tick, or the word beside it."""
    sent = {}
    for person, word in zip(town.people, words, strict=True):
        if word in ("came", "late"):
            sent[f"came_{person.id}"] = "y"
        if word not in ("came", ""):
            sent[f"word_{person.id}"] = word
    return sent


def hold(page, town, *words, kind="assembly", day="2026-06-10"):
    about = {"kind": kind, "held_on": day}
    return page.fill("events.add", {**about, **ticked(town, *words)}, unit_id=town.mine.id)


def test_who_came_gets_points_who_was_late_loses_some_leave_costs_nothing(secretary, town):
    hold(secretary, town, "came", "late", "leave")
    assert [balance(person) for person in town.people] == [Decimal(5), Decimal("4.5"), Decimal(0)]
    assert "支部党员大会" in secretary.get("events.index", period="2026Q2").text


def test_absence_without_leave_costs_points(secretary, town):
    hold(secretary, town, "came", "came", "absent")
    assert balance(town.people[2]) == Decimal(-1)


def test_a_second_save_changes_nothing_and_a_correction_reverses(secretary, town, clock):
    hold(secretary, town, "came", "came", "leave")
    event = the(BranchEvent)
    clock.now += timedelta(minutes=1)
    secretary.fill("events.edit", {"topic": "学习"}, event_id=event.id)
    assert len(entries()) == 2
    seen = secretary.get("events.edit", event_id=event.id)
    form = secretary.form(seen)
    data = secretary.sent(form)
    data.pop(f"came_{town.people[1].id}")
    data[f"word_{town.people[1].id}"] = "absent"
    secretary.read(
        secretary.ask(secretary.client.post, secretary.address("events.edit", event_id=event.id), data=data)
    )
    assert [balance(person) for person in town.people] == [Decimal(5), Decimal(-1), Decimal(0)]
    assert len(entries()) == 4 and points_ledger.differences() == []


def test_one_button_ticks_everybody_and_saves_nothing(secretary, town):
    opened = secretary.get("events.add", unit_id=town.mine.id)
    data = {**secretary.sent(secretary.form(opened)), "all": "1"}
    address = secretary.address("events.add", unit_id=town.mine.id)
    seen = secretary.read(secretary.ask(secretary.client.post, address, data=data))
    assert seen.html.count(" checked") == 3 and the(BranchEvent) is None


def test_a_tick_beside_leave_names_the_person(secretary, town):
    wrong = {"kind": "assembly", "held_on": "2026-06-10", **ticked(town, "came", "came", "leave")}
    wrong[f"came_{town.people[2].id}"] = "y"
    seen = secretary.fill("events.add", wrong, unit_id=town.mine.id)
    assert "吕萍的勾和旁边的情况对不上" in seen.text and not entries()


def test_the_same_event_twice_is_refused(secretary, town):
    hold(secretary, town, "came", "came", "came")
    assert "已经登记过" in hold(secretary, town, "came", "came", "came").text
    assert len(entries()) == 3


def test_nothing_is_recorded_or_reversed_in_a_closed_quarter(secretary, town):
    hold(secretary, town, "came", "came", "came", day="2026-03-10")
    points.add(Act(None, town.clock()), town.people[0], "labour", date(2026, 3, 5), "修渠", "", "")
    about = {"period": "2026Q1", "number": 1, "people": 0, "sha256": "x", "closed_on": date(2026, 4, 1)}
    close = PeriodClose(township_id=town.township.id, closed_by="甲", closed_at=town.clock(), **about)
    town.keep(close)
    assert "已经关账" in hold(secretary, town, "came", "came", "came", day="2026-03-20").text
    seen = secretary.fill("points.reverse", {"reason": "人记错"}, entry_id=entries(source="hand")[0].id)
    assert "已经关账" in seen.text and len(entries()) == 4


def test_the_secretary_records_for_the_own_branch_only(secretary, town):
    other = town.branch("西阳坡支部")
    secretary.get("events.add", status=404, unit_id=other.id)
    secretary.get("points_board.show", status=404, unit_id=other.id)


def test_a_second_editor_of_an_event_is_told(app, page, town, clock):
    page.sign_in(town.account("secretary", person=town.secretary, unit=town.mine))
    hold(page, town, "came", "came", "leave")
    opened = page.get("events.edit", event_id=1)
    clerk = Page(app, town).sign_in(town.account("clerk"))
    clock.now += timedelta(minutes=1)
    clerk.fill("events.edit", {"topic": "学习"}, event_id=1)
    seen = page.fill("events.edit", {"topic": "劳动"}, seen=opened, event_id=1)
    assert "别人改过这条记录" in seen.text and the(BranchEvent).topic == "学习"


# The page of a member, objections, reversals


def test_a_member_reads_the_own_lines_with_their_clause_and_nobody_elses(page, town):
    points.add(Act(None, town.clock()), town.people[0], "labour", date(2026, 6, 1), "修渠", "", "组长")
    member_of(town, page)
    seen = page.get("points.person", person_id=town.people[0].id, period="2026Q2")
    assert "第四条" in seen.text and "修渠" in seen.text and "历年累计 2 分" in seen.text and "62" in seen.text
    page.get("points.person", status=404, person_id=town.people[1].id)
    page.get("points.add", status=403, person_id=town.people[0].id)


def test_an_objection_that_is_right_reverses_the_line(page, town):
    points.add(Act(None, town.clock()), town.people[0], "meeting-late", date(2026, 6, 1), "迟到", "", "组长")
    (row,) = entries()
    member_of(town, page).fill("points.object_to", {"reason": "那天请过假"}, entry_id=row.id)
    assert "还没有答复" in page.fill("points.object_to", {"reason": "再说一次"}, entry_id=row.id).text
    page.sign_in(town.account("secretary", person=town.secretary, unit=town.mine))
    assert "那天请过假" in page.get("claims.index").text
    doubt = the(PointsObjection)
    page.fill("points.answer", {"is_upheld": "yes", "answer": "查实请过假"}, objection_id=doubt.id)
    assert balance(town.people[0]) == 0 and the(PointsObjection).is_upheld
    assert "已在 2026-07-01 答复" in page.fill("points.answer", {"answer": "再答"}, objection_id=doubt.id).text


def test_the_secretary_reverses_with_a_reason(secretary, town):
    points.add(Act(None, town.clock()), town.people[0], "labour", date(2026, 6, 1), "修渠", "", "")
    (row,) = entries()
    assert "请填写原因" in secretary.fill("points.reverse", {"reason": ""}, entry_id=row.id).text
    secretary.fill("points.reverse", {"reason": "人记错"}, entry_id=row.id)
    assert "不能再冲一次" in secretary.fill("points.reverse", {"reason": "再冲"}, entry_id=row.id).text
    seen = secretary.get("points.person", person_id=town.people[0].id, period="2026Q2")
    assert "已冲销" in seen.text and "人记错" in seen.text


def test_who_is_long_ill_loses_nothing_by_staying_away(page, town, clock):
    points.add(Act(None, clock()), town.people[0], "labour-absent", date(2026, 6, 1), "没来", "", "")
    page.sign_in(town.account("clerk"))
    address = {"person_id": town.people[0].id}
    assert "折算 58 分" in page.get("points.person", period="2026Q2", **address).text
    page.fill("points_exempt.add", {"first_on": "2026-03-01", "reason": "支部会议认定"}, **address)
    assert "折算 60 分" in page.get("points.person", period="2026Q2", **address).text
    again = page.fill("points_exempt.add", {"first_on": "2026-05-01", "reason": "支部会议认定"}, **address)
    assert "日期重叠" in again.text
    page.fill("points_exempt.end", {"last_on": "2026-03-20"}, spell_id=1)
    assert "折算 58 分" in page.get("points.person", period="2026Q2", **address).text


def test_what_came_from_an_event_is_corrected_in_the_event_and_stays_corrected(page, town, clock):
    page.sign_in(town.account("secretary", person=town.secretary, unit=town.mine))
    hold(page, town, "came", "came", "absent")
    row = entries(person_id=town.people[2].id)[0]
    assert "请在“支部活动”里更正" in page.fill("points.reverse", {"reason": "请过假"}, entry_id=row.id).text
    page.sign_in(town.account("member", person=town.people[2]))
    page.fill("points.object_to", {"reason": "那天请过假"}, entry_id=row.id)
    clerk = page.sign_in(town.account("clerk"))
    yes = {"is_upheld": "yes", "answer": "查实请过假"}
    assert "请在“支部活动”里更正" in clerk.fill("points.answer", yes, objection_id=1).text
    clock.now += timedelta(minutes=1)
    clerk.fill("events.edit", {f"word_{town.people[2].id}": "leave"}, event_id=1)
    clerk.fill("points.answer", yes, objection_id=1)
    assert balance(town.people[2]) == 0 and the(PointsObjection).is_upheld and len(entries()) == 4


# The board and the papers


def test_the_board_shows_bands_and_no_places(secretary, town):
    hold(secretary, town, "came", "absent", "leave")
    seen = secretary.get("points_board.show", unit_id=town.mine.id, period="2026Q2")
    assert "公示表（Excel）" in seen.text and "导出 Excel" not in seen.text
    assert "只公布档次，不排名次" in seen.text and "名次" not in seen.text.replace("不排名次", "")
    assert seen.text.index("吕萍") < seen.text.index("孙博斌")


def test_the_board_shows_places_where_the_measure_says_so(page, make, clock, town):
    text = schemes.sample_text("points-demo").replace('publish = "bands"', 'publish = "order"')
    later = text.replace("version = 1", "version = 2").replace("from = 2026-01-01", "from = 2026-02-01")
    schemes.adopt(Act(None, clock()), make.township.id, later, "")
    page.sign_in(town.account("clerk"))
    hold(page, town, "absent", "came", "leave")
    seen = page.get("points_board.show", unit_id=town.mine.id, period="2026Q2")
    assert "办法规定公布名次" in seen.text and seen.text.index("孙博斌") < seen.text.index("邱凤彩")


def test_the_board_and_the_statement_come_as_paper(secretary, town):
    hold(secretary, town, "came", "came", "leave")
    answer = secretary.client.get(secretary.address("points_board.paper", unit_id=town.mine.id, period="2026Q2"))
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.data)).pages)
    assert "邱凤彩" in text and "合格" in text
    for kind in ("normal", "large"):
        where = secretary.address("points_board.statement", person_id=town.people[0].id, period="2026Q2", type=kind)
        text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(secretary.client.get(where).data)).pages)
        assert "支部党员大会" in text and "+5" in text


def test_the_workbook_holds_no_formula_and_no_id_number(page, town):
    person = town.person("=HYPERLINK(1)", id_number="11010519491231002X")
    town.membership(person, town.mine)
    page.sign_in(town.account("clerk"))
    answer = page.client.get(page.address("points_board.book", unit_id=town.mine.id, period="2026Q2"))
    cells = [cell for row in openpyxl.load_workbook(io.BytesIO(answer.data)).active for cell in row]
    named = next(cell for cell in cells if cell.value == "=HYPERLINK(1)")
    assert named.data_type == "s" and named.quotePrefix
    assert not any("11010519" in str(cell.value) for cell in cells)


@pytest.mark.parametrize("role", ["admin", "mentor", "official", "paymaster"])
def test_other_roles_see_no_points(page, town, role):
    page.sign_in(town.account(role, person=town.person("某某")))
    page.get("points.index", status=403)
    page.get("claims.index", status=403)
    page.get("events.index", status=403)


def test_the_inspector_reads_and_changes_nothing(page, town):
    page.sign_in(town.account("inspector"))
    page.get("points.index")
    page.get("points_board.show", unit_id=town.mine.id)
    page.get("events.choose", status=403)
    page.get("points_board.register", status=403)


def test_another_township_has_no_way_in(page, town):
    other = town.other_township()
    page.sign_in(other.account("clerk"))
    page.get("points.person", status=404, person_id=town.people[0].id)
    page.get("points_board.show", status=404, unit_id=town.mine.id)

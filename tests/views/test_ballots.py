"""The clerk's pages of the ballot: prepare, make slips, open, key paper, close, read."""

from __future__ import annotations

import stat
from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from evalsys import printing
from evalsys.extensions import db
from evalsys.models.actions import Action
from evalsys.models.ballots import BallotBox, BallotChoice, BallotReceipt, BallotRound
from evalsys.models.reviews import Tally
from evalsys.services import dossiers
from evalsys.services.ballots import boxes, casting, keys, slips, sweeping
from evalsys.services.periods import period
from evalsys.services.write import Act
from evalsys.voting import drawn

ADDRESS = "192.0.2.7"
ROUTES = (
    ("get", "ballots.add"),
    ("post", "ballots.make_slips"),
    ("post", "ballots.start"),
    ("get", "ballots.close"),
    ("get", "ballots.void"),
    ("get", "ballots.withdraw"),
    ("post", "ballots.sweep"),
    ("get", "ballots.key_papers"),
)


@pytest.fixture
def clerk(page, make):
    return page.sign_in(make.account("clerk", shown_name="王干事"))


@pytest.fixture
def officials(make):
    return [make.official("李晓"), make.official("赵敏")]


def cast(row, *ballots):
    """Each ballot with the next unused slip."""
    for ballot in ballots:
        casting.cast(row, row.codes.pop(), ballot)


def opened(row):
    found = boxes.taken(row.id)
    db.session.rollback()
    return found


def rows(table):
    return list(db.session.scalars(db.select(table)))


def only_round():
    (row,) = rows(BallotRound)
    return row


def prepared(clerk, make, **changes):
    village, other = make.unit(name="东坡村"), make.unit(name="西坡村")
    sent = {"title": "二季度测评", "slips": "12", "seed": "38", f"households_{village.id}": "40"}
    sent |= {f"households_{other.id}": "80", **changes}
    return clerk.fill("ballots.add", sent, period="2026Q2")


def test_a_round_is_prepared_with_quotas_and_a_draw_that_anybody_can_repeat(clerk, make, officials):
    assert prepared(clerk, make).status == 302
    row = only_round()
    assert (row.state, row.first_on, row.seed) == ("prepared", date(2026, 4, 1), "38")
    assert [(one.unit.name, one.quota) for one in row.villages] == [("东坡村", 4), ("西坡村", 8)]
    for one in row.villages:
        assert one.drawn == "、".join(map(str, drawn("38", one.unit.name, one.households, one.quota).numbers))
    assert [one.person.name for one in row.subjects] == ["李晓", "赵敏"]
    text = clerk.get("ballots.show", round_id=row.id).text
    assert row.villages[0].drawn in text and "38" in text


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"slips": "4"}, "应在 5 至 2000 之间"),
        ({"slips": "121"}, "各村一共 120 户，不够发 121 张票"),
        ({"title": ""}, "请填写名称"),
    ],
)
def test_a_round_that_makes_no_sense_is_refused(clerk, make, officials, changes, says):
    assert says in prepared(clerk, make, **changes).text
    assert rows(BallotRound) == []


def test_a_quarter_has_one_round_and_a_void_one_can_be_made_anew(clerk, make, officials):
    row = make.ballot_round(officials)
    assert "已经有一轮" in prepared(clerk, make).text
    assert clerk.fill("ballots.void", {}, round_id=row.id).status == 302
    assert clerk.fill("ballots.add", {"title": "再来", "slips": "5"}, period="2026Q2").status == 200
    village = make.unit(name="北坡村")
    sent = {"title": "再来", "slips": "5", f"households_{village.id}": "30"}
    assert clerk.fill("ballots.add", sent, period="2026Q2").status == 302


def test_nobody_with_a_keyed_sheet_is_judged_by_ballot_and_the_other_way_round(clerk, make, officials):
    make.tally(officials[0])
    assert "李晓已经录过2026年第二季度的计票表" in prepared(clerk, make).text
    make.ballot_round(officials)
    seen = clerk.fill("tallies.key", {"handed_out": "31"}, person_id=officials[1].id, code="2026Q2")
    assert seen.status == 200 and len(rows(Tally)) == 1


def test_slips_are_made_once_and_their_codes_are_nowhere_else(clerk, make, officials):
    row = make.ballot_round(officials)
    sent = clerk.sent(clerk.form(clerk.get("ballots.show", round_id=row.id)))
    answer = clerk.ask(clerk.client.post, clerk.address("ballots.make_slips", round_id=row.id), data=sent)
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(answer.data)).pages)
    assert answer.mimetype == "application/pdf" and text.count("投票码") == 10 and "李晓" in text
    path = keys.path_of(row.id)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    db.session.expire_all()
    assert only_round().handed_out == 10 and len(opened(row).box.slips) == 10
    again = clerk.post("ballots.make_slips", round_id=row.id)
    assert again.status == 409 and "只能生成一次" in again.text


def test_others_go_on_writing_while_slips_are_drawn(make, officials, clock):
    row = make.ballot_round(officials)
    busy = []

    def press(codes):
        printing.ballot_slips(row, "演示镇", "http://127.0.0.1:8000", codes)
        busy.append(db.session().in_transaction())
        return b""

    slips.make(Act(make.account("clerk"), clock()), row, press)
    assert busy == [False]


def test_a_round_without_slips_does_not_open(clerk, make, officials):
    row = make.ballot_round(officials)
    assert "还没有制票" in clerk.post("ballots.start", round_id=row.id).text


def test_a_round_without_its_key_can_only_be_void(clerk, make, officials):
    row = make.ballot_round(officials, slips=6, state="open")
    keys.path_of(row.id).unlink()
    assert "只能作废" in clerk.fill("ballots.close", {}, round_id=row.id).text
    assert clerk.fill("ballots.void", {}, round_id=row.id).status == 302
    db.session.expire_all()
    assert only_round().state == "void" and rows(BallotBox) == []


def test_while_a_round_is_open_no_page_changes_with_the_ballots(clerk, make, officials):
    row = make.ballot_round(officials, slips=12, state="open")
    places = ("ballots.index", "ballots.show", "ballots.key_papers", "tallies.index", "home.index", "actions.index")
    where = {"ballots.show": {"round_id": row.id}, "ballots.key_papers": {"round_id": row.id}}

    def read():
        return [clerk.get(place, **where.get(place, {})).text for place in places]

    before, log = read(), len(rows(Action))
    cast(row, *["AB"] * 8)
    assert read() == before and len(rows(Action)) == log
    assert rows(Tally) == rows(BallotChoice) == rows(BallotReceipt) == []
    clerk.get("ballots.tally_sheet", status=404, round_id=row.id)
    clerk.get("vote.receipts", status=404, round_id=row.id)


def test_the_close_counts_keeps_what_leads_to_nobody_and_destroys_the_rest(clerk, make, officials):
    row = make.ballot_round(officials, slips=12, state="open")
    cast(row, "AB", "AB", "AX", "BD", "AB", "CA", "S")
    key = keys.path_of(row.id)
    seen = clerk.follow(clerk.fill("ballots.close", {}, round_id=row.id))
    assert "发出 12 张，收回 7 张" in seen.text and "数据库文件还没有清理完" not in seen.text
    assert not key.exists() and rows(BallotBox) == []
    first, second = rows(Tally)
    assert (first.handed_out, first.returned, first.excellent, first.basic, first.spoilt) == (12, 7, 4, 1, 1)
    assert (second.competent, second.incompetent, second.abstained) == (3, 1, 1)
    assert len(rows(BallotChoice)) == 12
    assert [one.number for one in rows(BallotReceipt)] == sorted(one.number for one in rows(BallotReceipt))
    facts = [fact for _number, fact in dossiers.facts_of([officials[0].id], period("2026Q2"))]
    assert [fact.values["优秀"] for fact in facts if fact.kind == "ballots"] == [4]
    assert (
        "票数由票箱计出"
        in clerk.fill("tallies.key", {"excellent": "5", "basic": "0"}, person_id=officials[0].id, code="2026Q2").text
    )


def test_the_tally_sheet_says_what_was_counted_and_who_signs(clerk, make, officials):
    row = make.ballot_round(officials, slips=12, state="open")
    cast(row, "AX", "AX", "AX", "AB", "BB")
    clerk.fill("ballots.close", {}, round_id=row.id)
    answer = clerk.ask(clerk.client.get, clerk.address("ballots.tally_sheet", round_id=row.id))
    text = "".join("".join(page.extract_text() for page in PdfReader(BytesIO(answer.data)).pages).split())
    assert "李晓4100500" in text and "赵敏有效票不足5张" in text
    assert all(place in text for place in ("监票人（签字）", "计票人（签字）", "负责人（签字）", "12张", "5张"))


def test_fewer_than_five_valid_ballots_leave_nothing_anywhere(clerk, make, officials):
    row = make.ballot_round(officials, slips=12, state="open")
    cast(row, "AB", "AB", "AB", "AB", "XX", "S")
    seen = clerk.follow(clerk.fill("ballots.close", {}, round_id=row.id))
    assert seen.text.count("有效票不足 5 张") == 2
    assert rows(Tally) == rows(BallotChoice) == []


def test_after_the_close_nothing_can_be_cast_keyed_or_opened(clerk, make, officials):
    row = make.ballot_round(officials, slips=12, state="open")
    form = clerk.get("ballots.key_papers", round_id=row.id)
    clerk.fill("ballots.close", {}, round_id=row.id)
    late = {"code": row.codes[0], "choice_0": "A", "choice_1": "A"}
    seen = clerk.fill("ballots.key_papers", late, seen=form, round_id=row.id)
    assert seen.status == 409 and "结束" in seen.text
    assert "没有这个投票码" in clerk.read(clerk.ask(clerk.client.post, "/vote/cast", data=late)).text
    assert clerk.post("ballots.start", round_id=row.id).status == 409
    assert clerk.fill("ballots.void", {}, round_id=row.id).status == 200
    assert only_round().state == "closed"


def key_paper(clerk, row, code, first="A", second="B", **more):
    sent = {"code": code, "choice_0": first, "choice_1": second, **more}
    return clerk.fill("ballots.key_papers", sent, round_id=row.id)


def test_a_paper_slip_counts_when_two_keyings_agree(clerk, make, officials):
    row = make.ballot_round(officials, slips=6, state="open")
    code = row.codes[0]
    assert "第一遍已记下" in key_paper(clerk, row, code).text
    assert opened(row).box.ballots == []
    assert "还有 1 张纸质票只录了一遍" in clerk.fill("ballots.close", {}, round_id=row.id).text
    seen = key_paper(clerk, row, code, second="C")
    assert "和上一遍不一样" in seen.text and "赵敏：称职 → 基本称职" in seen.text and "王干事" in seen.text
    assert opened(row).box.ballots == []
    assert "两遍一致" in key_paper(clerk, row, code, second="C").text
    assert opened(row).box.ballots == ["AC"] and not opened(row).box.waiting
    assert "已经投过了" in key_paper(clerk, row, code).text


def test_the_same_form_sent_twice_is_one_keying(clerk, make, officials):
    row = make.ballot_round(officials, slips=6, state="open")
    form = clerk.get("ballots.key_papers", round_id=row.id)
    sent = {"code": row.codes[0], "choice_0": "A", "choice_1": "B"}
    for _time in range(3):
        assert "第一遍已记下" in clerk.fill("ballots.key_papers", sent, seen=form, round_id=row.id).text
    assert opened(row).box.waiting == 1 and opened(row).box.ballots == []


def test_a_spoilt_paper_slip_needs_no_choice(clerk, make, officials):
    row = make.ballot_round(officials, slips=6, state="open")
    for _time in range(2):
        clerk.fill("ballots.key_papers", {"code": row.codes[0], "spoilt": "y"}, round_id=row.id)
    assert opened(row).box.ballots == ["S"]
    assert "请给李晓选一项" in clerk.fill("ballots.key_papers", {"code": row.codes[1]}, round_id=row.id).text


def test_a_slip_that_was_used_on_a_phone_cannot_be_keyed(clerk, make, officials):
    row = make.ballot_round(officials, slips=6, state="open")
    code = row.codes[-1]
    cast(row, "AA")
    assert "已经投过了" in key_paper(clerk, row, code).text
    assert "本轮没有这个投票码" in key_paper(clerk, row, "AAAABBBBCCCC").text


@pytest.mark.parametrize("role", ["official", "member", "mentor", "secretary", "committee", "inspector", "admin"])
def test_only_the_clerk_prepares_keys_and_closes(page, make, officials, role):
    row = make.ballot_round(officials, slips=6, state="open")
    unit = make.branch() if role == "secretary" else None
    page.sign_in(make.account(role, person=officials[0], unit=unit))
    for method, endpoint in ROUTES:
        where = {} if endpoint == "ballots.add" else {"round_id": row.id}
        status = page.post(endpoint, **where).status if method == "post" else page.get(endpoint, 403, **where).status
        assert status == 403
    seen = page.get("ballots.show", 200 if role in ("committee", "inspector") else 403, round_id=row.id)
    assert "录入纸质票" not in seen.text


def test_another_township_s_round_is_not_there(page, make, officials):
    other = make.other_township()
    row = other.ballot_round([other.official("外镇人")], slips=6, state="open")
    page.sign_in(make.account("clerk"))
    for endpoint in ("ballots.show", "ballots.close", "ballots.void", "ballots.key_papers", "ballots.tally_sheet"):
        page.get(endpoint, 404, round_id=row.id)


def test_storage_that_could_not_be_rewritten_is_told_and_tried_again(clerk, make, officials, monkeypatch):
    row = make.ballot_round(officials, slips=6, state="open")
    with monkeypatch.context() as broken:
        broken.setattr("evalsys.services.ballots.sweeping.rewrite", fail)
        seen = clerk.follow(clerk.fill("ballots.close", {}, round_id=row.id))
    assert "还没有清理完" in seen.text and "清理存储" in seen.text
    clerk.post("ballots.sweep", round_id=row.id)
    assert "还没有清理完" not in clerk.get("ballots.show", round_id=row.id).text


def fail():
    raise sweeping.Busy


def test_one_gate_hides_the_choices_of_a_keyed_tally_with_too_few_papers(clerk, make, officials):
    few = {"handed_out": "31", "returned": "29", "excellent": "3", "competent": "1", "basic": "0"}
    few |= {"incompetent": "0", "abstained": "0", "spoilt": "25"}
    clerk.fill("tallies.key", few, person_id=officials[0].id, code="2026Q2")
    seen = clerk.get("tallies.index", period="2026Q2")
    assert "29" in seen.text and "25" not in seen.text and "有效票不足 5 张" in seen.text
    form = clerk.get("tallies.key", person_id=officials[0].id, code="2026Q2")
    held = clerk.sent(clerk.form(form, "excellent"))
    assert held["handed_out"] == ["31"] and held["excellent"] == held["spoilt"] == [""]
    assert "整张重录" in form.text
    log = clerk.get("actions.index", kind="tally").text
    assert "29" in log and "废票" not in log
    change = {**few, "excellent": "2", "spoilt": "26"}
    late = clerk.fill("tallies.key", change, seen=form, person_id=officials[0].id, code="2026Q2")
    assert late.status == 302
    clash = clerk.fill("tallies.key", {**few, "spoilt": "25"}, seen=form, person_id=officials[0].id, code="2026Q2")
    assert "别人改过这条记录" in clash.text and ">26<" not in clash.html


def test_every_household_gets_a_slip_without_a_draw_or_a_seed(clerk, make, officials):
    assert prepared(clerk, make, rule="everybody", slips="").status == 302
    row = only_round()
    assert (row.rule, row.seed) == ("everybody", "")
    assert [(one.quota, one.households, one.drawn) for one in row.villages] == [(40, 40, ""), (80, 80, "")]
    text = clerk.get("ballots.show", round_id=row.id).text
    assert "每户一张票，不抽户，不用种子" in text and "抽中的户号" not in text


def test_a_draw_has_to_know_how_many_are_drawn(clerk, make, officials):
    assert "请填写一共发多少张票" in prepared(clerk, make, slips="").text
    assert rows(BallotRound) == []


def test_a_meeting_of_the_year_is_balloted_by_the_people_who_are_there(clerk, make, officials):
    seen = clerk.fill("ballots.add", {"title": "年度述职", "slips": "6"}, period="2026")
    row = only_round()
    assert seen.status == 302 and (row.kind, row.first_on, row.rule) == ("meeting", date(2026, 1, 1), "everybody")
    assert [(one.unit_id, one.quota) for one in row.villages] == [(make.township.id, 6)]
    assert "到会有表决权的人每人一张票" in clerk.get("ballots.show", round_id=row.id).text
    make.ballot_round(officials)
    assert len(rows(BallotRound)) == 2, "a quarter's round stands beside it"


def test_people_of_a_meeting_are_counted_by_village_and_in_all_alike(clerk, make, officials):
    village, other = make.unit(name="东坡村"), make.unit(name="西坡村")
    there = {f"households_{village.id}": "4", f"households_{other.id}": "5", "title": "年度述职"}
    assert "加起来是 9 张，和一共 8 张不符" in clerk.fill("ballots.add", {**there, "slips": "8"}, period="2026").text
    assert (
        "应在 5 至 2000 张之间" in clerk.fill("ballots.add", {"title": "年度述职", "slips": ""}, period="2026").text
    )
    assert clerk.fill("ballots.add", there, period="2026").status == 302
    assert [one.quota for one in only_round().villages] == [4, 5]


def test_what_a_meeting_counted_belongs_to_the_year_and_to_no_quarter(clerk, make, officials):
    row = make.ballot_round(officials, slips=8, state="open", kind="meeting", first_on=date(2026, 1, 1))
    cast(row, *["AB"] * 6)
    clerk.fill("ballots.close", {}, round_id=row.id)
    assert {(one.kind, one.first_on, one.excellent) for one in rows(Tally)} == {
        ("meeting", date(2026, 1, 1), number) for number in (6, 0)
    }
    number = officials[0].id
    kinds = {
        code: {fact.kind for _n, fact in dossiers.facts_of([number], period(code))} for code in ("2026", "2026Q1")
    }
    assert kinds == {"2026": {"meeting-ballots"}, "2026Q1": set()}
    answer = clerk.ask(clerk.client.get, clerk.address("ballots.tally_sheet", round_id=row.id))
    assert "2026年度" in "".join(PdfReader(BytesIO(answer.data)).pages[0].extract_text().split())


def test_lost_slips_are_voided_and_others_made_whose_codes_alone_work(clerk, make, officials):
    row = make.ballot_round(officials, slips=6)
    old, secret = row.codes[0], keys.path_of(row.id).read_bytes()
    seen = clerk.follow(clerk.fill("ballots.withdraw", {}, round_id=row.id))
    assert "原来的票已全部作废" in seen.text and rows(BallotBox) == [] and not keys.path_of(row.id).exists()
    assert "ballot.withdraw" in {one.did for one in rows(Action)}
    sent = clerk.sent(clerk.form(clerk.get("ballots.show", round_id=row.id)))
    clerk.ask(clerk.client.post, clerk.address("ballots.make_slips", round_id=row.id), data=sent)
    clerk.post("ballots.start", round_id=row.id)
    assert keys.path_of(row.id).read_bytes() != secret
    assert "没有这个投票码" in clerk.read(clerk.ask(clerk.client.post, "/vote", data={"code": old})).text


def test_once_the_voting_has_begun_slips_are_not_voided_singly(clerk, make, officials):
    row = make.ballot_round(officials, slips=6)
    form = clerk.get("ballots.withdraw", round_id=row.id)
    clerk.post("ballots.start", round_id=row.id)
    seen = clerk.fill("ballots.withdraw", {}, seen=form, round_id=row.id)
    assert "正在投票" in seen.text and len(rows(BallotBox)) == 1


def test_a_meeting_with_too_few_valid_papers_tells_nothing_either(clerk, make, officials):
    row = make.ballot_round(officials, slips=8, state="open", kind="meeting", first_on=date(2026, 1, 1))
    cast(row, *["AB"] * 4)
    seen = clerk.follow(clerk.fill("ballots.close", {}, round_id=row.id))
    assert seen.text.count("有效票不足 5 张") == 2 and rows(Tally) == rows(BallotChoice) == []

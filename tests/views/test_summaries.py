"""Summaries are ticked together from what stands in the books, edited, handed in, and sent back with a reason."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from evalsys.extensions import db
from evalsys.models.actions import Action
from evalsys.models.summaries import Summary, SummaryEntry
from evalsys.services import closing, evaluations
from evalsys.services.periods import period
from evalsys.services.write import Act
from tests.page import Page

TEXTS = {"main_work": "入户走访。", "shortcomings": "政策学得不够。", "next_steps": "每周学一次。"}


@pytest.fixture
def official(make):
    return make.official("李晓")


@pytest.fixture
def writer(page, make, official):
    """The official herself, signed in."""
    return page.sign_in(make.account("official", person=official))


@pytest.fixture
def clerk(app, make, official):
    return Page(app, make).sign_in(make.account("clerk", shown_name="王干事"))


@pytest.fixture
def entries(make, official):
    return [
        make.log(official, date(2026, 6, 2), "走访三户", "走访", place="上梁村"),
        make.log(official, date(2026, 6, 9), "代办社保两件。", "代办", outcome="已办结"),
        make.log(official, date(2026, 6, 10), "走访五户", "走访"),
    ]


def rows():
    return list(db.session.scalars(db.select(Summary).order_by(Summary.id)))


def choose(page, official, keys, code="2026-06", seen=None):
    return page.fill("period_summaries.choose", {"chosen": keys}, seen=seen, person_id=official.id, code=code)


def write(page, official, code="2026-06", **changes):
    return page.fill("period_summaries.edit", {**TEXTS, **changes}, person_id=official.id, code=code)


def hand_in(page, row):
    seen = page.get("summaries.show", summary_id=row.id)
    return page.fill("summaries.submit", {}, seen=seen, summary_id=row.id)


def send_back(page, row, reason="六月防汛没有写", seen=None):
    return page.fill("summaries.send_back", {"reason": reason}, seen=seen, summary_id=row.id)


@pytest.fixture
def handed_in(writer, official):
    """June, written and handed in."""
    write(writer, official)
    hand_in(writer, rows()[0])
    return rows()[0]


def test_ticked_entries_become_sentences_that_she_edits_and_hands_in(writer, official, entries):
    seen = writer.get("period_summaries.choose", person_id=official.id, code="2026-06")
    assert "2026-06-01 至 2026-06-07" in seen.text and "走访三户" in seen.text
    seen = writer.follow(choose(writer, official, [f"log-{entries[0].id}", f"log-{entries[1].id}"]))
    assert "走访：6月2日在上梁村走访三户。" in seen.html and "代办：6月9日代办社保两件，已办结。" in seen.html
    assert "走访五户" not in seen.html
    seen = writer.follow(write(writer, official, main_work="走访：6月2日在上梁村走访三户，都有记录。"))
    assert "都有记录" in seen.text and "草稿" in seen.text
    assert "已提交" in writer.follow(hand_in(writer, rows()[0])).text
    assert rows()[0].submitted_on == date(2026, 7, 1)


def test_ticking_more_adds_to_the_draft_and_keeps_what_was_edited(writer, official, entries):
    choose(writer, official, [f"log-{entries[0].id}"])
    write(writer, official, main_work="6月2日在上梁村走访三户，带队的是我。")
    choose(writer, official, [f"log-{entries[0].id}", f"log-{entries[2].id}"])
    assert rows()[0].main_work == "6月2日在上梁村走访三户，带队的是我。\n走访：6月10日走访五户。"
    kept = list(db.session.scalars(db.select(SummaryEntry.log_entry_id).order_by(SummaryEntry.id)))
    assert kept == [entries[0].id, entries[2].id]


def test_what_is_no_longer_ticked_is_let_go(writer, official, entries):
    choose(writer, official, [f"log-{entry.id}" for entry in entries])
    choose(writer, official, [f"log-{entries[1].id}"])
    assert list(db.session.scalars(db.select(SummaryEntry.log_entry_id))) == [entries[1].id]


def test_ticking_nothing_says_what_to_do(writer, official, entries):
    assert "请先勾选至少一条" in choose(writer, official, []).text and rows() == []


def test_a_month_without_entries_leads_to_the_log(writer, official):
    seen = writer.get("period_summaries.choose", person_id=official.id, code="2026-06")
    assert "还没有工作日志" in seen.text
    assert any(f"/logs/people/{official.id}?period=2026-06" in link for link in seen.links)


def test_another_officials_entry_cannot_be_ticked(writer, make, official, entries):
    foreign = make.log(make.official("别人"), date(2026, 6, 3), "别人的事")
    assert "请先勾选至少一条" in choose(writer, official, [f"log-{foreign.id}"]).text and rows() == []


def test_a_quarter_begins_from_the_months_and_the_year_from_the_quarters(writer, official, entries):
    choose(writer, official, [f"log-{entries[0].id}"])
    write(writer, official)
    june = rows()[0]
    seen = writer.get("period_summaries.choose", person_id=official.id, code="2026Q2")
    assert "2026年4月还没有小结" in seen.text and "走访三户" in seen.text
    choose(
        writer,
        official,
        [f"part-{june.id}-main_work", f"part-{june.id}-next_steps", f"log-{entries[0].id}"],
        "2026Q2",
    )
    quarter = rows()[1]
    assert quarter.main_work == "2026年6月：入户走访。\n走访：6月2日在上梁村走访三户。"
    assert (quarter.shortcomings, quarter.next_steps) == ("", "2026年6月：每周学一次。")
    choose(writer, official, [f"part-{quarter.id}-next_steps"], "2026")
    assert rows()[2].next_steps == "2026年第二季度：2026年6月：每周学一次。"


def test_a_quarter_without_months_leads_to_them(writer, official):
    seen = writer.get("period_summaries.choose", person_id=official.id, code="2026Q2")
    assert "还没有小结可以勾选" in seen.text and any("2026-05/choose" in link for link in seen.links)


def test_an_empty_summary_is_not_handed_in(writer, official):
    write(writer, official, main_work="")
    assert "“主要工作”还是空的" in hand_in(writer, rows()[0]).text and rows()[0].submitted_on is None


def test_what_was_handed_in_is_not_changed_until_it_is_sent_back(writer, clerk, official, handed_in):
    assert "已在 2026-07-01 提交，不能再改" in write(writer, official, main_work="别的").text
    assert send_back(clerk, handed_in).status == 302
    seen = writer.get("summaries.show", summary_id=handed_in.id)
    assert "已退回" in seen.text and "王干事在 2026-07-01 退回：六月防汛没有写" in seen.text
    write(writer, official, main_work="补上防汛。")
    hand_in(writer, rows()[0])
    assert (rows()[0].main_work, rows()[0].state, rows()[0].return_reason) == ("补上防汛。", "submitted", None)


def test_every_step_stands_in_the_log(writer, clerk, official, handed_in):
    send_back(clerk, handed_in)
    did = list(db.session.scalars(db.select(Action.did).where(Action.about == f"summary:{handed_in.id}")))
    assert did == ["summary.write", "summary.submit", "summary.return"]
    clerk.get("actions.index")


def test_the_administrator_sees_that_a_summary_was_written_and_not_its_words(app, make, writer, handed_in):
    seen = Page(app, make).sign_in(make.account("admin")).get("actions.index", kind="summary")
    assert "写小结" in seen.text and "入户走访" not in seen.text and "政策学得不够" not in seen.text


def test_sending_back_needs_a_reason(clerk, handed_in):
    assert "请写明为什么退回" in send_back(clerk, handed_in, " ").text and rows()[0].submitted_on


def test_the_same_form_twice_makes_one_summary(writer, official, entries):
    seen = writer.get("period_summaries.choose", person_id=official.id, code="2026-06")
    for _ in range(2):
        assert choose(writer, official, [f"log-{entries[0].id}"], seen=seen).status == 302
    assert len(rows()) == 1


def test_a_second_editor_sees_both_versions(writer, clerk, official):
    write(writer, official)
    seen = clerk.get("period_summaries.edit", person_id=official.id, code="2026-06")
    write(writer, official, main_work="本人后来改的。")
    late = clerk.fill(
        "period_summaries.edit", {"main_work": "干事改的。"}, seen=seen, person_id=official.id, code="2026-06"
    )
    assert "别人改过这条记录" in late.text and "本人后来改的" in late.text
    assert rows()[0].main_work == "本人后来改的。"


def test_a_summary_that_changed_meanwhile_is_not_handed_in_unseen(writer, clerk, official):
    write(writer, official)
    seen = writer.get("summaries.show", summary_id=rows()[0].id)
    write(clerk, official, main_work="干事代改。")
    late = writer.fill("summaries.submit", {}, seen=seen, summary_id=rows()[0].id)
    assert "这份小结改过了" in late.text and "干事代改" in late.text and rows()[0].submitted_on is None


def test_a_closed_quarters_summaries_stay_but_the_years_report_is_written(writer, make, first, official):
    write(writer, official)
    act = Act(None, make.clock())
    evaluations.compute(act, make.township.id, period("2026Q2"))
    closing.close(act, make.township.id, period("2026Q2"))
    assert "2026年第二季度已经关账" in write(writer, official, main_work="晚了").text
    assert "2026年第二季度已经关账" in write(writer, official, "2026Q2").text
    assert "2026年第二季度已经关账" in hand_in(writer, rows()[0]).text
    assert write(writer, official, "2026").status == 302


def test_a_period_to_come_and_a_time_out_of_post_are_refused(writer, official):
    assert "还没有到" in write(writer, official, "2026-09").text
    assert "2025年3月不是村官" in write(writer, official, "2025-03").text
    writer.get("period_summaries.edit", status=404, person_id=official.id, code="2026W17")


def test_the_list_says_who_has_and_who_has_not(clerk, writer, make, official, handed_in):
    make.official("赵明"), make.official("钱进")
    seen = clerk.get("summaries.index", period="2026-06")
    assert "还没提交 2 人：赵明、钱进" in seen.text and "已提交 2026-07-01" in seen.text
    assert "还没提交 3 人" in clerk.get("summaries.index", period="2026Q2").text


@pytest.mark.parametrize("role", ["committee", "inspector", "secretary", "mentor"])
def test_readers_see_what_was_handed_in_and_no_draft(app, make, writer, official, role):
    branch, mentor = make.branch(), make.person("导师")
    make.membership(official, branch), make.mentoring(official, mentor)
    write(writer, official)
    reader = Page(app, make).sign_in(make.account(role, person=mentor if role == "mentor" else None, unit=branch))
    reader.get("summaries.show", status=404, summary_id=rows()[0].id)
    reader.get("summaries.as_paper", status=404, summary_id=rows()[0].id)
    hand_in(writer, rows()[0])
    assert "入户走访" in reader.get("summaries.show", summary_id=rows()[0].id).text
    reader.get("period_summaries.edit", status=403, person_id=official.id, code="2026-06")


def test_the_branchs_secretary_sends_back_and_another_branchs_does_not(app, make, official, handed_in):
    branch = make.branch()
    make.membership(official, branch)
    other = Page(app, make).sign_in(make.account("secretary", unit=make.branch()))
    other.get("summaries.send_back", status=404, summary_id=handed_in.id)
    own = Page(app, make).sign_in(make.account("secretary", unit=branch))
    assert send_back(own, handed_in).status == 302 and rows()[0].state == "returned"


@pytest.mark.parametrize("role", ["mentor", "inspector", "committee"])
def test_nobody_else_sends_back(app, make, handed_in, role):
    Page(app, make).sign_in(make.account(role)).get("summaries.send_back", status=403, summary_id=handed_in.id)


def test_an_official_does_not_reach_anothers_summary(app, make, handed_in):
    other = Page(app, make).sign_in(make.account("official", person=make.official("别人")))
    other.get("summaries.show", status=404, summary_id=handed_in.id)
    other.get("period_summaries.edit", status=404, person_id=handed_in.person_id, code="2026-06")
    assert other.post("summaries.submit", summary_id=handed_in.id).status == 404


def test_the_paper_has_the_three_sections(writer, handed_in):
    answer = writer.client.get(writer.address("summaries.as_paper", summary_id=handed_in.id))
    text = "".join(PdfReader(BytesIO(answer.data)).pages[0].extract_text().split())
    for piece in ("大学生村官月小结", "李晓", "入户走访。", "政策学得不够。", "每周学一次。", "支部书记（签字）"):
        assert piece in text, piece

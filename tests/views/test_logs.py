"""Log entries on pages: writing, late ones, for somebody else, corrections, two editors."""

from datetime import date, datetime

import pytest

from evalsys.extensions import db
from evalsys.models.actions import Action
from evalsys.models.reviews import LogEntry

ENTRY = {"text": "入户走访三户，了解医保缴费", "kind": "走访", "place": "上梁村"}


@pytest.fixture
def official(make):
    return make.official()


@pytest.fixture
def own(page, make, official):
    return page.sign_in(make.account("official", person=official))


def entries():
    return list(db.session.scalars(db.select(LogEntry).order_by(LogEntry.id)))


def test_an_official_writes_one_sentence_about_today(own, official):
    seen = own.fill("logs.add", ENTRY, person_id=official.id)
    assert "已提交" in own.follow(seen).text
    (entry,) = entries()
    assert (entry.day, entry.text, entry.recorded_by) == (date(2026, 7, 1), ENTRY["text"], official.name)


def test_a_retry_of_the_same_form_is_one_entry(own, official):
    form = own.get("logs.add", person_id=official.id)
    own.fill("logs.add", ENTRY, seen=form, person_id=official.id)
    again = own.fill("logs.add", ENTRY, seen=form, person_id=official.id)
    assert "没有重复登记" in own.follow(again).text
    assert len(entries()) == 1


def test_the_same_form_with_other_words_is_refused(own, official):
    form = own.get("logs.add", person_id=official.id)
    own.fill("logs.add", ENTRY, seen=form, person_id=official.id)
    again = own.fill("logs.add", {**ENTRY, "text": "别的事"}, seen=form, person_id=official.id)
    assert "已经提交过" in again.text and len(entries()) == 1


def test_an_empty_sentence_is_asked_for_and_the_rest_is_kept(own, official):
    seen = own.fill("logs.add", {**ENTRY, "text": " "}, person_id=official.id)
    assert "请写一句今天做了什么" in seen.text
    assert 'value="上梁村"' in seen.html and seen.html.count("错误：") == 1


def test_tomorrow_cannot_be_written(own, official):
    seen = own.fill("logs.add", {**ENTRY, "day": "2026-07-02"}, person_id=official.id)
    assert "还没有到" in seen.text and entries() == []


def test_full_width_digits_make_a_date(own, official):
    own.fill("logs.add", {**ENTRY, "day": "２０２６．６．３０"}, person_id=official.id)
    assert entries()[0].day == date(2026, 6, 30)


def test_a_date_that_is_none_says_how_to_write_one(own, official):
    seen = own.fill("logs.add", {**ENTRY, "day": "昨天"}, person_id=official.id)
    assert "请按“2026-04-20”的样子填写日期" in seen.text


def test_four_days_later_is_late_and_three_is_not(own, make, official):
    make.log(official, date(2026, 6, 1), "三天", recorded_at=datetime(2026, 6, 4, 23, 0))
    make.log(official, date(2026, 6, 2), "四天", recorded_at=datetime(2026, 6, 6, 1, 0))
    seen = own.get("logs.person", person_id=official.id, period="2026-06")
    assert seen.html.count("迟填") == 1
    assert "四天" in seen.html.split("迟填")[0].rsplit("<tr", 1)[1]


def test_the_clerk_writes_for_somebody_and_both_names_stay(page, make, official):
    page.sign_in(make.account("clerk", shown_name="赵干事"))
    page.fill("logs.add", ENTRY, person_id=official.id)
    seen = page.get("logs.person", person_id=official.id, period="2026-07")
    assert "赵干事 代填" in seen.text and entries()[0].recorded_by == "赵干事"


def test_a_correction_keeps_the_words_before_in_the_log_of_acts(own, make, official):
    entry = make.log(official, text="走访三户")
    own.fill("logs.edit", {"text": "走访五户"}, entry_id=entry.id)
    assert entries()[0].text == "走访五户"
    act = db.session.scalar(db.select(Action).where(Action.did == "log.change"))
    assert "走访三户" in act.before and "走访五户" in act.after


def test_the_second_editor_sees_both_versions_and_may_still_decide(own, make, official):
    entry = make.log(official, text="原来的话")
    form = own.get("logs.edit", entry_id=entry.id)
    own.fill("logs.edit", {"text": "先到的话"}, entry_id=entry.id)
    late = own.fill("logs.edit", {"text": "后到的话"}, seen=form, entry_id=entry.id)
    assert "别人改过这条记录" in late.text and "先到的话" in late.text and "后到的话" in late.text
    assert entries()[0].text == "先到的话"
    own.fill("logs.edit", {"text": "后到的话"}, seen=late, entry_id=entry.id)
    assert entries()[0].text == "后到的话"


def test_others_logs_look_like_unknown_ones(own, make):
    other = make.official("别人")
    foreign = own.get("logs.person", status=404, person_id=other.id)
    unknown = own.get("logs.person", status=404, person_id=999999)
    assert foreign.text == unknown.text


def test_nothing_asks_for_a_photo_or_a_place_of_the_phone(own, official):
    seen = own.get("logs.add", person_id=official.id)
    assert "geolocation" not in seen.html and 'type="file"' not in seen.html


def test_the_kinds_of_the_practice_exercise_are_offered_with_a_sentence_of_help(own, official):
    seen = own.get("logs.add", person_id=official.id)
    for kind in ("串门子", "开方子", "搭台子", "想法子", "写本子"):
        assert f'value="{kind}"' in seen.html
    assert "到农户家里坐一坐" in seen.text and "走访" in seen.text


def test_her_own_kinds_come_first_and_none_is_offered_twice(own, make, official):
    for n in range(3):
        make.log(official, date(2026, 6, 1 + n), kind="搭台子")
    seen = own.get("logs.add", person_id=official.id)
    assert seen.html.count('value="搭台子"') == 1
    assert seen.html.index('value="搭台子"') < seen.html.index('value="走访"')


def test_logs_are_filtered_by_kind_on_both_pages(own, page, make, official):
    make.log(official, date(2026, 6, 1), "修路的办法", "开方子")
    make.log(official, date(2026, 6, 2), "开会", "会议")
    seen = own.get("logs.person", person_id=official.id, period="2026-06", kind="开方子").text
    assert "修路的办法" in seen and "共 1 条" in seen and "开会" not in seen.split("共 1 条")[1]
    none = own.get("logs.person", person_id=official.id, period="2026-06", kind="写本子").text
    assert "没有“写本子”这一类的日志" in none


def test_the_list_of_officials_counts_entries_of_the_chosen_kind(page, make, official):
    make.official("王芳")
    make.log(official, date(2026, 6, 1), kind="开方子")
    make.log(official, date(2026, 6, 2), kind="会议")
    page.sign_in(make.account("clerk"))
    seen = page.get("logs.index", period="2026-06", kind="开方子")
    assert "2026-06-01" in seen.text and "2026-06-02" not in seen.text


def test_a_draft_belongs_to_a_person_and_a_day(own, official):
    today = own.get("logs.add", person_id=official.id)
    before = own.get("logs.add", person_id=official.id, day="2026-06-30")
    assert f'data-draft="log-{official.id}-2026-07-01"' in today.html
    assert f'data-draft="log-{official.id}-2026-06-30"' in before.html
    saved = own.follow(own.fill("logs.add", ENTRY, person_id=official.id))
    assert f'data-draft-done="log-{official.id}-2026-07-01"' in saved.html

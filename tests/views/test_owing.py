"""What is missing, who owes it since when; and how much is asked of whom."""

import re
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from pypdf import PdfReader

from evalsys.extensions import db
from evalsys.forms import logs as log_forms
from evalsys.forms import marks as mark_forms
from evalsys.models.openings import FORMS, Opening
from evalsys.models.people import Post
from evalsys.scoring.periods import period
from evalsys.services import burden, calendars, owing, schemes
from evalsys.services.sessions import with_scopes
from evalsys.services.write import Act

DAY, TODAY = date(2026, 6, 30), date(2026, 7, 1)


@pytest.fixture
def house(make):
    """One official with mentor and secretary, two members of the committee, the whole quarter open."""
    calendars.seed(Act(None, make.clock()))
    village = make.unit(name="上村")
    mentor, secretary = make.person("老蔡"), make.person("书记")
    make.post(secretary, make.branch(village=village), "secretary")
    official = make.official("李晓", village, mentor=mentor)
    members = [make.person("委员甲"), make.person("委员乙")]
    for member in members:
        make.post(member, make.township, "committee_member")
    make.opening()
    return official, mentor, secretary, members


def owed(make, *roles, day=DAY, **changes):
    """What an account of these roles is told."""
    return owing.owed(with_scopes(make.account(*roles, **changes), TODAY), day, TODAY)


def words(answer):
    return "".join(sheet.extract_text() for sheet in PdfReader(BytesIO(answer.data)).pages)


def told(lines, form):
    return [(one.period.code, one.name, one.by) for one in lines if one.form == form]


def test_the_clerk_is_told_everything_with_who_owes_it(make, house):
    lines = owed(make, "clerk")
    assert len(told(lines, "day")) == 21
    weeks = told(lines, "week")
    # The week of 29 June is not over on the 30th.
    assert len(weeks) == 12 and set(weeks) == {(code, "李晓", "老蔡") for code, _n, _b in weeks}
    assert told(lines, "month") == [(code, "李晓", "书记") for code in ("2026-04", "2026-05", "2026-06")]
    assert told(lines, "sheet") == [("2026Q2", "李晓", "委员甲"), ("2026Q2", "李晓", "委员乙")]
    assert told(lines, "tally") == [("2026Q2", "李晓", "")]
    assert lines[0].since == date(2026, 4, 12) and [one.since for one in lines] == sorted(o.since for o in lines)


def test_each_official_has_her_own_mentor_and_secretary(make, house):
    village = make.unit()
    secretary = make.person("别的书记")
    make.post(secretary, village, "secretary")
    make.official("王平", village, mentor=make.person("别的导师"))
    make.official("没人管", make.unit())
    by = {(one.form, one.name, one.by) for one in owed(make, "clerk") if one.form in ("week", "month")}
    assert by == {
        ("week", "李晓", "老蔡"),
        ("month", "李晓", "书记"),
        ("week", "王平", "别的导师"),
        ("month", "王平", "别的书记"),
        ("week", "没人管", ""),
        ("month", "没人管", ""),
    }


def test_what_is_there_is_not_owed(make, house):
    official, _mentor, _secretary, members = house
    make.weekly(official, date(2026, 4, 6))
    make.monthly(official, date(2026, 5, 1))
    make.tally(official)
    make.committee_mark(official, members[0])
    make.log(official, date(2026, 6, 1))
    lines = owed(make, "clerk")
    assert "2026W15" not in [code for code, _n, _b in told(lines, "week")]
    assert [code for code, _n, _b in told(lines, "month")] == ["2026-04", "2026-06"]
    assert not told(lines, "tally") and told(lines, "sheet") == [("2026Q2", "李晓", "委员乙")]
    assert len(told(lines, "day")) == 20


def test_days_of_leave_and_days_outside_the_post_are_not_owed(page, make, house):
    newcomer = make.official("新来", from_on=date(2026, 6, 29))
    lines = [one for one in owed(make, "clerk") if one.person_id == newcomer.id]
    assert [one.period.code for one in lines if one.form == "day"] == ["2026-06-29", "2026-06-30"]
    assert not told(lines, "week")


def test_each_role_is_told_its_own(make, house):
    official, mentor, secretary, members = house
    other = make.official("别人")
    assert {one.form for one in owed(make, "official", person=official)} == {"day"}
    assert {(one.form, one.name) for one in owed(make, "mentor", person=mentor)} == {("week", "李晓")}
    sheets = owed(make, "committee", person=members[1])
    assert {(one.form, one.name, one.by) for one in sheets} == {
        ("sheet", "李晓", "委员乙"),
        ("sheet", other.name, "委员乙"),
    }
    branch = db.session.query(Post).filter_by(person_id=secretary.id).one().unit
    assert {one.name for one in owed(make, "secretary", person=secretary, unit=branch)} == {"李晓"}
    assert owed(make, "inspector") == [] and owed(make, "admin") == []


def test_nobody_owes_anything_for_a_period_that_is_not_open(make):
    make.official()
    assert owed(make, "clerk") == []


def test_a_member_does_not_owe_a_mark_for_himself(make, house):
    official = house[0]
    make.post(official, make.township, "committee_member")
    assert official.name not in [one.by for one in owed(make, "clerk") if one.form == "sheet"]


def test_two_posts_in_one_period_are_one_debt(make, house):
    official = house[0]
    db.session.query(Post).filter_by(person_id=official.id).one().until_on = date(2026, 6, 30)
    db.session.commit()
    make.post(official, make.unit(), from_on=date(2026, 6, 30))
    assert len(told(owed(make, "clerk"), "tally")) == 1


def test_the_page_groups_by_who_owes_and_opens_the_work(page, make, house):
    official = house[0]
    make.log(official, DAY)
    page.sign_in(make.account("clerk"))
    seen = page.get("owing.index")
    assert seen.text.index("老蔡") < seen.text.index("委员甲")
    assert page.address("weekly.mark", person_id=official.id, monday="2026-04-06") in seen.links
    only = page.get("owing.index", form="tally")
    assert (
        "共差 1 份" in only.text and page.address("tallies.key", person_id=official.id, code="2026Q2") in only.links
    )


def test_the_reminder_list_is_a_paper(page, make, house):
    make.log(house[0], DAY)
    page.sign_in(make.account("clerk"))
    answer = page.client.get(page.address("owing.reminders"))
    text = words(answer)
    assert "材料催办单" in text and "老蔡" in text and "2026年4月6日起的一周" in text and "2026-04-12" in text


def test_the_reminder_list_is_chinese_for_an_english_reader_too(page, make, house):
    make.log(house[0], DAY)
    page.sign_in(make.account("clerk"))
    page.post("accounts.language", {"language": "en"})
    assert "群众测评计票" in words(page.client.get(page.address("owing.reminders", form="tally")))


def test_nothing_missing_prints_nothing(page, make):
    page.sign_in(make.account("clerk"))
    seen = page.get("owing.reminders", status=302)
    assert "不用打印" in page.follow(seen).text


# The burden


def test_the_burden_counts_what_a_month_asks_of_whom(make, house):
    official, mentor, _secretary, members = house
    clerk = with_scopes(make.account("clerk"), TODAY)
    rows = {row.by_id: row for row in burden.of_month(clerk, period("2026-06"), TODAY)}
    assert rows[official.id].forms == {"day": 21}
    # Four weeks end in June 2026: those of 1, 8, 15 and 22 June; the week of 25 May ended on the 31st.
    assert rows[mentor.id].forms == {"week": 4}
    assert rows[members[0].id].forms == {"sheet": 1} and rows[None].forms == {"tally": 1}
    effort = burden.EFFORTS["day"]
    assert rows[official.id].fields == 21 * effort.fields
    assert Decimal(rows[official.id].minutes) == (Decimal(21 * effort.seconds) / 60).to_integral_value("ROUND_UP")


def test_what_was_done_still_counts_as_asked(make, house):
    make.tally(house[0])
    rows = burden.of_month(with_scopes(make.account("clerk"), TODAY), period("2026-06"), TODAY)
    assert any(row.forms == {"tally": 1} for row in rows)


def test_everybody_sees_her_own_burden_alone(page, make, house):
    official, mentor, *_rest = house
    page.sign_in(make.account("mentor", person=mentor))
    text = page.get("owing.burden", period="2026-06").text
    assert "老蔡" in text and official.name not in text and "周评价 4" in text


KNOWN = {"day": log_forms.LogForm, "week": mark_forms.WeeklyForm}


@pytest.mark.parametrize("form", KNOWN)
def test_the_burden_knows_how_many_fields_a_form_has(form):
    fields = [
        name
        for name, value in vars(KNOWN[form]).items()
        if hasattr(value, "field_class") and value.field_class.__name__ != "HiddenField"
    ]
    assert burden.EFFORTS[form].fields == len(fields), fields


@pytest.mark.parametrize("form", FORMS)
def test_every_missing_form_leads_to_the_page_where_it_is_filled_in(page, make, house, form):
    schemes.adopt(Act(None, make.clock()), make.township.id, schemes.sample_text(schemes.OFFICIALS), "")
    make.log(house[0], DAY)
    make.opening("2025", "meeting,report")
    db.session.query(Opening).filter_by(period="2026Q2").one().forms = ",".join(FORMS)
    db.session.commit()
    page.sign_in(make.account("clerk"))
    cells = page.get("owing.index", form=form)
    first = next(link for link in cells.links if re.search(r"/(add|sheet|choose|[0-9Q-]+)(\?.*)?$", link))
    assert house[0].name in page.get(first).text

"""The first page: what is missing, for whom, and that it goes away when it is done."""

from datetime import date

from evalsys.services import calendars, schemes
from evalsys.services.write import Act


def test_an_empty_township_is_told_how_to_begin(page, make):
    page.sign_in(make.account("clerk"))
    seen = page.get("home.index")
    assert "把手头的花名册" in seen.text and "/books/" in seen.links


def test_the_clerk_sees_who_lacks_what(page, make):
    schemes.adopt(Act(None, make.clock()), make.township.id, schemes.sample_text(schemes.OFFICIALS), "")
    official = make.official("李晓")
    make.log(official, date(2026, 6, 30))
    make.opening()
    page.sign_in(make.account("clerk"))
    text = page.get("home.index").text
    assert "人没有周评价" in text and "人没有群众测评计票" in text and "李晓" in text
    make.tally(official)
    assert "人没有群众测评计票" not in page.get("home.index").text


def test_an_official_sees_her_own_days(page, make):
    calendars.seed(Act(None, make.clock()))
    official = make.official("李晓")
    make.log(official, date(2026, 6, 30))
    make.opening()
    page.sign_in(make.account("official", person=official))
    # June 2026 has 21 workdays; one is written.
    assert "20 天还没有写日志" in page.get("home.index").text


def test_a_mentor_sees_only_her_own(page, make):
    mentor = make.person("老蔡")
    make.log(make.official("李晓", mentor=mentor), date(2026, 6, 30))
    make.official("别人")
    make.opening()
    page.sign_in(make.account("mentor", person=mentor))
    text = page.get("home.index").text
    assert "李晓" in text and "别人" not in text


def test_nothing_waits_for_an_inspector(page, make):
    make.official()
    page.sign_in(make.account("inspector"))
    assert "没有等您办的事" in page.get("home.index").text

"""A printed paper is checked by its code: genuine, unchanged, or replaced by a newer one."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from pypdf import PdfReader

from evalsys.extensions import db
from evalsys.models.actions import Action
from evalsys.models.papers import Paper
from tests.page import Page


@pytest.fixture
def meeting(make):
    return make.meeting(came=[make.official("李晓")])


@pytest.fixture
def clerk(page, make, meeting):
    return page.sign_in(make.account("clerk", shown_name="赵干事"))


def papers():
    return list(db.session.scalars(db.select(Paper).order_by(Paper.id)))


def printed(page, meeting):
    """Print the minutes; the text of the paper."""
    got = page.ask(page.client.get, page.address("meetings.minutes", meeting_id=meeting.id))
    return "".join(PdfReader(BytesIO(got.get_data())).pages[0].extract_text().split())


def test_whoever_holds_a_sheet_sees_what_stands_on_it(app, make, clerk, meeting):
    text = printed(clerk, meeting)
    (paper,) = papers()
    assert f"校验码{paper.code}" in text and paper.digest[:16] in text
    stranger = Page(app, make).get("papers.show", code=paper.code)
    assert "本系统印制的，内容没有更新过" in stranger.text
    assert (
        "演示镇碰头会纪要" in stranger.text and "2026-06-29" in stranger.text and paper.digest[:16] in stranger.text
    )
    assert "李晓" not in stranger.text, "only what is compared is shown, not the whole sheet"
    assert "赵干事" not in stranger.text and "打印人：赵干事" in clerk.get("papers.show", code=paper.code).text


def test_the_same_content_is_the_same_paper(clerk, meeting):
    assert printed(clerk, meeting) == printed(clerk, meeting)
    assert len(papers()) == 1
    assert db.session.scalar(db.select(db.func.count(Action.id)).where(Action.did == "paper.print")) == 1


def test_a_sheet_that_was_printed_anew_with_other_words_says_so(clerk, meeting):
    printed(clerk, meeting)
    meeting.decisions = "每村再走访十户"
    db.session.commit()
    printed(clerk, meeting)
    old, new = papers()
    assert old.code != new.code
    assert "又印过内容不同的一张，以新的为准" in clerk.get("papers.show", code=old.code).text
    assert "内容没有更新过" in clerk.get("papers.show", code=new.code).text


def test_a_code_is_typed_as_people_type(clerk, meeting):
    printed(clerk, meeting)
    code = papers()[0].code
    answer = clerk.ask(clerk.client.get, clerk.address("papers.index", code=f" {code.lower().replace('-', '')} "))
    assert answer.status_code == 302 and answer.headers["Location"].endswith(f"/v/{code}")


@pytest.mark.parametrize(("typed", "says"), [("", "请填写纸上印的校验码"), ("ABC-1", "校验码是八个字母和数字")])
def test_what_is_no_code_is_told_how_one_looks(page, make, typed, says):
    assert says in page.get("papers.index", code=typed).text


def test_an_unknown_code_is_not_of_this_system_and_guessing_grows_slow(page, make):
    assert "不是本系统印制的" in page.get("papers.show", code="AAAA-AAAA", status=404).text
    for number in range(2, 9):
        for _again in range(3):
            page.client.get(f"/v/AAAA-AAA{number}")
    assert "秒后再试" in page.get("papers.show", code="AAAA-BBBB", status=409).text


def test_a_code_cannot_be_worked_out_without_the_secret(app, clerk, meeting):
    printed(clerk, meeting)
    first = papers()[0].code
    db.session.delete(papers()[0])
    db.session.commit()
    app.config["SECRET_KEY"] = "another secret of the same length"
    clerk.sign_in(clerk.account)
    printed(clerk, meeting)
    assert papers()[0].code != first and re.fullmatch(r"[A-Z2-9]{4}-[A-Z2-9]{4}", first)

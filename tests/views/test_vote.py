"""The public pages of the ballot: a code, one tap for each official, a receipt; no account and no cookie."""

from __future__ import annotations

import pytest

from evalsys.extensions import db
from evalsys.models.accounts import FailedAttempt
from evalsys.models.actions import Action
from evalsys.services.ballots import boxes, keys
from evalsys.voting import shown_code

BALLOT = {"choice_0": "A", "choice_1": "X"}
HOSTILE = ("\0", "a\0b", "²", "9" * 5000, "长" * 12_000, "'; DROP TABLE person; --", "<script>alert(1)</script>", "")


@pytest.fixture
def row(make):
    return make.ballot_round([make.official("李晓"), make.official("赵敏")], slips=12, state="open")


def post(page, path, **data):
    answer = page.ask(page.client.post, path, data=data)
    assert "Set-Cookie" not in answer.headers
    return page.read(answer)


def ballots(row):
    found = boxes.taken(row.id).box.ballots
    db.session.rollback()
    return found


def test_a_villager_votes_in_three_steps_without_a_cookie(page, row):
    answer = page.ask(page.client.get, "/vote")
    assert "Set-Cookie" not in answer.headers
    page.read(answer)
    code = shown_code(row.codes[0]).lower()
    seen = post(page, "/vote", code=code)
    assert "李晓" in seen.text and "赵敏" in seen.text and seen.html.count('type="radio"') == 10
    done = post(page, "/vote/cast", code=code, **BALLOT)
    assert "您的回执号是" in done.text and ballots(row) == ["AX"]
    assert boxes.taken(row.id).box.receipts[0] in done.text


def test_the_same_form_sent_twice_says_that_the_slip_is_used(page, row):
    post(page, "/vote/cast", code=row.codes[0], **BALLOT)
    for path in ("/vote/cast", "/vote"):
        seen = post(page, path, code=row.codes[0], **BALLOT)
        assert seen.status == 409 and "已经用过了" in seen.text and "票已投进票箱" in seen.text
    assert len(ballots(row)) == 1


def test_who_forgets_an_official_is_told_whom_and_keeps_the_rest(page, row):
    seen = post(page, "/vote/cast", code=row.codes[0], choice_0="B")
    assert "请给赵敏选一项" in seen.text and "checked" in seen.html
    assert page.sent(page.form(seen, "choice_0"))["choice_0"] == ["B"]
    assert ballots(row) == []


@pytest.mark.parametrize("path", ["/vote", "/vote/cast"])
def test_a_guessed_code_is_refused_and_guessing_grows_slow(page, row, path):
    for _time in range(20):
        assert "没有这个投票码" in post(page, path, code="ABCDEFGHJKLM", **BALLOT).text
    assert "试错次数太多" in post(page, path, code="ABCDEFGHJKLM", **BALLOT).text
    assert "试错次数太多" in post(page, path, code=row.codes[0], **BALLOT).text
    assert ballots(row) == []


def test_a_right_code_leaves_no_line_and_no_attempt_behind(page, row):
    counts = [db.session.scalar(db.select(db.func.count()).select_from(table)) for table in (Action, FailedAttempt)]
    post(page, "/vote", code=row.codes[0])
    post(page, "/vote/cast", code=row.codes[0], **BALLOT)
    post(page, "/vote/cast", code=row.codes[0], **BALLOT)
    after = [db.session.scalar(db.select(db.func.count()).select_from(table)) for table in (Action, FailedAttempt)]
    assert after == counts


def test_before_the_opening_a_slip_is_told_to_wait(page, make):
    row = make.ballot_round(slips=6, state="prepared")
    assert "还没有开始投票" in post(page, "/vote", code=row.codes[0]).text
    assert "还没有开始投票" in post(page, "/vote/cast", code=row.codes[0], choice_0="A").text
    assert ballots(row) == []


def test_a_lost_key_of_one_round_does_not_hinder_another(page, make, row):
    other = make.other_township()
    lost = other.ballot_round([other.official("外镇人")], slips=6, state="open")

    keys.path_of(lost.id).unlink()
    assert "您的回执号是" in post(page, "/vote/cast", code=row.codes[0], **BALLOT).text
    assert "没有这个投票码" in post(page, "/vote", code=lost.codes[0]).text


@pytest.mark.parametrize("value", HOSTILE)
def test_nothing_that_is_sent_breaks_the_page(page, row, value):
    page.app.config["PROPAGATE_EXCEPTIONS"] = False
    for path in ("/vote", "/vote/cast"):
        assert page.ask(page.client.post, path, data={"code": value}).status_code < 500
        sent = {"code": row.codes[0], "choice_0": value, "choice_1": value}
        assert page.ask(page.client.post, path, data=sent).status_code < 500
    assert ballots(row) == []


def test_after_the_close_everybody_can_look_for_the_receipt(page, make, row):
    numbers = []
    for code in row.codes[:7]:
        post(page, "/vote/cast", code=code, **BALLOT)
        numbers = boxes.taken(row.id).box.receipts
        db.session.rollback()
    page.get("vote.receipts", 404, round_id=row.id)
    page.sign_in(make.account("clerk")).fill("ballots.close", {}, round_id=row.id)
    page.client.delete_cookie("evalsys")
    seen = page.get("vote.receipts", round_id=row.id)
    places = [seen.text.index(number) for number in sorted(numbers)]
    assert places == sorted(places) and len(places) == 7


def test_the_address_of_casting_opened_by_hand_leads_to_the_code(page):
    answer = page.ask(page.client.get, "/vote/cast")
    assert answer.status_code == 302 and answer.headers["Location"].endswith("/vote")


@pytest.mark.parametrize("path", ["/vote/", "/vote/x", "/vote/receipts/999", "/vote/receipts/0"])
def test_a_page_that_is_not_there_sets_no_cookie_either(page, path):
    answer = page.ask(page.client.get, path)
    assert answer.status_code == 404 and "Set-Cookie" not in answer.headers
    assert "没有这一页" in page.read(answer).text


def test_a_wrong_method_sets_no_cookie_either(page):
    answer = page.ask(page.client.put, "/vote")
    assert answer.status_code == 405 and "Set-Cookie" not in answer.headers
    assert "/vote" in page.read(answer).links

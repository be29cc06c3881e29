"""Signing in, setting up, and what stays shut."""

from datetime import timedelta

from evalsys.services import codes
from evalsys.services.write import Act
from tests.factories import PASSWORD


def test_a_right_name_and_password_opens_the_first_page(page, make):
    page.sign_in(make.account("clerk"))
    assert page.get("home.index").headings == ["本月还差什么"]


def test_a_wrong_password_says_the_same_as_an_unknown_name(page, make):
    account = make.account("clerk")
    wrong = page.fill("accounts.sign_in", {"login_name": account.login_name, "password": "不对的密码"})
    unknown = page.fill("accounts.sign_in", {"login_name": "nobody", "password": "不对的密码"})
    assert "登录名或密码不对" in wrong.text
    assert wrong.text.replace(account.login_name, "") == unknown.text.replace("nobody", "")


def test_guessing_grows_slow_and_ends_by_itself(page, make, clock):
    account = make.account("clerk")
    for _ in range(6):
        page.fill("accounts.sign_in", {"login_name": account.login_name, "password": "猜一猜"})
    late = page.fill("accounts.sign_in", {"login_name": account.login_name, "password": PASSWORD})
    assert "请" in late.text and "秒后再试" in late.text
    clock.now += timedelta(minutes=6)
    page.sign_in(account)


def test_a_cookie_is_worth_nothing_after_sign_out(page, make):
    page.sign_in(make.account("clerk"))
    cookie = page.client.get_cookie("evalsys").value
    page.post("accounts.sign_out")
    page.client.set_cookie("evalsys", cookie)
    assert page.get("home.index", status=302).answer.headers["Location"].endswith("/sign-in")


def test_a_resting_session_ends(page, make, clock):
    page.sign_in(make.account("clerk"))
    clock.now += timedelta(minutes=31)
    page.get("home.index", status=302)


def test_a_used_session_stays_open_until_its_longest_day(page, make, clock):
    page.sign_in(make.account("clerk"))
    for _ in range(35):
        clock.now += timedelta(minutes=20)
        page.get("home.index")
    clock.now += timedelta(minutes=29)
    page.get("home.index", status=302)


def test_a_one_time_code_opens_once(page, make, clock):
    account = make.account("clerk")
    code = codes.issue_code(Act(None, clock()), "sign-in", account)
    assert page.fill("accounts.enter", {"code": code}).status == 302
    page.post("accounts.sign_out")
    assert "已用过" in page.fill("accounts.enter", {"code": code}).text


def test_a_one_time_code_expires(page, make, clock):
    code = codes.issue_code(Act(None, clock()), "sign-in", make.account("clerk"))
    clock.now += timedelta(hours=25)
    assert "已过期" in page.fill("accounts.enter", {"code": code}).text


def test_the_sign_in_page_sends_nobody_elsewhere(page, make):
    page.client.get("//evil.example/")
    account = make.account("clerk")
    seen = page.fill("accounts.sign_in", {"login_name": account.login_name, "password": PASSWORD})
    assert seen.answer.headers["Location"] == "/"

"""Signing in, setting up, and what stays shut."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from evalsys.access import PUBLIC, ROUTES, SIGNED_IN
from evalsys.extensions import db
from evalsys.models.accounts import Account
from evalsys.rights import ROLES
from evalsys.services import accounts, codes, sessions
from evalsys.services.write import Act, Refused
from tests.factories import PASSWORD
from tests.page import Page

NEW = "门前的小河流了三百年没有停"


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


# First set-up


@pytest.fixture
def empty(app):
    """A client of an instance that nobody has set up."""
    return Page(app, None)


SETUP = {
    "county": "祁县",
    "township": "新立镇",
    "shown_name": "王主任",
    "login_name": "wang",
    "password": NEW,
    "again": NEW,
}


def test_an_empty_instance_is_set_up_once_with_its_code(empty, clock):
    assert empty.get("accounts.sign_in", 302).answer.headers["Location"].endswith("/setup")
    code = codes.issue_code(Act(None, clock()), "setup", None)
    wrong = empty.fill("accounts.setup", {**SETUP, "code": "0000-1111"})
    assert "一次性码不对" in wrong.text
    assert empty.fill("accounts.setup", {**SETUP, "code": code.lower()}).status == 302
    assert empty.fill("accounts.sign_in", {"login_name": "wang", "password": NEW}).status == 302
    assert empty.get("accounts.setup", 302).answer.headers["Location"].endswith("/sign-in")
    assert "新立镇" in empty.get("accounts.index").text


EASY = ["太短", "password password", "我就是王主任我的密码是这个", "一一一一一一一一一一一一"]


@pytest.mark.parametrize("password", EASY)
def test_an_easy_password_is_refused_and_the_code_still_works(empty, clock, password):
    code = codes.issue_code(Act(None, clock()), "setup", None)
    seen = empty.fill("accounts.setup", {**SETUP, "code": code, "password": password, "again": password})
    assert "密码" in seen.text
    assert codes.code_is_open(code, "setup", clock())


# Keeping accounts


@pytest.fixture
def admin(page, make):
    return page.sign_in(make.account("admin"))


def named(login_name):
    query = select(Account).where(Account.login_name == login_name).execution_options(populate_existing=True)
    return db.session.scalars(query).one()


def roles_of(account, clock):
    return sorted(grant.role for grant in accounts.current(named(account.login_name), clock().date()))


def test_a_new_account_enters_with_a_code_and_sets_its_password(admin, make, clock):
    changes = {"shown_name": "赵干事", "login_name": "Zhao", "roles": ["clerk"]}
    assert admin.fill("accounts.add", changes).status == 302
    account = named("zhao")
    code = shown_code(admin.post("accounts.new_code", account_id=account.id))
    admin.post("accounts.sign_out")
    entered = admin.fill("accounts.enter", {"code": code})
    assert entered.answer.headers["Location"].endswith("/password")
    assert "请先设置自己的密码" in admin.follow(entered).text
    assert admin.fill("accounts.password", {"new": NEW, "again": NEW}).status == 302
    admin.post("accounts.sign_out")
    assert admin.fill("accounts.sign_in", {"login_name": "zhao", "password": NEW}).status == 302


def shown_code(seen):
    return re.search(r"(?:[0-9A-F]{4}-){7}[0-9A-F]{4}", seen.text)[0]


def test_a_code_ends_a_forgotten_password_and_its_sessions(app, make, clock):
    account = make.account("clerk")
    elsewhere = Page(app, make).sign_in(account)
    here = Page(app, make)
    code = codes.issue_code(Act(None, clock()), "sign-in", account)
    here.fill("accounts.enter", {"code": code})
    elsewhere.get("home.index", 302)
    assert here.fill("accounts.password", {"new": NEW, "again": NEW}).status == 302
    old = elsewhere.fill("accounts.sign_in", {"login_name": account.login_name, "password": PASSWORD})
    assert "登录名或密码不对" in old.text


def test_two_different_passwords_are_refused(admin):
    seen = admin.fill("accounts.password", {"old": PASSWORD, "new": NEW + "甲", "again": NEW + "乙"})
    assert "两遍输入的新密码不一样" in seen.text


def test_changing_the_password_needs_the_old_one_and_ends_other_sessions(app, make):
    account = make.account("clerk")
    here, there = Page(app, make).sign_in(account), Page(app, make).sign_in(account)
    assert "共 2 处" in here.get("accounts.password").text
    new = {"new": NEW, "again": NEW}
    assert "原密码不对" in here.fill("accounts.password", {"old": "错的", **new}).text
    assert here.fill("accounts.password", {"old": PASSWORD, **new}).status == 302
    here.get("home.index")
    there.get("home.index", 302)


def test_failures_meanwhile_are_told_at_the_next_sign_in(page, make):
    account = make.account("clerk")
    for _each in range(2):
        page.fill("accounts.sign_in", {"login_name": account.login_name, "password": "猜一猜"})
    page.sign_in(account)
    assert "有 2 次用您的登录名输错密码" in page.get("home.index").text


def test_a_stranger_elsewhere_cannot_keep_somebody_out_for_long(app, make, clock):
    account = make.account("clerk")
    for number in range(40):
        try:
            sessions.sign_in(account.login_name, "猜", clock(), f"10.0.0.{number}")
        except Refused:
            continue
    clock.now += timedelta(seconds=61)
    Page(app, make).sign_in(account)


def test_a_disabled_account_is_out_at_once(app, admin, make):
    account = make.account("clerk")
    other = Page(app, make).sign_in(account)
    assert admin.fill("accounts.edit", {"is_disabled": "y"}, account_id=account.id).status == 302
    other.get("home.index", 302)
    again = other.fill("accounts.sign_in", {"login_name": account.login_name, "password": PASSWORD})
    assert "登录名或密码不对" in again.text


def test_a_code_of_a_disabled_account_opens_nothing(page, make, clock):
    account = make.account("clerk")
    code = codes.issue_code(Act(None, clock()), "sign-in", account)
    account.is_disabled = True
    make.keep(account)
    assert "这个账号已停用" in page.fill("accounts.enter", {"code": code}).text


def test_a_change_of_roles_ends_the_sessions_and_holds_from_today(app, admin, make, clock):
    account = make.account("clerk")
    other = Page(app, make).sign_in(account)
    assert admin.fill("accounts.edit", {"roles": ["inspector"]}, account_id=account.id).status == 302
    assert roles_of(account, clock) == ["inspector"]
    other.get("home.index", 302)
    other.sign_in(account)
    other.get("people.add", 403)


def test_roles_may_go_to_and_fro_on_one_day(admin, make, clock):
    account = make.account("clerk")
    for roles in (["inspector"], ["clerk"], ["inspector", "clerk"], ["clerk"]):
        assert admin.fill("accounts.edit", {"roles": roles}, account_id=account.id).status == 302
        assert roles_of(account, clock) == sorted(roles)


def test_nobody_changes_or_reopens_the_own_account(admin, make, clock):
    own = admin.account
    assert "不能自己改" in admin.get("accounts.edit", 409, account_id=own.id).text
    assert admin.post("accounts.edit", {"roles": ["admin", "clerk"]}, account_id=own.id).status == 409
    assert admin.post("accounts.new_code", account_id=own.id).status == 409
    assert admin.address("accounts.edit", account_id=own.id) not in admin.get("accounts.index").links
    assert roles_of(own, clock) == ["admin"]


def test_one_person_gets_no_second_account(admin, make):
    person = make.person("李四")
    make.account("mentor", person=person, login_name="lisi")
    changes = {"shown_name": "李四", "login_name": "lisi2", "person_id": person.id, "roles": ["clerk"]}
    assert "李四已经有账号“lisi”" in admin.fill("accounts.add", changes).text


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"roles": []}, "请至少选一个岗位"),
        ({"roles": ["official"]}, "请先选“对应名册中的人”"),
        ({"roles": ["secretary"]}, "支部书记请选定所管支部"),
        ({"login_name": "王"}, "字母开头"),
        ({"shown_name": ""}, "请填写姓名"),
    ],
)
def test_an_incomplete_account_says_what_is_missing(admin, changes, says):
    filled = {"shown_name": "赵干事", "login_name": "zhao", "roles": ["clerk"], **changes}
    assert says in admin.fill("accounts.add", filled).text
    assert db.session.scalar(select(Account.id).where(Account.login_name == "zhao")) is None


def test_a_login_name_is_taken_once_in_all_townships(admin, make):
    make.other_township().account("clerk", login_name="zhao")
    changes = {"shown_name": "赵干事", "login_name": "zhao", "roles": ["clerk"]}
    assert "已经有人用了" in admin.fill("accounts.add", changes).text


def test_the_second_editor_of_an_account_is_told(admin, make):
    account = make.account("clerk")
    opened = admin.get("accounts.edit", account_id=account.id)
    admin.fill("accounts.edit", {"shown_name": "新名字"}, account_id=account.id)
    seen = admin.fill("accounts.edit", {"shown_name": "另一名字"}, opened, account_id=account.id)
    assert "别人改过这条记录" in seen.text
    assert named(account.login_name).shown_name == "新名字"


def test_a_foreign_account_looks_like_an_unknown_one(admin, make):
    foreign = make.other_township().account("clerk", shown_name="外乡人")
    unknown = admin.get("accounts.edit", 404, account_id=987654)
    assert admin.get("accounts.edit", 404, account_id=foreign.id).text == unknown.text
    assert admin.post("accounts.new_code", account_id=foreign.id).text == unknown.text
    assert "外乡人" not in admin.get("accounts.index").text


# What stays shut


ROLES_WITHOUT_ACCOUNTS = ["clerk", "committee", "secretary", "mentor", "official", "member", "inspector"]


@pytest.mark.parametrize("role", ROLES_WITHOUT_ACCOUNTS)
def test_only_the_administrator_keeps_accounts(page, make, role):
    page.sign_in(make.account(role, person=make.person(), unit=make.branch()))
    page.get("accounts.index", 403)
    page.get("accounts.add", 403)
    page.get("accounts.edit", 403, account_id=page.account.id)
    assert page.post("accounts.new_code", account_id=page.account.id).status == 403


def filled_address(page, endpoint):
    """An address of the endpoint with some value in each place."""
    rule = next(page.app.url_map.iter_rules(endpoint))
    return page.address(endpoint, **dict.fromkeys(rule.arguments, 1))


@pytest.mark.parametrize("role", sorted(ROLES))
def test_a_role_is_refused_wherever_the_table_gives_it_no_right(page, make, role):
    page.sign_in(make.account(role, person=make.person(), unit=make.branch()))
    wrong = []
    for endpoint, table in ROUTES.items():
        for method, right in table.items():
            if right in (PUBLIC, SIGNED_IN) or right in ROLES[role]:
                continue
            address = filled_address(page, endpoint)
            seen = page.get(address, 403) if method == "GET" else page.post(address)
            wrong += [] if seen.status == 403 else [(endpoint, method, seen.status)]
    assert wrong == []


def test_the_inspector_can_send_nothing_anywhere(page, make):
    page.sign_in(make.account("inspector"))
    sent = [endpoint for endpoint, table in ROUTES.items() if table.get("POST") not in (None, PUBLIC, SIGNED_IN)]
    assert len(sent) > 15
    answers = {endpoint: page.post(filled_address(page, endpoint)).status for endpoint in sent}
    assert answers == dict.fromkeys(sent, 403)


def test_nobody_gets_in_without_signing_in(page):
    shut = [
        (endpoint, method)
        for endpoint, table in ROUTES.items()
        for method, right in table.items()
        if right != PUBLIC and method == "GET"
    ]
    for endpoint, _method in shut:
        assert page.get(filled_address(page, endpoint), 302).answer.headers["Location"].endswith("/sign-in")

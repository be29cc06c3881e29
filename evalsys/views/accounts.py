"""Signing in and out, first set-up, and the accounts page."""

from __future__ import annotations

import re
from contextlib import suppress
from functools import partial
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_user, logout_user
from werkzeug.wrappers import Response

from evalsys.forms.accounts import OF_BRANCH, AccountForm, CodeForm, PasswordForm, SetupForm, SignInForm
from evalsys.services import accounts, codes, openings, people, sessions
from evalsys.services.write import Act, Refused
from evalsys.views.acting import act, attempt, now, today
from evalsys.views.deeds import VALUES
from evalsys.views.exporting import with_workbook
from evalsys.views.words import ROLE_NAMES

bp = Blueprint("accounts", __name__)
# One slash, then no second one in any shape: browsers read \\ as / and skip tabs and line breaks.
OWN_PATH = re.compile(r"/(?!/)[^\\\x00-\x20\x7f]*")
LANGUAGES = ("zh", "en")


def address() -> str:
    """Where the request comes from, for throttling."""
    return request.remote_addr or "?"


def own_path(path: str | None) -> str:
    """Only a path of ours, so that nobody is sent elsewhere after signing in."""
    return path if path and OWN_PATH.fullmatch(path) else url_for("home.index")


def let_in(account: accounts.Account, token: str, failures: int = 0) -> Response:
    """A fresh cookie for a fresh session, then where the reader wanted to go; failures meanwhile are told."""
    wanted = session.get("after_sign_in")
    session.clear()
    account.sign_in_token = token
    login_user(account)
    follow_up(account.township_id)
    if failures:
        flash(_("上次登录以后，有 %(n)s 次用您的登录名输错密码。不是您本人的话，请改密码。", n=failures))
    if account.password_hash is None and not current_app.config.get("IS_SAMPLE"):
        flash(_("请先设置自己的密码，下次用登录名和密码登录。"))
        return redirect(url_for("accounts.password"))
    return redirect(own_path(wanted))


def follow_up(township_id: int) -> None:
    """A new quarter's forms are there when the first person comes; nobody is kept out because they cannot be."""
    with suppress(Refused):
        openings.follow(Act(None, now()), township_id)


@bp.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> Response | str:
    """Name and password."""
    if accounts.needs_setup():
        return redirect(url_for(".setup"))
    form = SignInForm()
    if form.validate_on_submit():
        try:
            account = sessions.sign_in(form.login_name.data, form.password.data, now(), address())
        except Refused as refusal:
            form.form_errors.append(refusal.says)
        else:
            failures = sessions.failures_meanwhile(account)
            token = sessions.open_sign_in(account, now(), address(), "password")
            return let_in(account, token, failures)
    return render_template("accounts/sign_in.html", form=form)


@bp.route("/enter", methods=["GET", "POST"])
def enter() -> Response | str:
    """A one-time code; it stands behind the # of the link, so no log ever sees it."""
    form = CodeForm()
    if form.validate_on_submit():
        try:
            account, token = codes.enter_with_code(form.code.data, now(), address())
        except Refused as refusal:
            form.form_errors.append(refusal.says)
        else:
            return let_in(account, token)
    return render_template("accounts/enter.html", form=form)


@bp.route("/setup", methods=["GET", "POST"])
def setup() -> Response | str:
    """The first administrator of an empty instance."""
    if not accounts.needs_setup():
        return redirect(url_for(".sign_in"))
    form = SetupForm()
    if form.validate_on_submit():
        try:
            accounts.set_up(
                form.code.data,
                form.county.data,
                form.township.data,
                form.login_name.data,
                form.shown_name.data,
                form.password.data,
                now(),
                address(),
            )
        except Refused as refusal:
            form.form_errors.append(refusal.says)
        else:
            flash(_("设置完成，请登录。"))
            return redirect(url_for(".sign_in"))
    return render_template("accounts/setup.html", form=form)


@bp.post("/sign-out")
def sign_out() -> Response:
    """End the session on the server and let the browser forget."""
    sessions.end_sign_in(current_user, now())
    logout_user()
    session.clear()
    answer = redirect(url_for(".sign_in"))
    answer.headers["Clear-Site-Data"] = '"storage"'
    return answer


@bp.post("/language")
def language() -> Response:
    """Change the language and stay on the page."""
    answer = redirect(own_path(request.form.get("back")))
    wanted = request.form.get("language")
    answer.set_cookie(
        "language",
        wanted if wanted in LANGUAGES else "zh",
        max_age=31536000,
        httponly=True,
        samesite="Lax",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
    )
    return answer


@bp.route("/password", methods=["GET", "POST"])
def password() -> Response | str:
    """The viewer's own password."""
    form = PasswordForm()
    if form.validate_on_submit() and attempt(
        form,
        sessions.change_password,
        form.old.data,
        form.new.data,
        says=_("密码已改，其他地方的登录已退出。"),
    ):
        return redirect(url_for("home.index"))
    return render_template(
        "accounts/password.html",
        form=form,
        sign_ins=sessions.open_ones(current_user, now(), current_app.config["IDLE_MINUTES"]),
        is_this_one=partial(sessions.is_this_one, current_user),
    )


@bp.get("/accounts")
@with_workbook
def index() -> str:
    """Every account with its roles."""
    return render_template(
        "accounts/index.html",
        accounts=accounts.all_accounts(current_user),
        role_names=ROLE_NAMES,
        today=today(),
    )


def account_form(**held: Any) -> AccountForm:
    """The form with the township's people and branches to choose from."""
    return AccountForm(
        people=people.choices(current_user, today()),
        branches=[(unit.id, unit.name) for unit in accounts.branches(current_user)],
        roles=list(ROLE_NAMES.items()),
        **held,
    )


def filled_form(account: accounts.Account) -> AccountForm:
    """The form as the account stands."""
    held = accounts.current(account, today())
    return account_form(
        has_login_name=True,
        has_person=account.person_id is not None,
        data={
            "shown_name": account.shown_name,
            "roles": [grant.role for grant in held],
            "branch_id": next((grant.unit_id for grant in held if grant.unit_id), 0),
            "is_disabled": account.is_disabled,
            "version": account.version,
        },
    )


def chosen_person(form: AccountForm) -> people.Person | None:
    """The person that the form names, if any."""
    return people.get(current_user, form.person(), today()) if form.person() else None


def chosen_roles(form: AccountForm) -> list[tuple[str, int | None]]:
    """The ticked roles; those of a branch with it."""
    return [(role, form.branch_id.data if role in OF_BRANCH else None) for role in form.roles.data]


@bp.route("/accounts/add", methods=["GET", "POST"])
def add() -> Response | str:
    """A new account."""
    form = account_form()
    if form.validate_on_submit() and attempt(
        form,
        accounts.add_account,
        form.login_name.data,
        form.shown_name.data,
        chosen_person(form),
        chosen_roles(form),
        says=_("账号已建立。请点它的“修改”，生成一次性登录码。"),
    ):
        return redirect(url_for(".index"))
    return render_template("accounts/form.html", form=form, account=None)


def told(form: AccountForm, roles: list[tuple[str, int | None]], *, is_disabled: bool) -> dict[str, str]:
    """Roles with their branches, and whether the account is closed, in words."""
    branches = {choice.value: choice.label for choice in form.branch_id.choices}
    named = [f"{ROLE_NAMES[role]} {branches.get(unit, '') if unit else ''}".strip() for role, unit in roles]
    return {"roles": "、".join(sorted(named)), "is_disabled": str(VALUES[is_disabled])}


def both_versions(form: AccountForm, account: accounts.Account) -> dict[str, Any]:
    """What the page shows when two changed one account: as it stands, and as this form has it."""
    held = [(grant.role, grant.unit_id) for grant in accounts.current(account, today())]
    return {
        "labels": [(name, form[name].label.text) for name in ("shown_name", "roles", "is_disabled")],
        "theirs": {"shown_name": account.shown_name, **told(form, held, is_disabled=account.is_disabled)},
        "mine": told(form, chosen_roles(form), is_disabled=form.is_disabled.data),
    }


@bp.route("/accounts/<int:account_id>", methods=["GET", "POST"])
def edit(account_id: int) -> Response | str:
    """Change an account's roles or disable it; nobody the own one."""
    account = accounts.get(current_user, account_id)
    if accounts.is_own(current_user, account):
        raise Refused(_("这是您自己的账号，不能自己改。请另一位系统管理员来改。"))
    form = filled_form(account)
    if form.validate_on_submit() and attempt(
        form,
        accounts.change_account,
        account,
        form.seen_version(),
        form.shown_name.data,
        form.is_disabled.data,
        chosen_roles(form),
        chosen_person(form),
        says=_("账号已修改，它的登录已全部退出。"),
    ):
        return redirect(url_for(".index"))
    both = both_versions(form, account) if hasattr(form, "theirs") else {}
    return render_template("accounts/form.html", form=form, account=account, **both)


@bp.post("/accounts/<int:account_id>/code")
def new_code(account_id: int) -> str:
    """A one-time code for an account, shown once."""
    account = accounts.get(current_user, account_id)
    code = codes.issue_code(act(), "sign-in", account)
    link = f"{current_app.config['BASE_ADDRESS']}{url_for('.enter')}#{code}"
    return render_template("accounts/code.html", account=account, code=code, link=link)

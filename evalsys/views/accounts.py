"""Signing in and out, first set-up, and the accounts page."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, current_app, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_user, logout_user
from werkzeug.wrappers import Response

from evalsys.forms.accounts import AccountForm, CodeForm, PasswordForm, SetupForm, SignInForm
from evalsys.services import accounts, people
from evalsys.services.write import Refused
from evalsys.views.acting import act, attempt, now, today
from evalsys.views.words import ROLE_NAMES

bp = Blueprint("accounts", __name__)


def address() -> str:
    """Where the request comes from, for throttling."""
    return request.remote_addr or "?"


def own_path(path: str | None) -> str:
    """Only a path of ours, so that nobody is sent elsewhere after signing in."""
    parts = urlsplit(path or "")
    if not path or parts.scheme or parts.netloc or not path.startswith("/") or path.startswith(("//", "/\\")):
        return url_for("home.index")
    return path


def let_in(account: accounts.Account, token: str) -> Response:
    """A fresh cookie for a fresh session, then where the reader wanted to go."""
    wanted = session.get("after_sign_in")
    session.clear()
    account.sign_in_token = token
    login_user(account)
    if account.password_hash is None and not current_app.config.get("IS_SAMPLE"):
        flash(_("请先设置自己的密码，下次用登录名和密码登录。"))
        return redirect(url_for("accounts.password"))
    return redirect(own_path(wanted))


@bp.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> Response | str:
    """Name and password."""
    if accounts.needs_setup():
        return redirect(url_for(".setup"))
    form = SignInForm()
    if form.validate_on_submit():
        try:
            account = accounts.sign_in(form.login_name.data, form.password.data, now(), address())
        except Refused as refusal:
            form.form_errors.append(refusal.says)
        else:
            return let_in(account, accounts.open_sign_in(account, now(), address(), "password"))
    return render_template("accounts/sign_in.html", form=form)


@bp.route("/enter", methods=["GET", "POST"])
def enter() -> Response | str:
    """A one-time code; it stands behind the # of the link, so no log ever sees it."""
    form = CodeForm()
    if form.validate_on_submit():
        try:
            account, token = accounts.enter_with_code(form.code.data, now(), address())
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
    accounts.end_sign_in(current_user, now())
    logout_user()
    session.clear()
    answer = redirect(url_for(".sign_in"))
    answer.headers["Clear-Site-Data"] = '"storage"'
    return answer


@bp.post("/language")
def language() -> Response:
    """Change the language and stay on the page."""
    answer = redirect(own_path(request.form.get("back")))
    wanted = request.form.get("language", "zh")
    answer.set_cookie("language", wanted[:2], max_age=31536000, httponly=True, samesite="Lax")
    return answer


@bp.route("/password", methods=["GET", "POST"])
def password() -> Response | str:
    """The viewer's own password."""
    form = PasswordForm()
    if form.validate_on_submit() and attempt(
        form,
        accounts.change_password,
        form.old.data,
        form.new.data,
        says=_("密码已改，其他地方的登录已退出。"),
    ):
        return redirect(url_for("home.index"))
    return render_template("accounts/password.html", form=form)


@bp.get("/accounts")
def index() -> str:
    """Every account with its roles."""
    return render_template(
        "accounts/index.html",
        accounts=accounts.all_accounts(current_user),
        role_names=ROLE_NAMES,
        today=today(),
    )


def account_form(**data: object) -> AccountForm:
    """The form with the township's people and branches to choose from."""
    return AccountForm(
        people=people.choices(current_user, today()),
        branches=[(unit.id, unit.name) for unit in accounts.branches(current_user)],
        roles=list(ROLE_NAMES.items()),
        **data,
    )


def chosen_roles(form: AccountForm) -> list[tuple[str, int | None]]:
    """The ticked roles; the secretary's with its branch."""
    return [(role, form.branch_id.data if role == "secretary" else None) for role in form.roles.data]


@bp.route("/accounts/add", methods=["GET", "POST"])
def add() -> Response | str:
    """A new account."""
    form = account_form()
    if form.validate_on_submit():
        person = people.get(current_user, form.person_id.data, today()) if form.person_id.data else None
        said = _("账号已建立。请为它生成一次性登录码。")
        if attempt(
            form,
            accounts.add_account,
            form.login_name.data,
            form.shown_name.data,
            person,
            chosen_roles(form),
            says=said,
        ):
            return redirect(url_for(".index"))
    return render_template("accounts/form.html", form=form, account=None)


@bp.route("/accounts/<int:account_id>", methods=["GET", "POST"])
def edit(account_id: int) -> Response | str:
    """Change an account's roles or disable it."""
    account = accounts.get(current_user, account_id)
    held = accounts.current(account, today())
    form = account_form(
        data={
            "shown_name": account.shown_name,
            "login_name": account.login_name,
            "person_id": account.person_id or 0,
            "roles": [grant.role for grant in held],
            "branch_id": next((grant.unit_id for grant in held if grant.unit_id), 0),
            "is_disabled": account.is_disabled,
            "version": account.version,
        }
    )
    if form.validate_on_submit() and attempt(
        form,
        accounts.change_account,
        account,
        form.seen_version(),
        form.shown_name.data,
        form.is_disabled.data,
        chosen_roles(form),
        says=_("账号已修改，它的登录已全部退出。"),
    ):
        return redirect(url_for(".index"))
    return render_template("accounts/form.html", form=form, account=account)


@bp.post("/accounts/<int:account_id>/code")
def new_code(account_id: int) -> str:
    """A one-time code for an account, shown once."""
    account = accounts.get(current_user, account_id)
    code = accounts.issue_code(act(), "sign-in", account)
    link = f"{current_app.config['BASE_ADDRESS']}{url_for('.enter')}#{code}"
    return render_template("accounts/code.html", account=account, code=code, link=link)

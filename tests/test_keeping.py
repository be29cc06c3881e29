"""What must never get out or get lost: keys, numbers, cookies, headers."""

from __future__ import annotations

import stat
from datetime import datetime, timedelta
from functools import partial

import pytest
from sqlalchemy.exc import OperationalError

from evalsys import create_app
from evalsys.extensions import db, vault
from evalsys.forms.accounts import PasswordForm
from evalsys.forms.people import PersonForm
from evalsys.models.people import Person
from evalsys.services import people, sessions
from tests.factories import Maker

ID_NUMBER = "11010519491231002X"


@pytest.fixture
def instance(tmp_path):
    """The settings of an instance in a file, as an office has it."""
    return {"INSTANCE": str(tmp_path / "office"), "TESTING": True, "CLOCK": lambda: datetime(2026, 7, 1, 9, 0)}


def opened(settings, **changes):
    """The same instance, started again."""
    return create_app({**settings, **changes})


def filled(settings):
    """An instance whose database holds one sealed number."""
    app = opened(settings)
    with app.app_context():
        db.create_all()
        Maker(lambda: datetime(2026, 7, 1)).person("李晓", id_number=ID_NUMBER)
        db.session.remove()
        db.engine.dispose()
    return app


@pytest.mark.parametrize("lost", ["data-1.key", "index.key"])
def test_without_its_keys_a_database_with_sealed_numbers_is_not_started(instance, tmp_path, lost):
    filled(instance)
    path = tmp_path / "office" / "keys" / lost
    kept = path.read_bytes()
    path.unlink()
    with pytest.raises(RuntimeError, match=str(path.parent)):
        opened(instance)
    assert not path.exists(), "a new key would hide the loss"
    path.write_bytes(kept)
    with opened(instance).app_context():
        assert people.id_number(db.session.scalar(db.select(Person))) == ID_NUMBER
        db.session.remove()
        db.engine.dispose()


def test_keys_are_readable_by_their_owner_alone(instance, tmp_path):
    opened(instance)
    keys = tmp_path / "office" / "keys"
    assert stat.S_IMODE(keys.stat().st_mode) == 0o700
    assert {path.name: stat.S_IMODE(path.stat().st_mode) for path in keys.iterdir()} == dict.fromkeys(
        ("data-1.key", "index.key", "session.key"), 0o600
    )


def test_a_sealed_number_opens_only_in_its_own_place(app):
    sealed = vault.seal(ID_NUMBER, "person|a|id")
    for place in ("person|b|id", "person|a|phone"):
        with pytest.raises(ValueError, match="does not open"):
            vault.open(sealed, place)


@pytest.mark.parametrize(
    ("number", "shown"), [("13812348000", "138****8000"), ("1234567", "****67"), ("12", "****12")]
)
def test_a_masked_phone_hides_most_of_any_number(make, number, shown):
    assert people.masked_phone(make.person(phone=number)) == shown


def test_over_https_cookies_are_secure_and_the_browser_stays_there(instance):
    app = opened(instance, BASE_ADDRESS="https://kaohe.example", SQLALCHEMY_DATABASE_URI="sqlite://")
    with app.app_context():
        db.create_all()
        answer = app.test_client().get("/enter", base_url="https://kaohe.example")
    cookie = answer.headers["Set-Cookie"]
    assert "Secure" in cookie and "HttpOnly" in cookie and "SameSite=Lax" in cookie
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")


def test_over_plain_http_nothing_demands_https(page):
    answer = page.ask(page.client.get, "/enter")
    assert "Strict-Transport-Security" not in answer.headers and "Secure" not in answer.headers["Set-Cookie"]


def test_the_hash_of_a_form_gives_nothing_away(page, make):
    """It is keyed, so that nobody tries numbers against it, and passwords have no part in it."""
    with page.app.test_request_context(method="POST", data={"old": "一", "new": "二", "again": "三"}):
        form = PersonForm(today=make.clock().date(), meta={"csrf": False})
        assert form.input_hash("one") != form.input_hash("two")
        typed, empty = PasswordForm(meta={"csrf": False}), PasswordForm(formdata=None, meta={"csrf": False})
        assert typed.new.data == "二" and typed.input_hash("one") == empty.input_hash("one")


@pytest.mark.parametrize(
    "back", ["//evil", "/\\evil", "/\t/evil", "/\t\\evil", "https://evil", "evil", "", "/a\r\nX: y"]
)
def test_after_a_change_of_language_nobody_is_led_elsewhere(page, make, back):
    seen = page.get("accounts.enter")
    token = page.form(seen, "back")["fields"][0]["value"]
    answer = page.ask(page.client.post, "/language", data={"csrf_token": token, "back": back, "language": "xx; Path"})
    assert answer.headers["Location"] == "/"
    assert answer.headers["Set-Cookie"].startswith("language=zh;")


def test_after_a_change_of_language_the_page_stays(page, make):
    token = page.form(page.get("accounts.enter"), "back")["fields"][0]["value"]
    data = {"csrf_token": token, "back": "/people/?q=%E6%9D%8E&page=2", "language": "en"}
    assert page.ask(page.client.post, "/language", data=data).headers["Location"] == data["back"]


@pytest.mark.parametrize("method", ["OPTIONS", "TRACE", "PUT", "DELETE", "PATCH", "BREW"])
def test_other_methods_are_refused(page, make, method):
    for path in ("/", "/people/", "/nothing", "/results/compute", "/static/evalsys.css"):
        assert page.ask(partial(page.client.open, method=method), path).status_code in (400, 403, 404, 405)


def test_every_post_asks_for_its_token(page, make):
    page.sign_in(make.account("clerk", "admin"))
    for rule in page.app.url_map.iter_rules():
        # The ballot has no session that a stranger's page could use: the code on the slip is the authority.
        if "POST" in rule.methods and not rule.endpoint.startswith("vote."):
            path = page.address(rule.endpoint, **{n: 1 if n.endswith("_id") else "x" for n in rule.arguments})
            assert page.ask(page.client.post, path).status_code == 400, path


@pytest.mark.parametrize("host", ["evil.example", "a b", "[::1", "x" * 5000, "127.0.0.1:99999", "é", "%00", ""])
def test_links_do_not_follow_a_forged_host(page, make, host):
    page.app.config["PROPAGATE_EXCEPTIONS"] = False
    for path in ("/enter", "/", "/nothing", "/people/"):
        answer = page.ask(partial(page.client.get, headers={"Host": host}), path)
        assert answer.status_code < 500
        assert "evil.example" not in answer.get_data(as_text=True) + str(answer.headers)


def test_a_sign_in_gets_a_token_of_its_own(page, make):
    """What lay in the browser before the sign-in is worth nothing afterwards."""
    page.get("accounts.enter")
    before = page.client.get_cookie("evalsys").value
    page.sign_in(make.account("clerk"))
    after = page.client.get_cookie("evalsys").value
    assert before != after
    page.client.set_cookie("evalsys", before)
    page.get("home.index", status=302)


def test_reading_goes_on_while_somebody_writes_for_long(page, make, clock, monkeypatch):
    """The note of when a sign-in was last seen waits for the next request."""
    page.sign_in(make.account("clerk"))
    clock.now += timedelta(minutes=5)

    def locked(_change=None, calls=[]):  # noqa: B006 - the first call ends the reading, the second one saves
        calls.append(1)
        if len(calls) == 2:
            raise OperationalError("UPDATE", {}, Exception("database is locked"))
        db.session.commit()

    monkeypatch.setattr(sessions, "keep", locked)
    page.get("home.index")

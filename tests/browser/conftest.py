"""A real browser on a real server: Debian's Chromium, the program in a thread, a file for a database."""

from __future__ import annotations

import os
import shutil
import threading
from datetime import datetime

import pytest
from playwright.sync_api import sync_playwright
from waitress import create_server

from evalsys import create_app, sample
from evalsys.extensions import db, writing
from evalsys.models.accounts import Account
from evalsys.scoring import period
from evalsys.services import codes, evaluations
from evalsys.services.write import Act
from tests.browser.visitor import Visitor

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NOW = datetime(2026, 7, 2, 10, 0)


@pytest.fixture(scope="session")
def chromium():
    """The browser, or a loud skip; REQUIRE_BROWSER=1 turns the skip into a failure."""
    if CHROMIUM is None:
        says = "BROWSER TESTS SKIPPED: no Chromium on this machine (Debian: apt-get install chromium)"
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail(says)
        pytest.skip(says)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """The sample township, built once; every test gets a copy of its folder."""
    folder = tmp_path_factory.mktemp("built")
    app = create_app({"INSTANCE": str(folder), "CLOCK": lambda: NOW})
    with app.app_context():
        writing.set(True)
        db.create_all()
        for _name, _counts in sample.build(NOW):
            pass
        place = sample.begin(Act(None, NOW))
        evaluations.compute(Act(None, NOW), place.id, period(sample.QUARTER))
        db.session.remove()
        db.engine.dispose()
    return folder


@pytest.fixture
def site(built, tmp_path):
    """A server over a fresh copy of the sample township."""
    folder = tmp_path / "instance"
    shutil.copytree(built, folder)
    app = create_app({"INSTANCE": str(folder), "CLOCK": lambda: NOW, "IS_SAMPLE": True})
    server = create_server(app, host="127.0.0.1", port=0, threads=4)
    app.config["BASE_ADDRESS"] = f"http://127.0.0.1:{server.effective_port}"
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield app
    server.close()
    thread.join(timeout=5)
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def visit(chromium, site):
    """Open the site as somebody of the sample, on a phone or on a PC."""
    contexts = []

    def open_as(login_name: str, phone: bool = False) -> Visitor:
        with site.app_context():
            account = db.session.scalar(db.select(Account).filter_by(login_name=login_name))
            code = codes.issue_code(Act(None, NOW), "sign-in", account)
            db.session.remove()
        size = {"width": 360, "height": 740} if phone else {"width": 1280, "height": 900}
        context = chromium.new_context(viewport=size, is_mobile=phone, has_touch=phone, locale="zh-CN")
        contexts.append(context)
        return Visitor(context.new_page(), site.config["BASE_ADDRESS"], code)

    yield open_as
    for context in contexts:
        context.close()

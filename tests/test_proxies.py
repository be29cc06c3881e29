"""Whom the program believes about where a reader sits: nobody, unless the settings name a proxy."""

from __future__ import annotations

import pytest
from flask import request

from evalsys import create_app
from evalsys.settings import CannotStart


def told(tmp_path, **settings):
    """The address that a page of an app with these settings sees for a reader behind X-Forwarded-For."""
    app = create_app({"INSTANCE": str(tmp_path), "SQLALCHEMY_DATABASE_URI": "sqlite://", **settings})
    seen = {}
    app.before_request_funcs[None].insert(0, lambda: seen.update(request_of()))
    app.test_client().get("/sign-in", headers={"X-Forwarded-For": "10.1.2.3", "X-Forwarded-Host": "evil.example"})
    return seen


def request_of():
    return {"address": request.remote_addr, "host": request.host}


def test_without_a_proxy_nobody_is_believed(tmp_path):
    assert told(tmp_path) == {"address": "127.0.0.1", "host": "localhost"}


def test_behind_a_proxy_its_word_about_the_address_counts_and_not_about_the_host(tmp_path):
    assert told(tmp_path, PROXIES=1) == {"address": "10.1.2.3", "host": "localhost"}


@pytest.mark.parametrize(("name", "value"), [("PROXIES", -1), ("THREADS", 0), ("PROXIES", "two")])
def test_a_number_that_makes_no_sense_stops_the_start(tmp_path, name, value):
    with pytest.raises(CannotStart, match=name):
        create_app({"INSTANCE": str(tmp_path), name: value})

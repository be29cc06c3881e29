"""What every view that changes something does: make the act, try the verb, tell the form."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from flask import current_app, flash
from flask_babel import gettext as _
from flask_login import current_user

from evalsys.forms.base import Form
from evalsys.sealing import Stamp
from evalsys.services.write import Act, AlreadyDone, Conflict, Refused

LONGEST_KEY = 40


def now() -> datetime:
    """The clock, read here and nowhere below."""
    return current_app.config["CLOCK"]()


def today() -> date:
    """Today in China."""
    return now().date()


def act(form: Form | None = None) -> Act:
    """The viewer's act with this form."""
    if form is None:
        return Act(current_user._get_current_object(), now())
    key = (form.form_key.data or "")[:LONGEST_KEY]
    return Act(current_user._get_current_object(), now(), key, form.input_hash(current_app.config["SECRET_KEY"]))


def stamp() -> Stamp:
    """The viewer's stamp for a paper."""
    settings = current_app.config
    return Stamp.of(act(), current_user.township, settings["BASE_ADDRESS"], settings["SECRET_KEY"])


def attempt(form: Form, verb: Callable[..., Any], *args: Any, says: str | None = None) -> bool:
    """Run one verb of a service. A refusal is shown by the form; a retry of a taken form counts as done.

    After a conflict the form holds both versions (`form.theirs`) and the version to overwrite knowingly.
    """
    try:
        verb(act(form), *args)
    except Refused as refusal:
        form.form_errors.append(refusal.says)
        return False
    except Conflict as conflict:
        form.theirs = conflict.row
        form.version.data = form.version.raw_data = str(conflict.row.version)
        return False
    except AlreadyDone:
        flash(_("这张表单已经收到过，没有重复登记。"))
        return True
    if says:
        flash(says)
    return True

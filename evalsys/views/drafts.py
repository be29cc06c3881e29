"""Drafts of measures: begun, filled in, tried, compared, adopted."""

from __future__ import annotations

import hashlib
from itertools import groupby
from operator import attrgetter
from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as Answer

from evalsys.forms.drafts import FROM_FILE, AdoptForm, Asked, BeginForm, ConfirmForm, ReplaceForm, figures_form
from evalsys.services import drafts, examples, past_quarters, schemes, texts, trials
from evalsys.services.write import AlreadyDone, Refused
from evalsys.views.acting import act, attempt, today
from evalsys.views.choosing import chosen_period
from evalsys.views.schemes import file_title, text_file

bp = Blueprint("drafts", __name__, url_prefix="/drafts")


def opened(draft_id: int) -> drafts.SchemeDraft:
    """A draft on which work goes on; an adopted one leads to its version."""
    draft = drafts.get(current_user, draft_id)
    if draft.adopted_as_id:
        abort(redirect(url_for("schemes.show", version_id=draft.adopted_as_id)))
    return draft


@bp.route("/add", methods=["GET", "POST"])
def add() -> Answer | str:
    """Begin a draft: from a measure that ships with the program, from an adopted version, or from files."""
    form = BeginForm(**sources())
    if form.validate_on_submit():
        try:
            row = drafts.begin(act(form), written(form))
        except Refused as refusal:
            form.form_errors.append(refusal.says)
        except AlreadyDone as done:
            return redirect(url_for(".edit", draft_id=int(done.about.partition(":")[2])))
        else:
            flash(_("草稿已建好。改数字、试算都不影响现行办法，通过以后才生效。"))
            return redirect(url_for(".edit", draft_id=row.id))
    return render_template("drafts/add.html", form=form)


def sources() -> dict[str, list[tuple[str, Any]]]:
    """What a draft can begin with besides a file."""
    adopted = [
        (f"version:{row.id}", _("%(title)s 第%(n)s版", title=row.title, n=row.number))
        for row in schemes.versions(current_user)
    ]
    return {"versions": adopted, "samples": [(f"sample:{name}", t) for name, t in schemes.samples().items()]}


def written(form: BeginForm) -> texts.Written:
    """The text that was chosen. Raises Refused for a file that is none."""
    kind, _colon, name = form.source.data.partition(":")
    if kind == FROM_FILE:
        return uploaded(form)
    if kind == "version":
        return texts.from_version(schemes.get(current_user, int(name)))
    return texts.from_sample(name)


def uploaded(form: Any) -> texts.Written:
    """The two files of a form. Raises Refused for what is no measure's text."""
    text, cases = (field.data.read(texts.LARGEST + 1) if field.data else b"" for field in (form.file, form.cases))
    return texts.from_files(text, cases)


# The page with the figures


@bp.route("/<int:draft_id>", methods=["GET", "POST"])
def edit(draft_id: int) -> Answer | str:
    """Change the figures, clause by clause."""
    draft = opened(draft_id)
    form = asking(draft)
    if form.validate_on_submit() and is_well_written(form, draft):
        given = (form.seen_version(), values_of(form, draft))
        if attempt(form, drafts.change_figures, draft, *given, says=_("草稿已保存。")):
            return redirect(url_for(".edit", draft_id=draft_id))
    return drawn(draft, form, draft.text)


@bp.post("/<int:draft_id>/check")
def check(draft_id: int) -> str:
    """Try the figures as they are filled in; nothing is saved."""
    draft = opened(draft_id)
    form = asking(draft)
    text = draft.text
    if form.validate_on_submit() and is_well_written(form, draft):
        text = drafts.with_values(text, values_of(form, draft))
    return drawn(draft, form, text, is_tried=not form.errors)


def field_name(key: str) -> str:
    """The name of a figure's field; it stays the same as long as the figure is there."""
    return f"figure_{hashlib.sha256(key.encode()).hexdigest()[:12]}"


def asking(draft: drafts.SchemeDraft) -> Any:
    """The form with the draft's figures."""
    found = drafts.figures_of(draft.text)
    return figures_form([Asked(field_name(one.key), one.title, one.line, one.text) for one in found], draft.version)


def values_of(form: Any, draft: drafts.SchemeDraft) -> dict[str, str]:
    """What is filled in, by the figure's key."""
    return {one.key: form[field_name(one.key)].data or "" for one in drafts.figures_of(draft.text)}


def is_well_written(form: Any, draft: drafts.SchemeDraft) -> bool:
    """Is every figure written as its kind wants it? What is not is said beside its field."""
    wrong = drafts.wrong_values(draft.text, values_of(form, draft))
    for key, says in wrong.items():
        form[field_name(key)].errors = [says]
    return not wrong


def drawn(draft: drafts.SchemeDraft, form: Any, text: str, is_tried: bool = False) -> str:
    """The page: the figures by clause with what is wrong beside them, and the worked examples."""
    sections, checked = schemes.sections(draft.text), trials.check(text, draft.cases)
    theirs = {field_name(one.key): one.text for one in drafts.figures_of(draft.text)}
    labels = [(name, form[name].label.text) for name in theirs if name in form]
    return render_template(
        "drafts/edit.html",
        draft=draft,
        form=form,
        sections=sections,
        field_name=field_name,
        checked=checked,
        wrong=trials.placed(checked.mistakes, sections),
        is_tried=is_tried,
        theirs=theirs,
        labels=[(name, label) for name, label in labels if form[name].data != theirs[name]],
    )


# The text as a whole, and the worked examples


@bp.get("/<int:draft_id>/text.toml")
def text(draft_id: int) -> Response:
    """The draft's text as it is."""
    draft = drafts.get(current_user, draft_id)
    return text_file(draft.text, _("%(title)s草稿.toml", title=file_title(draft.title)))


@bp.get("/<int:draft_id>/cases.toml")
def cases(draft_id: int) -> Response:
    """The draft's worked examples."""
    draft = drafts.get(current_user, draft_id)
    return text_file(draft.cases, _("%(title)s草稿算例.cases.toml", title=file_title(draft.title)))


@bp.route("/<int:draft_id>/replace", methods=["GET", "POST"])
def replace(draft_id: int) -> Answer | str:
    """Hand in another text or other examples for the same draft."""
    draft = opened(draft_id)
    form = ReplaceForm(data={"version": draft.version})
    if form.validate_on_submit() and attempt(
        form,
        lambda doing: drafts.replace_text(doing, draft, form.seen_version(), uploaded(form)),
        says=_("草稿已换成新导入的文件。"),
    ):
        return redirect(url_for(".edit", draft_id=draft_id))
    return render_template("drafts/replace.html", form=form, draft=draft)


@bp.route("/<int:draft_id>/accept", methods=["GET", "POST"])
def accept(draft_id: int) -> Answer | str:
    """Write what the examples come to now into them, after showing what changes."""
    draft = opened(draft_id)
    form = ConfirmForm(data={"version": draft.version})
    if form.validate_on_submit() and attempt(
        form, drafts.accept_outcomes, draft, form.seen_version(), says=_("算例已按现在的数字更新。")
    ):
        return redirect(url_for(".edit", draft_id=draft_id))
    changes, left = examples.changes_of(trials.check(draft.text, draft.cases).outcomes)
    shown = {"changes": by_example(changes), "left": by_example(left)}
    return render_template("drafts/accept.html", form=form, draft=draft, **shown)


def by_example(rows: list[examples.Rewritten]) -> list[tuple[str, list[examples.Rewritten]]]:
    """The rows of each example together."""
    return [(whose, list(found)) for whose, found in groupby(rows, attrgetter("whose"))]


# What it would do, and its end


@bp.get("/<int:draft_id>/what-if")
def what_if(draft_id: int) -> str:
    """A past quarter by this draft, beside the measure that was in force; nothing is saved."""
    draft, quarter = opened(draft_id), chosen_period("quarter")
    found, refused = None, ""
    try:
        found = past_quarters.what_if(current_user.township_id, draft.text, quarter, today())
    except Refused as refusal:
        refused = refusal.says
    return render_template("drafts/what_if.html", draft=draft, period=quarter, found=found, refused=refused)


@bp.route("/<int:draft_id>/drop", methods=["GET", "POST"])
def drop(draft_id: int) -> Answer | str:
    """Throw a draft away, after asking."""
    draft = opened(draft_id)
    form = ConfirmForm(data={"version": draft.version})
    if form.validate_on_submit() and attempt(
        form, drafts.drop, draft, form.seen_version(), says=_("草稿已删除，现行办法没有变动。")
    ):
        return redirect(url_for("schemes.index"))
    return render_template("drafts/drop.html", form=form, draft=draft)


@bp.route("/<int:draft_id>/adopt", methods=["GET", "POST"])
def adopt(draft_id: int) -> Answer | str:
    """Make the draft the next version, from a day on, as a meeting passed it."""
    draft = opened(draft_id)
    form = AdoptForm(data={"version": draft.version})
    if form.validate_on_submit():
        given = (form.seen_version(), form.meeting.data, form.from_on.data)
        if attempt(form, drafts.adopt, draft, *given, says=_("办法已通过，文本和算例已封存。")):
            return redirect(after_adoption(draft))
    return render_template(
        "drafts/adopt.html",
        form=form,
        draft=draft,
        checked=trials.check(draft.text, draft.cases),
        earlier=schemes.of_name(draft.township_id, draft.name),
        is_used=draft.name == schemes.OFFICIALS,
    )


def after_adoption(draft: drafts.SchemeDraft) -> str:
    """The page of the version that the draft has become."""
    if draft.adopted_as_id is None:
        return url_for("schemes.index")
    return url_for("schemes.show", version_id=draft.adopted_as_id)

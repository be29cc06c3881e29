"""The roster: everybody whom the viewer may see, one person's page, and changes to it."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from evalsys.forms.people import (
    Birth,
    DatedForm,
    EndForm,
    MembershipForm,
    MentorForm,
    NumbersForm,
    PersonForm,
    PostForm,
)
from evalsys.services import people, posts, roster, units
from evalsys.services.write import Refused
from evalsys.views import panels
from evalsys.views.acting import attempt, today
from evalsys.views.choosing import asked_page, named_day
from evalsys.views.exporting import handed_out, with_workbook
from evalsys.views.words import MEMBERSHIP_KINDS, POST_KINDS

bp = Blueprint("people", __name__, url_prefix="/people")


def asked_day() -> date:
    """The day named by `?on=`, else today."""
    return named_day(request.args.get("on", "")) or today()


def asked_filter() -> tuple[dict[str, Any], list[units.Unit], roster.Asked]:
    """What the address narrows the list to: for the page, with the units to choose from, and for the service."""
    on = asked_day()
    asked = {
        "q": request.args.get("q", "").strip()[:60],
        "unit": request.args.get("unit", 0, type=int),
        "kind": request.args.get("kind", ""),
        "on": on.isoformat() if on != today() else "",
    }
    drawn = units.standing(current_user.township_id, on)
    chosen = units.within(drawn, asked["unit"]) if asked["unit"] else ()
    return asked, drawn, roster.Asked(on, asked["q"], chosen, asked["kind"])


@bp.get("/")
@with_workbook
def index() -> Response | str:
    """The list, by pinyin; what it shows is told by the address. `?go=1` goes straight to an only hit."""
    asked, drawn, wanted = asked_filter()
    found = roster.find(current_user, today(), wanted, asked_page())
    if request.args.get("go") and found.total == 1:
        return redirect(url_for(".show", person_id=found.rows[0].id))
    return drawn_list(found, asked, drawn, wanted)


@bp.route("/numbers", methods=["GET", "POST"])
def numbers() -> Any:
    """The list as a workbook with ID numbers and phones in clear, for a reason that the log keeps."""
    asked, drawn, wanted = asked_filter()
    form = NumbersForm()
    if form.validate_on_submit():
        try:
            found = roster.find(current_user, today(), wanted, roster.WHOLE, "person.numbers")
            with force_locale("zh"):
                return handed_out(drawn_list(found, asked, drawn, wanted), form.reason.data)
        except Refused as refusal:
            form.form_errors.append(refusal.says)
    total = roster.find(current_user, today(), wanted, right="person.numbers").total
    return render_template("people/numbers.html", form=form, asked=asked, total=total)


def drawn_list(found: roster.Page, asked: dict[str, Any], drawn: list[units.Unit], wanted: roster.Asked) -> str:
    """The page of the list, or what its workbook is read off."""
    return render_template(
        "people/index.html",
        asked=asked,
        on=wanted.on,
        found=found,
        is_whole=found.number == roster.WHOLE,
        units=units.indented(drawn),
        post_kinds=POST_KINDS,
        membership_kinds=MEMBERSHIP_KINDS,
    )


@bp.get("/<int:person_id>")
def show(person_id: int) -> str:
    """Who somebody is, with every post, membership and mentor."""
    person = people.whole(current_user, person_id, today())
    return render_template(
        "people/show.html",
        person=person,
        born=people.born(person),
        masked=people.masked(person),
        may_write=people.may(current_user, "person.write", person.id, today()),
        today=today(),
        post_kinds=POST_KINDS,
        membership_kinds=MEMBERSHIP_KINDS,
        panel=panels.latest(person.id),
    )


@bp.route("/add", methods=["GET", "POST"])
def add() -> Response | str:
    """Somebody new."""
    form = PersonForm(today=today())
    if form.validate_on_submit():
        said = _("%(name)s已登记。接着可以登记任职和党籍。", name=form.name.data)
        if attempt(form, people.add_person, form.values(), says=said):
            return redirect(url_for(".index", q=form.name.data))
    return render_template("people/form.html", form=form, person=None)


@bp.route("/<int:person_id>/edit", methods=["GET", "POST"])
def edit(person_id: int) -> Response | str:
    """Change what is known of somebody."""
    person = people.get(current_user, person_id, today(), "person.write")
    born_on = Birth(person.born_on, person.born_precision or "day") if person.born_on else None
    held = {**people.facts(person), "born_on": born_on, "version": person.version}
    form = PersonForm(today=today(), held=people.masked(person), data=held)
    if form.validate_on_submit() and attempt(
        form,
        people.change_person,
        person,
        form.seen_version(),
        form.values(),
        says=_("%(name)s的信息已保存。", name=form.name.data),
    ):
        return redirect(url_for(".show", person_id=person_id))
    theirs = {**people.facts(person), "born_on": people.born(person)}
    labels = [(name, form[name].label.text) for name in theirs]
    return render_template("people/form.html", form=form, person=person, theirs=theirs, labels=labels)


def answer(person: people.Person, form: DatedForm, name: str, *, is_saved: bool) -> Response | str:
    """Back to the person after a dated record was saved; else its form."""
    if is_saved:
        return redirect(url_for(".show", person_id=person.id))
    return render_template("people/dated.html", form=form, person=person, name=name)


@bp.route("/<int:person_id>/posts/add", methods=["GET", "POST"])
def add_post(person_id: int) -> Response | str:
    """One more post; the others stay."""
    person = people.whole(current_user, person_id, today(), "person.write")
    form = PostForm(
        today=today(),
        kinds=list(POST_KINDS.items()),
        units=units.indented(units.standing(current_user.township_id, today())),
    )
    is_saved = form.validate_on_submit() and attempt(
        form,
        posts.add_post,
        person,
        units.get(current_user, form.unit_id.data),
        form.kind.data,
        form.full_title(),
        form.from_on.data,
        says=_("任职已登记。一人担任多个职务的，接着再登记一次。"),
    )
    return answer(person, form, _("登记任职"), is_saved=is_saved)


@bp.route("/posts/<int:post_id>/end", methods=["GET", "POST"])
def end_post(post_id: int) -> Response | str:
    """The last day of a post."""
    post = posts.get(current_user, post_id, today())
    form = EndForm(today=today(), data={"until_on": post.until_on or today(), "version": post.version})
    is_saved = form.validate_on_submit() and attempt(
        form, posts.end_post, post, form.seen_version(), form.until_on.data, says=_("离任已登记。")
    )
    name = _("离任：%(unit)s %(title)s", unit=post.unit.name, title=post.title)
    return answer(post.person, form, name, is_saved=is_saved)


@bp.route("/<int:person_id>/memberships/add", methods=["GET", "POST"])
def add_membership(person_id: int) -> Response | str:
    """Joining a branch, moving to another, or becoming a full member."""
    person = people.whole(current_user, person_id, today(), "person.write")
    branches = units.of_kind(current_user.township_id, "branch")
    form = MembershipForm(
        today=today(),
        kinds=list(MEMBERSHIP_KINDS.items()),
        branches=[(unit.id, unit.name) for unit in branches if units.stands(unit, today())],
    )
    is_saved = form.validate_on_submit() and attempt(
        form,
        posts.add_membership,
        person,
        units.get(current_user, form.branch_id.data),
        form.kind.data,
        form.from_on.data,
        says=_("党籍已登记。"),
    )
    return answer(person, form, _("登记党籍"), is_saved=is_saved)


@bp.route("/<int:person_id>/mentors/add", methods=["GET", "POST"])
def add_mentor(person_id: int) -> Response | str:
    """Another mentor from a day on."""
    person = people.whole(current_user, person_id, today(), "person.write")
    mentors = people.choices(current_user, today(), in_post=True)
    form = MentorForm(today=today(), mentors=[choice for choice in mentors if choice[0] != person.id])
    is_saved = form.validate_on_submit() and attempt(
        form,
        posts.assign_mentor,
        person,
        people.get(current_user, form.mentor_id.data, today()),
        form.from_on.data,
        says=_("导师已指定。"),
    )
    return answer(person, form, _("指定导师"), is_saved=is_saved)

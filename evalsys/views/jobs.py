"""Slow work: the list of jobs, one with its progress and its files, starting, calling off, trying again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.wrappers import Response as Answer

from evalsys import yearprinting
from evalsys.forms.base import Form
from evalsys.services import evaluations, jobs, payreads, people, periods, points_reach, points_results
from evalsys.services.write import Refused
from evalsys.views.acting import act, attempt, now, today
from evalsys.views.choosing import named, named_quarter_or_year, readable
from evalsys.views.words import JOB_STATES

bp = Blueprint("jobs", __name__, url_prefix="/jobs")
MINUTE, HOUR = 60, 3600
KILO, MEGA = 1000, 1000 * 1000


@bp.get("/")
def index() -> str:
    """The latest jobs: one's own, and the township's for whoever may see such results."""
    return render_template("jobs/index.html", rows=jobs.listed(current_user), states=JOB_STATES)


@bp.get("/<int:job_id>")
def show(job_id: int) -> str:
    """One job: how far it is, what failed and why, what can be fetched."""
    job = jobs.get(current_user, job_id)
    return render_template(
        "jobs/show.html",
        failed=jobs.failed(job),
        outputs=[(item, weight(item.size)) for item in jobs.outputs(job)],
        may_start=jobs.may_start(current_user, job),
        **about(job),
    )


@bp.get("/<int:job_id>/progress")
def progress(job_id: int) -> str:
    """The part of the page that changes by itself."""
    return render_template("jobs/progress.html", **about(jobs.get(current_user, job_id)))


def about(job: jobs.Job) -> dict[str, Any]:
    """What the part shows that changes by itself."""
    state = jobs.progress(job, now())
    return {"job": job, "progress": state, "time_left": time_left(state.seconds_left), "states": JOB_STATES}


def time_left(seconds: int | None) -> str:
    """How long it still takes, in words."""
    if seconds is None:
        return ""
    if seconds < MINUTE:
        return _("还要不到 1 分钟")
    if seconds < HOUR:
        minutes = seconds // MINUTE + 1
        return ngettext("大约还要 %(num)d 分钟", "大约还要 %(num)d 分钟", minutes)
    hours = seconds // HOUR + 1
    return ngettext("大约还要 %(num)d 小时", "大约还要 %(num)d 小时", hours)


def weight(size: int | None) -> str:
    """The size of a file: 164 kB, 7 MB."""
    if size is None:
        return ""
    return f"{max(1, size // KILO)} kB" if size < MEGA else f"{size // MEGA} MB"


@bp.get("/<int:job_id>/files/<int:item_id>")
def fetch(job_id: int, item_id: int) -> Response:
    """One file that the job made."""
    item = jobs.output(current_user, job_id, item_id)
    return send_file(jobs.opened(item), as_attachment=True, download_name=item.output)


def own(job_id: int) -> jobs.Job:
    """A job that the viewer may call off or try again."""
    job = jobs.get(current_user, job_id)
    if not jobs.may_start(current_user, job):
        abort(403)
    return job


@bp.route("/<int:job_id>/cancel", methods=["GET", "POST"])
def cancel(job_id: int) -> Answer | str:
    """Call the job off, after a question."""
    job, form = own(job_id), Form()
    says = _("已取消。已经做好的留着，没开始的不再做。")
    if form.validate_on_submit() and attempt(form, jobs.cancel, job, says=says):
        return redirect(url_for(".show", job_id=job_id))
    return render_template("jobs/cancel.html", form=form, **about(job))


@bp.post("/<int:job_id>/retry")
def retry(job_id: int) -> Answer:
    """Try again what failed."""
    jobs.retry_failed(act(), own(job_id))
    flash(_("正在重试失败的项目，已经做好的不重做。"))
    return redirect(url_for(".show", job_id=job_id))


@bp.post("/scorecards/<code>")
def scorecards(code: str) -> Answer:
    """Print everybody's scorecards of a quarter or a year."""
    period, address = named_quarter_or_year(code), current_app.config["BASE_ADDRESS"]
    job = jobs.scorecards(act(), current_user.township_id, period, address)
    return redirect(url_for(".show", job_id=job.id))


@bp.post("/backup")
def backup() -> Answer:
    """Make a backup now."""
    job = jobs.backup(act(), current_user.township_id)
    return redirect(url_for(".show", job_id=job.id))


def begun(ask: Callable[..., jobs.Job], *about: Any) -> Answer:
    """Ask for papers; the page of the job, or the reason why there is nothing to print."""
    try:
        job = ask(act(), *about, current_app.config["BASE_ADDRESS"])
    except Refused as refusal:
        flash(refusal.says)
        return redirect(url_for(".index"))
    return redirect(url_for(".show", job_id=job.id))


@bp.post("/cards/<code>")
def cards(code: str) -> Answer:
    """Print the cards of a week or a month of everybody whom the viewer may read."""
    when = readable(code)
    if when.kind not in yearprinting.TITLES or when.first > today():
        abort(404)
    found = people.officials(current_user, "result.read", when.first, when.last, today())
    return begun(jobs.cards, current_user.township_id, found, when)


@bp.post("/registers/<code>")
def registers(code: str) -> Answer:
    """Print the registers of a year."""
    year = named(code, "year")
    rows = evaluations.listed(current_user, year, today())
    return begun(jobs.registers, current_user.township_id, rows, year)


@bp.post("/boards/<code>")
def boards(code: str) -> Answer:
    """Print the lists for the notice boards of all branches."""
    period = named_quarter_or_year(code)
    branches = points_reach.branches(current_user, "points.record")
    return begun(jobs.boards, current_user.township_id, branches, period)


@bp.post("/points/<int:unit_id>/<code>")
def points_statements(unit_id: int, code: str) -> Answer:
    """Print the statements of a branch's members; `?type=large` for who reads large type."""
    branch, period = points_reach.branch(current_user, "points.record", unit_id), named_quarter_or_year(code)
    members = points_results.members_of(branch, period)
    return begun(jobs.points_statements, branch, members, period, request.args.get("type") == "large")


@bp.post("/pay/<int:pay_run_id>")
def pay_statements(pay_run_id: int) -> Answer:
    """Print the statements of a run."""
    run = payreads.get(current_user, pay_run_id)
    return begun(jobs.pay_statements, run, payreads.lines(run), periods.period(run.period))

"""The lock on every route: one table says which right opens it, and what is not in the table stays shut."""

from __future__ import annotations

from flask import Flask, abort, current_app, redirect, request, session, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from evalsys.extensions import csrf, login, writing
from evalsys.services import sessions

PUBLIC, SIGNED_IN = "public", "signed-in"
LONGEST_ADDRESS = 1000
YEAR = 365 * 24 * 60 * 60

ROUTES: dict[str, dict[str, str]] = {
    "static": {"GET": PUBLIC},
    "accounts.sign_in": {"GET": PUBLIC, "POST": PUBLIC},
    "accounts.enter": {"GET": PUBLIC, "POST": PUBLIC},
    "accounts.setup": {"GET": PUBLIC, "POST": PUBLIC},
    "accounts.language": {"POST": PUBLIC},
    "accounts.sign_out": {"POST": SIGNED_IN},
    "accounts.password": {"GET": SIGNED_IN, "POST": SIGNED_IN},
    "accounts.index": {"GET": "account.manage"},
    "accounts.add": {"GET": "account.manage", "POST": "account.manage"},
    "accounts.edit": {"GET": "account.manage", "POST": "account.manage"},
    "accounts.new_code": {"POST": "account.manage"},
    "actions.index": {"GET": "action.read"},
    "home.index": {"GET": SIGNED_IN},
    "openings.index": {"GET": "opening.write"},
    "openings.edit": {"GET": "opening.write", "POST": "opening.write"},
    "owing.index": {"GET": SIGNED_IN},
    "owing.reminders": {"GET": SIGNED_IN},
    "owing.burden": {"GET": SIGNED_IN},
    "ballots.index": {"GET": "ballot.read"},
    "ballots.add": {"GET": "ballot.write", "POST": "ballot.write"},
    "ballots.show": {"GET": "ballot.read"},
    "ballots.make_slips": {"POST": "ballot.write"},
    "ballots.start": {"POST": "ballot.write"},
    "ballots.close": {"GET": "ballot.write", "POST": "ballot.write"},
    "ballots.void": {"GET": "ballot.write", "POST": "ballot.write"},
    "ballots.sweep": {"POST": "ballot.write"},
    "ballots.withdraw": {"GET": "ballot.write", "POST": "ballot.write"},
    "ballots.key_papers": {"GET": "tally.write", "POST": "tally.write"},
    "ballots.tally_sheet": {"GET": "ballot.read"},
    "vote.enter": {"GET": PUBLIC, "POST": PUBLIC},
    "vote.cast": {"GET": PUBLIC, "POST": PUBLIC},
    "vote.receipts": {"GET": PUBLIC},
    "jobs.index": {"GET": "job.read"},
    "jobs.show": {"GET": "job.read"},
    "jobs.progress": {"GET": "job.read"},
    "jobs.fetch": {"GET": "job.read"},
    "jobs.cancel": {"GET": "job.write", "POST": "job.write"},
    "jobs.retry": {"POST": "job.write"},
    "jobs.scorecards": {"POST": "result.compute"},
    "jobs.cards": {"POST": "result.compute"},
    "jobs.registers": {"POST": "result.compute"},
    "jobs.boards": {"POST": "points.record"},
    "jobs.points_statements": {"POST": "points.record"},
    "jobs.pay_statements": {"POST": "pay.write"},
    "jobs.backup": {"POST": "backup.make"},
    "books.index": {"GET": "book.import", "POST": "book.import"},
    "books.preview": {"GET": "book.import"},
    "books.columns": {"GET": "book.import", "POST": "book.import"},
    "books.take": {"POST": "book.import"},
    "books.drop": {"POST": "book.import"},
    "books.refused_rows": {"GET": "book.import"},
    "people.index": {"GET": "person.read"},
    "people.numbers": {"GET": "person.numbers", "POST": "person.numbers"},
    "people.show": {"GET": "person.read"},
    "people.add": {"GET": "person.write", "POST": "person.write"},
    "people.edit": {"GET": "person.write", "POST": "person.write"},
    "people.add_post": {"GET": "person.write", "POST": "person.write"},
    "people.end_post": {"GET": "person.write", "POST": "person.write"},
    "people.add_membership": {"GET": "person.write", "POST": "person.write"},
    "people.add_mentor": {"GET": "person.write", "POST": "person.write"},
    "units.index": {"GET": "unit.read"},
    "units.add": {"GET": "unit.write", "POST": "unit.write"},
    "units.edit": {"GET": "unit.write", "POST": "unit.write"},
    "logs.index": {"GET": "log.read"},
    "logs.person": {"GET": "log.read"},
    "logs.add": {"GET": "log.write", "POST": "log.write"},
    "logs.edit": {"GET": "log.write", "POST": "log.write"},
    "visits.index": {"GET": "visit.read"},
    "visits.add": {"GET": "visit.write", "POST": "visit.write"},
    "visits.edit": {"GET": "visit.write", "POST": "visit.write"},
    "visits.follow": {"GET": "visit.write", "POST": "visit.write"},
    "visits.cancel": {"GET": "visit.write", "POST": "visit.write"},
    "tasks.index": {"GET": "task.read"},
    "tasks.add": {"GET": "task.write", "POST": "task.write"},
    "tasks.edit": {"GET": "task.write", "POST": "task.write"},
    "tasks.tick": {"GET": "log.write", "POST": "log.write"},
    "tasks.undo": {"GET": "log.write", "POST": "log.write"},
    "meetings.index": {"GET": "meeting.read"},
    "meetings.choose": {"GET": "meeting.write"},
    "meetings.add": {"GET": "meeting.write", "POST": "meeting.write"},
    "meetings.edit": {"GET": "meeting.write", "POST": "meeting.write"},
    "meetings.show": {"GET": "meeting.read"},
    "meetings.minutes": {"GET": "meeting.read"},
    "meetings.cancel": {"GET": "meeting.write", "POST": "meeting.write"},
    "learning.index": {"GET": "learning.read"},
    "learning.add": {"GET": "learning.write", "POST": "learning.write"},
    "learning.edit": {"GET": "learning.write", "POST": "learning.write"},
    "learning.cancel": {"GET": "learning.write", "POST": "learning.write"},
    "weekly.index": {"GET": "review.read"},
    "weekly.mark": {"GET": "weekly.mark", "POST": "weekly.mark"},
    "monthly.index": {"GET": "review.read"},
    "monthly.mark": {"GET": "monthly.mark", "POST": "monthly.mark"},
    "committee.index": {"GET": "review.read"},
    "committee.sheet": {"GET": "committee.mark", "POST": "committee.mark"},
    "tallies.index": {"GET": "review.read"},
    "tallies.key": {"GET": "tally.write", "POST": "tally.write"},
    "workdays.index": {"GET": "scheme.read"},
    "workdays.book": {"GET": "calendar.write", "POST": "calendar.write"},
    "workdays.edit": {"GET": "calendar.write", "POST": "calendar.write"},
    "conduct.index": {"GET": "conduct.read"},
    "conduct.add_leave": {"GET": "conduct.write", "POST": "conduct.write"},
    "conduct.add": {"GET": "conduct.write", "POST": "conduct.write"},
    "conduct.cancel_leave": {"GET": "conduct.write", "POST": "conduct.write"},
    "conduct.cancel": {"GET": "conduct.write", "POST": "conduct.write"},
    "entries.index": {"GET": "star.read"},
    "entries.add": {"GET": "star.write", "POST": "star.write"},
    "entries.cancel": {"GET": "star.write", "POST": "star.write"},
    "registers.index": {"GET": "star.read"},
    "registers.add": {"GET": "star.write", "POST": "star.write"},
    "registers.edit": {"GET": "star.write", "POST": "star.write"},
    "registers.cancel": {"GET": "star.write", "POST": "star.write"},
    "results.index": {"GET": "result.read"},
    "results.compute": {"POST": "result.compute"},
    "results.show": {"GET": "result.read"},
    "results.scorecard": {"GET": "result.read"},
    "results.scorecards": {"GET": "result.read"},
    "closing.close": {"GET": "result.compute", "POST": "result.compute"},
    "closing.ask": {"GET": "result.reopen", "POST": "result.reopen"},
    "closing.answer": {"GET": "result.reopen", "POST": "result.reopen"},
    "closing.show": {"GET": "result.read"},
    "nest.show": {"GET": "result.read"},
    "papers.index": {"GET": PUBLIC},
    "papers.show": {"GET": PUBLIC},
    "year_papers.card": {"GET": "result.read"},
    "year_papers.cards": {"GET": "result.read"},
    "year_papers.register": {"GET": "result.read"},
    "year_papers.registers": {"GET": "result.read"},
    "pay.index": {"GET": "pay.read"},
    "pay.prepare": {"GET": "pay.write", "POST": "pay.write"},
    "pay.deduct": {"GET": "pay.write", "POST": "pay.write"},
    "pay.show": {"GET": "pay.read"},
    "pay.approve": {"GET": "pay.approve", "POST": "pay.approve"},
    "pay.void": {"GET": "pay.write", "POST": "pay.write"},
    "pay.line": {"GET": "pay.read"},
    "payfacts.index": {"GET": "pay.write"},
    "payfacts.add": {"GET": "pay.write", "POST": "pay.write"},
    "payfacts.cancel": {"GET": "pay.write", "POST": "pay.write"},
    "paypapers.statement": {"GET": "pay.read"},
    "paypapers.finance_list": {"GET": "pay.read"},
    "paypapers.finance_book": {"GET": "pay.read"},
    "comparisons.index": {"GET": "comparison.read"},
    "comparisons.add": {"GET": "comparison.write", "POST": "comparison.write"},
    "comparisons.close": {"GET": "comparison.write", "POST": "comparison.write"},
    "consequences.index": {"GET": "result.read"},
    "consequences.add": {"GET": "consequence.write", "POST": "consequence.write"},
    "consequences.edit": {"GET": "consequence.write", "POST": "consequence.write"},
    "consequences.finish": {"GET": "consequence.write", "POST": "consequence.write"},
    "stars.index": {"GET": "star.read"},
    "stars.put_forward": {"GET": "star.write", "POST": "star.write"},
    "stars.answer": {"GET": "star.confirm", "POST": "star.confirm"},
    "stars.person": {"GET": "star.read"},
    "stars.show": {"GET": "star.read"},
    "stars_papers.certificate": {"GET": "star.read"},
    "stars_papers.filing_paper": {"GET": "star.read"},
    "stars_papers.filing_book": {"GET": "star.read"},
    "summaries.index": {"GET": "summary.read"},
    "summaries.show": {"GET": "summary.read"},
    "summaries.submit": {"POST": "summary.write"},
    "summaries.send_back": {"GET": "summary.return", "POST": "summary.return"},
    "summaries.as_paper": {"GET": "summary.read"},
    "period_summaries.choose": {"GET": "summary.write", "POST": "summary.write"},
    "period_summaries.edit": {"GET": "summary.write", "POST": "summary.write"},
    "points.index": {"GET": "points.read"},
    "points.person": {"GET": "points.read"},
    "points.add": {"GET": "points.write", "POST": "points.write"},
    "points.reverse": {"GET": "points.record", "POST": "points.record"},
    "points.object_to": {"GET": "points.claim", "POST": "points.claim"},
    "points.answer": {"GET": "points.record", "POST": "points.record"},
    "points_board.show": {"GET": "points.read"},
    "points_board.paper": {"GET": "points.read"},
    "points_board.book": {"GET": "points.read"},
    "points_board.statement": {"GET": "points.read"},
    "points_board.register": {"GET": "points.write"},
    "points_board.take": {"POST": "points.write"},
    "points_board.assign": {"GET": "points.write", "POST": "points.write"},
    "points_exempt.add": {"GET": "points.write", "POST": "points.write"},
    "points_exempt.end": {"GET": "points.write", "POST": "points.write"},
    "claims.index": {"GET": "points.read"},
    "claims.add": {"GET": "points.claim", "POST": "points.claim"},
    "claims.show": {"GET": "points.read", "POST": "points.check"},
    "claims.withdraw": {"GET": "points.claim", "POST": "points.claim"},
    "evidence.show": {"GET": "points.read"},
    "evidence.remove": {"POST": "points.write"},
    "events.index": {"GET": "points.read"},
    "events.choose": {"GET": "points.record"},
    "events.add": {"GET": "points.record", "POST": "points.record"},
    "events.edit": {"GET": "points.read", "POST": "points.record"},
    "talks.index": {"GET": "talk.read"},
    "talks.show": {"GET": "talk.read"},
    "talks.add": {"GET": "talk.write", "POST": "talk.write"},
    "talks.edit": {"GET": "talk.write", "POST": "talk.write"},
    "talks.cancel": {"GET": "talk.write", "POST": "talk.write"},
    "schemes.index": {"GET": "scheme.read"},
    "schemes.show": {"GET": "scheme.read"},
    "schemes.text": {"GET": "scheme.read"},
    "schemes.cases": {"GET": "scheme.read"},
    "schemes.compare": {"GET": "scheme.read"},
    "drafts.add": {"GET": "scheme.write", "POST": "scheme.write"},
    "drafts.edit": {"GET": "scheme.write", "POST": "scheme.write"},
    "drafts.check": {"POST": "scheme.write"},
    "drafts.text": {"GET": "scheme.write"},
    "drafts.cases": {"GET": "scheme.write"},
    "drafts.replace": {"GET": "scheme.write", "POST": "scheme.write"},
    "drafts.accept": {"GET": "scheme.write", "POST": "scheme.write"},
    "drafts.what_if": {"GET": "scheme.write"},
    "drafts.drop": {"GET": "scheme.write", "POST": "scheme.write"},
    "drafts.adopt": {"GET": "scheme.write", "POST": "scheme.write"},
}

# Who casts a ballot has no session that a foreign page could misuse: the code of the slip is the authority.
WITHOUT_TOKEN = ("evalsys.views.vote.enter", "evalsys.views.vote.cast")


def lock(app: Flask) -> None:
    """Put the lock before every request."""
    for view in WITHOUT_TOKEN:
        csrf.exempt(view)
    app.before_request(open_or_refuse)
    app.after_request(guard_headers)


@login.user_loader
def load_viewer(token: str) -> sessions.Account | None:
    """The account whose sign-in the cookie names, if it is still open."""
    return sessions.viewer_by_token(token, current_app.config["CLOCK"](), idle_minutes(), longest_hours())


def idle_minutes() -> int:
    """How long a sign-in may rest."""
    return current_app.config["IDLE_MINUTES"]


def longest_hours() -> int:
    """How long a sign-in may last at all."""
    return current_app.config["LONGEST_HOURS"]


def open_or_refuse() -> Response | None:
    """Ask the table; no entry means no entry."""
    method = "GET" if request.method == "HEAD" else request.method
    writing.set(method == "POST")
    if any("\0" in text for text in (request.path, *request.args.values())):
        abort(404)
    if request.endpoint is None:
        return None
    right = ROUTES.get(request.endpoint, {}).get(method)
    if right is None:
        abort(403)
    if right == PUBLIC:
        return None
    if not current_user.is_authenticated:
        wanted = request.full_path.rstrip("?")
        session["after_sign_in"] = wanted if method == "GET" and len(wanted) <= LONGEST_ADDRESS else None
        return redirect(url_for("accounts.sign_in"))
    if right != SIGNED_IN and not current_user.may(right):
        abort(403)
    return None


def guard_headers(response: Response) -> Response:
    """What the browser must not do with our pages."""
    headers = response.headers
    headers.setdefault(
        "Content-Security-Policy",
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'",
    )
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "same-origin")
    if current_app.config["SESSION_COOKIE_SECURE"]:
        headers.setdefault("Strict-Transport-Security", f"max-age={YEAR}; includeSubDomains")
    if request.endpoint != "static":
        headers["Cache-Control"] = "no-store"
    return response

"""Whatever somebody writes into an address or a form: a page answers, never an error of ours."""

from __future__ import annotations

from datetime import date
from urllib.parse import quote, quote_from_bytes

import pytest

from evalsys.extensions import db
from evalsys.models.closings import PeriodClose
from evalsys.services import calendars, closing, evaluations, schemes
from evalsys.services.periods import period
from evalsys.services.write import Act

NUMBERS = ("0", "-1", "00", "2147483648", "9223372036854775808", "9" * 5000, "1e3", "٣", "²", "1.0", "%00", "abc")
TEXTS = (
    "\0",
    "a\0b",
    "\ud800".encode("utf-8", "surrogatepass"),
    b"\xff\xfe",
    "\u202egnp.exe\u2066",
    "𬍛䶮",
    "'; DROP TABLE person; --",
    "%s%n{}{{7*7}}",
    "<script>alert(1)</script>",
    "..%2f..%2fetc%2fpasswd",
    "A" * 3000,
    "\r\nSet-Cookie: x=1",
    "²",
)
PERIODS = (
    "0000",
    "0000Q1",
    "0001-01",
    "0001Q1",
    "9999Q4",
    "9999-12",
    "9999W52",
    "2026W99",
    "2026Q5",
    "2026-13",
    "٢٠٢٦Q2",
)
DAYS = ("0001-01-01", "9999-12-31", "2026-02-30", "2026-06-29T00", "20260629", "2026-W26-1", "١٩٩٩-01-01")
LONG = "长" * 12_000
SENT = (
    "\0",
    "a\0b\x1b\x7f",
    "\u202e\u2066x",
    "²",
    "9" * 5000,
    "-1",
    "1e999999",
    "NaN",
    "0001-01-01",
    "9999-12-31",
    LONG,
)
QUERIES = {
    "period": (*PERIODS, *DAYS, *TEXTS),
    "page": NUMBERS,
    "unit": NUMBERS,
    "member": NUMBERS,
    "person_id": NUMBERS,
    "on": (*DAYS, *TEXTS),
    "day": DAYS,
    "first": DAYS,
    "last": DAYS,
    "q": TEXTS,
    "name": TEXTS,
    "kind": TEXTS,
    "form": TEXTS,
    "saved": TEXTS,
    "meeting": NUMBERS,
    "line": NUMBERS,
    "open": NUMBERS,
    "about": NUMBERS,
    "year": NUMBERS,
}


def written(value):
    """A value as it stands in an address."""
    if value in NUMBERS and "%" in value:
        return value
    return quote_from_bytes(value) if isinstance(value, bytes) else quote(value, safe="%" if "%2f" in value else "")


@pytest.fixture
def numbers(make, clock):
    """One of everything, so that forms have a row behind them: the arguments of every address."""
    act = Act(None, clock())
    calendars.seed(act)
    schemes.adopt(act, make.township.id, schemes.sample_text(schemes.OFFICIALS), "")
    village, member = make.unit(), make.person("委员")
    make.branch(village=village)
    member_post = make.post(member, make.township, "committee_member", "党委委员")
    person = make.official("村官", village, mentor=make.person("导师"))
    entry = make.log(person)
    evaluations.compute(act, make.township.id, period("2026Q2"))
    row = next(iter(evaluations.stored(make.township.id, period("2026Q2")).values()))
    evaluations.compute(act, make.township.id, period("2026Q1"))
    closing.close(act, make.township.id, period("2026Q1"))
    job = make.job()
    scheme = schemes.in_force(make.township.id, schemes.OFFICIALS, date(2026, 6, 30))
    other = make.account("official", person=person)
    return {
        "person_id": person.id,
        "entry_id": entry.id,
        "unit_id": village.id,
        "post_id": member_post.id,
        "account_id": other.id,
        "evaluation_id": row.id,
        "version_id": scheme.id,
        "draft_id": make.draft().id,
        "monday": "2026-06-29",
        "code": "2026Q2",
        "kind": "village",
        "filename": "evalsys.css",
        "run_id": 1,
        "sheet": "1",
        "round_id": make.ballot_round([person], slips=6, state="open").id,
        "close_id": db.session.scalar(db.select(PeriodClose.id)),
        "comparison_id": make.comparison().id,
        "consequence_id": make.consequence(row).id,
        "summary_id": make.summary(person, submitted_on=date(2026, 7, 1)).id,
        "talk_id": make.talk(person).id,
        "leave_id": 1,
        "visit_id": make.visit(person).id,
        "task_id": make.task().id,
        "done_id": make.task_done(make.task("写台账"), person).id,
        "meeting_id": make.meeting(came=[person]).id,
        "learning_id": make.learning(person).id,
        "conduct_id": 1,
        "pay_run_id": 1,
        "pay_line_id": 1,
        "pay_fact_id": 1,
        "claim_id": 1,
        "file_id": 1,
        "event_id": 1,
        "objection_id": 1,
        "fact_id": 1,
        "spell_id": 1,
        "book": "grades",
        "rating_id": 1,
        "measure": "sr-2-jiancaoping",
        "stream": "initial-stars",
        "entry_row_id": 1,
        "job_id": job.id,
        "item_id": job.items[0].id,
        "record_id": make.grade(person).id,
    }


@pytest.fixture
def signed_in(page, make, numbers):
    return page.sign_in(make.account("clerk", "admin"))


def rules(app, method):
    """Every rule that answers to the method."""
    return [rule for rule in app.url_map.iter_rules() if method in rule.methods]


def address_of(rule, numbers, changed="", value=""):
    """The address of a rule with these arguments, one of them replaced by what somebody wrote."""
    given = {name: quote(str(numbers[name])) for name in rule.arguments}
    if rule.endpoint == "monthly.mark":
        given["code"] = "2026-06"
    if changed:
        given[changed] = written(value)
    text = rule.rule
    for name in rule.arguments:
        kind = {"run_id": "int", "filename": "path"}.get(name, "int" if name.endswith("_id") else "")
        text = text.replace(f"<{kind}:{name}>" if kind else f"<{name}>", given[name])
    assert "<" not in text, text
    return text


def failing(page, addresses):
    """The addresses that were answered by an error of ours."""
    page.app.config["PROPAGATE_EXCEPTIONS"] = False
    page.app.logger.disabled = True
    broken = []
    for address in addresses:
        answer = page.ask(page.client.get, address)
        answer.close()
        if answer.status_code >= 500:
            broken.append(address[:200])
    return broken


def test_no_argument_of_an_address_breaks_a_page(signed_in, numbers):
    found = []
    for rule in rules(signed_in.app, "GET"):
        for name in rule.arguments:
            hostile = NUMBERS if name.endswith("_id") else (*TEXTS, *PERIODS, *DAYS)
            found += [address_of(rule, numbers, name, value) for value in hostile]
    assert failing(signed_in, found) == []


def test_no_query_of_an_address_breaks_a_page(signed_in, numbers):
    pages = [address_of(rule, numbers) for rule in rules(signed_in.app, "GET") if not rule.rule.endswith(".pdf")]
    every = ["&".join(f"{name}={written(values[n])}" for name, values in QUERIES.items()) for n in range(7)]
    found = [f"{path}?{query}" for path in pages for query in every]
    lists = [path for path in pages if path.endswith("/") and path != "/"]
    found += [
        f"{path}?{name}={written(value)}" for path in lists for name, values in QUERIES.items() for value in values
    ]
    assert failing(signed_in, found) == []


def hostile_forms(page, path):
    """The form of a page, once for each hostile value: in every field at once, and in each hidden one alone."""
    seen = page.read(page.ask(page.client.get, path))
    for form in seen.forms:
        if form["method"] != "post" or form["action"] not in (None, ""):
            continue
        plain = page.sent(form)
        typed = [name for name in plain if name not in ("csrf_token", "form_key")]
        for value in SENT:
            yield {**plain, **dict.fromkeys(typed, value)}
        for name in typed:
            yield {**plain, name: "\0x"}
        for name in ("form_key", "version"):
            yield {**plain, name: "²"}
            yield {**plain, name: "9" * 5000}


def test_no_field_of_a_form_breaks_a_page(signed_in, numbers):
    signed_in.app.config["PROPAGATE_EXCEPTIONS"] = False
    signed_in.app.logger.disabled = True
    broken = []
    for rule in rules(signed_in.app, "POST"):
        if "GET" not in rule.methods:
            continue
        path = address_of(rule, numbers)
        for data in hostile_forms(signed_in, path):
            if signed_in.ask(signed_in.client.post, path, data=data).status_code >= 500:
                broken.append((path, {name: str(value)[:30] for name, value in data.items() if name != "csrf_token"}))
    assert broken == []
    assert db.session.scalar(db.select(db.func.count()).select_from(db.metadata.tables["person"])) >= 3

"""One gate before every reader: no choices of fewer than five papers, nor by taking one report from another."""

from __future__ import annotations

import io
import json

import openpyxl
import pytest
from pypdf import PdfReader

from evalsys.extensions import db
from evalsys.models.evaluations import Evaluation
from evalsys.models.reviews import Tally
from evalsys.services import calendars, schemes
from evalsys.services.write import Act

FEW, FEW_MEAN = (97, 80, 3, 1, 0, 0, 37, 39), "95.00"
TOLD, TOLD_MEAN = (97, 81, 4, 1, 0, 0, 37, 39), "96.00"
"""The same sheet with one more paper, which is just enough to be read."""
SHEET = ("handed_out", "returned", "excellent", "competent", "basic", "incompetent", "abstained", "spoilt")


@pytest.fixture
def official(make):
    """Somebody judged by a measure that asks for a single valid paper."""
    act, text = Act(None, make.clock()), schemes.sample_text(schemes.OFFICIALS)
    calendars.seed(act)
    schemes.adopt(act, make.township.id, text.replace("least-valid = 5", "least-valid = 1"), "")
    return make.official("李晓")


@pytest.fixture
def clerk(page, make):
    return page.sign_in(make.account("clerk"))


def cells(data):
    book = openpyxl.load_workbook(io.BytesIO(data))
    return " ".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)


def pdf_text(data):
    return "".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages).split())


def fetched(page, endpoint, read, **where):
    answer = page.ask(page.client.get, page.address(endpoint, **where))
    assert answer.status_code == 200, endpoint
    return read(answer.get_data())


def media(page, official):
    """What each medium says of the quarter: pages with their charts, papers, workbooks, JSON."""
    number = db.session.scalar(db.select(Evaluation.id).where(Evaluation.is_current))
    done = page.app.test_cli_runner().invoke(args=["results", "2026Q2", "--json"])
    assert len(json.loads(done.output)) == 1
    lists = {name: {"period": "2026Q2", "file": "xlsx"} for name in ("tallies.index", "results.index")}
    return {
        "list": page.get("tallies.index", period="2026Q2").html,
        "results": page.get("results.index", period="2026Q2").html,
        "result with its chart": page.get("results.show", evaluation_id=number).html,
        "nest": page.get("nest.show", person_id=official.id).html,
        "log": page.get("actions.index").html,
        "card": fetched(page, "results.scorecard", pdf_text, evaluation_id=number),
        "cards": fetched(page, "results.scorecards", pdf_text, code="2026Q2"),
        "JSON": done.output,
        **{f"{name} workbook": fetched(page, name, cells, **where) for name, where in lists.items()},
    }


def computed(clerk, make, official, counts):
    """A result of the quarter that rests on this sheet."""
    make.tally(official, counts)
    clerk.post("results.compute", period="2026Q2")


def keyed(clerk, official, counts):
    typed = dict(zip(SHEET, map(str, counts), strict=True))
    return clerk.fill("tallies.key", typed, person_id=official.id, code="2026Q2")


def test_four_valid_papers_tell_nothing_in_any_medium_though_the_measure_asks_for_one(clerk, make, official):
    computed(clerk, make, official, FEW)
    for name, text in media(clerk, official).items():
        for choice in (FEW_MEAN, "弃权 37", "弃权37", ">37<", " 37 ", "废票 39"):
            assert choice not in text, (name, choice)


def test_five_valid_papers_are_told_in_the_same_media(clerk, make, official):
    computed(clerk, make, official, TOLD)
    said = media(clerk, official)
    for name in ("result with its chart", "card", "cards", "JSON"):
        assert TOLD_MEAN in said[name], name
    assert " 37 " in said["tallies.index workbook"]


@pytest.mark.parametrize(
    "counts",
    [(97, 82, 5, 1, 0, 0, 37, 39), (97, 82, 4, 1, 0, 0, 38, 39), (97, 81, 5, 1, 0, 0, 36, 39)],
    ids=["one more", "one more that abstained", "one that abstained no more"],
)
def test_a_paper_more_than_a_result_rests_on_is_not_added(clerk, make, official, counts):
    computed(clerk, make, official, TOLD)
    seen = keyed(clerk, official, counts)
    assert "两份相减就看得出这几张怎么投的" in seen.text and "李晓" in seen.text
    assert db.session.scalar(db.select(Tally.returned)) == 81


@pytest.mark.parametrize("counts", [(97, 81, 3, 2, 0, 0, 37, 39), (97, 86, 8, 2, 0, 0, 37, 39)], ids=["none", "five"])
def test_a_count_of_as_many_papers_or_of_five_more_can_be_corrected(clerk, make, official, counts):
    computed(clerk, make, official, TOLD)
    assert keyed(clerk, official, counts).status == 302


def test_before_any_result_a_slip_of_the_hand_is_mended_and_the_log_tells_no_choices(clerk, official):
    assert [keyed(clerk, official, counts).status for counts in (TOLD, (97, 82, 5, 1, 0, 0, 37, 39))] == [302, 302]
    log = clerk.get("actions.index", kind="tally").text
    assert "81" in log and "82" in log
    assert not any(word in log for word in ("弃权", "优秀", "废票"))

"""Slips and the tally sheet on paper: legible, on the page, nothing lost, the same each time."""

from __future__ import annotations

from io import BytesIO
from itertools import combinations

import pytest
from pypdf import PdfReader

from evalsys.pdf import ballotsheet
from evalsys.pdf.ballotsheet import BallotSheet, ballot_sheet
from evalsys.pdf.marks import Squares
from evalsys.pdf.qr import matrix
from evalsys.pdf.slips import Slip, laid_out, slips

CODES = [Slip(f"http://127.0.0.1:8000/vote#ABCDEFGHJK{n:02}", f"ABCD-EFGH-JK{n:02}") for n in range(11)]


def names(number):
    return [f"王小{n}" for n in range(number)]


@pytest.mark.parametrize("number", [1, 9, 28, 60])
def test_no_slip_runs_into_another_or_off_the_paper(number):
    pages = laid_out("二季度群众测评", "演示镇", names(number), CODES)
    for page in pages:
        boxes = page.boxes()
        assert [(a.text, b.text) for a, b in combinations(boxes, 2) if a.overlaps(b)] == []
        assert all(box.left > 20 and box.right < 575 and box.bottom > 10 and box.top < 830 for box in boxes)
    assert sum(text == "投票码" for page in pages for text in page.strings) == len(CODES)


def test_several_slips_share_a_page_in_the_order_given():
    pages = laid_out("二季度群众测评", "演示镇", names(9), CODES)
    assert len(pages) == 3
    assert [text for page in pages for text in page.strings if "-JK" in text] == [slip.code for slip in CODES]
    squares = [shape for page in pages for shape in page.shapes if isinstance(shape, Squares)]
    assert [shape.matrix for shape in squares] == [matrix(slip.address) for slip in CODES]


def test_the_paper_of_slips_holds_their_texts():
    pdf = slips("二季度群众测评", "演示镇", ["李晓"], CODES[:2])
    text = "".join("".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages)
    assert text.count("李晓") == 2 and "一张票只算一次" in text and "ABCD-EFGH-JK01" in text


def test_a_long_sheet_repeats_its_heading_and_keeps_the_signatures():
    rows = [(name, (1, 2, 3, 4, 10, 0, 0)) for name in names(60)]
    card = BallotSheet("二季度群众测评", "演示镇", "2026年第二季度", "2026-07-01", 20, 10, [*rows, ("赵敏", None)])
    pages = [page.strings for page in ballotsheet.laid_out(card).pages]
    assert len(pages) == 2 and "基本称职" in pages[1] and "监票人（签字）" in pages[1]
    assert ballotsheet.TOO_FEW in pages[1]
    assert ballot_sheet(card) == ballot_sheet(card)

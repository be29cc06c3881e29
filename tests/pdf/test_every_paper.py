"""What holds for every paper: nothing overlaps or leaves the sheet, page n of m, a code that a camera reads."""

from __future__ import annotations

from io import BytesIO
from itertools import combinations

import pypdfium2
import pytest
import zxingcpp
from pypdf import PdfReader

from evalsys.pdf.press import press
from tests.pdf.papers import CARDS, SEAL, plain, sealed

A4 = (595.3, 841.9)


@pytest.fixture(params=CARDS)
def name(request):
    return request.param


@pytest.mark.parametrize("lay", [plain, sealed], ids=["plain", "sealed"])
def test_nothing_runs_into_another_or_off_the_sheet(name, lay):
    for page in lay(name).pages:
        boxes = page.boxes()
        assert [(a.text, b.text) for a, b in combinations(boxes, 2) if a.overlaps(b)] == []
        assert [box.text for box in boxes if box.left < 20 or box.right > A4[0] - 20 or box.bottom < 15] == []
        assert [box.text for box in boxes if box.top > A4[1] - 15] == []


def test_every_page_says_which_of_how_many_it_is_and_how_it_is_checked(name):
    sheet = sealed(name)
    for number, page in enumerate(sheet.pages, 1):
        said = "　".join(page.strings)
        assert f"第 {number} 页 共 {len(sheet.pages)} 页" in said
        assert f"校验码 {SEAL.code}" in said and SEAL.fingerprint in said and SEAL.place in said


def test_a_camera_reads_the_code_in_the_corner(name):
    rendered = pypdfium2.PdfDocument(press(sealed(name).pages, name))[0].render(scale=2).to_pil()
    assert [found.text for found in zxingcpp.read_barcodes(rendered)] == [SEAL.url]


def test_every_word_of_the_card_can_be_copied_from_the_paper(name):
    sheet = sealed(name)
    read = "".join(
        "".join(page.extract_text().split()) for page in PdfReader(BytesIO(press(sheet.pages, name))).pages
    )
    assert read == "".join("".join(sheet.texts()).split()) and sheet.problems() == []


def test_the_same_card_is_the_same_bytes(name):
    assert press(sealed(name).pages, name) == press(sealed(name).pages, name)


def test_without_a_seal_no_code_is_drawn(name):
    rendered = pypdfium2.PdfDocument(press(plain(name).pages, name))[0].render(scale=2).to_pil()
    assert zxingcpp.read_barcodes(rendered) == []

"""The fast press draws what the plain press draws, to the pixel, and what it kept from before changes nothing."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from io import BytesIO

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from PIL import ImageChops
from pypdf import PdfReader

from benches.cards import deck
from evalsys.pdf import ballotsheet, minutes, plain, slips, stars, summary
from evalsys.pdf import press as printing
from evalsys.pdf.cardform import card_form
from evalsys.pdf.faces import KAI, SONG, font_file, letters
from evalsys.pdf.fast import plates
from evalsys.pdf.fast import press as fast
from evalsys.pdf.fast.subsets import subset
from evalsys.pdf.press import choose, press
from evalsys.pdf.scorecard import card_problems, laid_out, scorecard, scorecards
from evalsys.settings import DEFAULTS, PRESSES, REQUIRED, CannotStart, check
from tests.pdf import test_minutes_paper, test_star_papers, test_summary_paper
from tests.pdf.cards import RARE_NAME, empty_card, gap_card, long_card, make_card
from tests.pdf.test_ballot_papers import CODES

RARE = make_card(facts=[("姓名", f"㛃𬱖𬎆{chr(0x2C386)}王🐂"), ("备注", "①★√÷×〔〕　é")])
NOTES = make_card(notes=[f"第{n}项说明：材料经镇党委办公室与村党支部共同核实，无异议。" * 3 for n in range(40)])
CARDS = {
    "whole": make_card(),
    "gap": gap_card(),
    "empty": empty_card(),
    "long, two pages": long_card(),
    "rare characters": RARE,
    "many notes": NOTES,
    "closed period": make_card(close_code="7F3A-22C1", rule="日常评×30% + 群众评×20% + 支部评×25% + 党委评×25%"),
    "full": deck(1)[0],
}
OTHERS = {
    "slips": slips.laid_out("二季度群众测评", "演示镇", ["王小一", f"李{RARE_NAME}"], CODES),
    "tally": ballotsheet.laid_out(
        ballotsheet.BallotSheet(
            "测评", "演示镇", "2026年第二季度", "2026-06-30", 9, 8, [("王小一", (5, 2, 1, 0, 8, 0, 0))]
        )
    ).pages,
    "minutes": minutes.laid_out(test_minutes_paper.card()).pages,
    "certificate": stars.certificate_pages(test_star_papers.CARD).pages,
    "summary, many pages": summary.laid_out(test_summary_paper.LONG).pages,
}
DOCUMENTS = {name: laid_out(card).pages for name, card in CARDS.items()} | OTHERS
SCALE = 2.5
# Texts are cut into other pieces, so a viewer adds up other widths: a letter may come to stand on the next quarter of
# a pixel and be shaded a little differently. Where ink is missing or added, pixels differ by far more than that.
MOST_PIXELS, MOST_GREY = 200, 110


@pytest.fixture(params=DOCUMENTS)
def pages(request):
    return DOCUMENTS[request.param]


@pytest.fixture(params=CARDS)
def card(request):
    return CARDS[request.param]


def pictures(pdf: bytes):
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.render(scale=SCALE).to_pil().convert("RGB") for page in document]
    finally:
        document.close()


def texts(pdf: bytes) -> list[str]:
    return ["".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages]


def forget() -> None:
    """As a fresh process begins."""
    for kept in (card_form, plates.plate, plates.printed):
        kept.cache_clear()


def test_it_looks_exactly_like_the_plain_drawing(pages):
    drawn, wanted = pictures(fast.press(pages, "表")), pictures(plain.press(pages, "表"))
    for ours, theirs in zip(drawn, wanted, strict=True):
        differing = ImageChops.difference(ours, theirs).convert("L").histogram()[1:]
        assert sum(differing) <= MOST_PIXELS and not any(differing[MOST_GREY:])


def test_that_comparison_would_notice_one_lost_character():
    pages = laid_out(make_card()).pages
    whole, last = pictures(plain.press(pages, "表")), pages[0].texts.pop()
    lacking = pictures(fast.press(pages, "表"))
    differing = ImageChops.difference(whole[0], lacking[0]).convert("L").histogram()[1:]
    assert last.text and any(differing[MOST_GREY:])


def test_its_text_reads_like_the_plain_one(pages):
    assert texts(fast.press(pages, "表")) == texts(plain.press(pages, "表"))


def test_qpdf_finds_nothing_wrong(pages):
    with pikepdf.open(BytesIO(fast.press(pages, "表", "镇"))) as document:
        assert document.check_pdf_syntax() == []


def test_the_code_on_the_paper_opens_the_card(card):
    read = [found.text for picture in pictures(scorecard(card)) for found in zxingcpp.read_barcodes(picture)]
    assert read == [card.verify_url]


def test_every_character_has_a_glyph_or_is_boxed_and_reported(pages):
    with pikepdf.open(BytesIO(fast.press(pages, "表"))) as document:
        fonts = {name: font for page in document.pages for name, font in page.Resources.Font.items()}
    assert fonts and all("+" in str(font.BaseFont) for font in fonts.values())
    assert card_problems(RARE) == ["「🐂」（U+1F402）没有字形，已画成方框"]
    assert "王□" in "".join(texts(scorecard(RARE)))


def test_same_card_same_bytes_whatever_was_printed_before(card):
    forget()
    first = scorecard(card)
    for other in CARDS.values():
        scorecard(other)
    scorecards([*CARDS.values()])
    assert scorecard(card) == first
    forget()
    assert scorecard(card) == first


def test_another_process_makes_the_same_bytes():
    code = (
        "import hashlib; from tests.pdf.test_fast_press import CARDS; from evalsys.pdf.scorecard import scorecard\n"
        "print(hashlib.sha256(b''.join(map(scorecard, reversed(CARDS.values())))).hexdigest())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    ours = b"".join(map(scorecard, reversed(CARDS.values())))
    assert done.stdout.strip() == hashlib.sha256(ours).hexdigest()


def test_cards_in_one_pdf_look_like_each_alone():
    cards = [*CARDS.values()]
    alone = [picture.tobytes() for card in cards for picture in pictures(scorecard(card))]
    assert [picture.tobytes() for picture in pictures(scorecards(cards))] == alone


def test_a_card_is_light_and_lighter_among_others():
    cards = deck(50)
    assert max(len(scorecard(card)) for card in cards) <= 120_000
    assert len(scorecards(cards)) / len(cards) <= 12_000


def test_cards_of_one_shape_share_one_plate():
    forget()
    for card in deck(30):
        scorecard(card)
    assert plates.plate.cache_info().misses < 6
    assert plates.plate.cache_info().maxsize and plates.printed.cache_info().maxsize


def test_a_subset_holds_the_outlines_of_the_file():
    wanted = sorted("顾文拴é1")
    file = font_file(SONG)
    made = file.subset([letters(SONG)[char].glyph for char in wanted])
    assert all(file.outline(letters(SONG)[char].glyph) in made for char in wanted)
    assert subset(SONG, wanted).name != subset(SONG, wanted[1:]).name


def test_a_composed_glyph_brings_its_parts():
    file = font_file(KAI)
    outline = file.outline(letters(KAI)["´"].glyph)
    part = int.from_bytes(outline[12:14])
    made = file.subset([letters(KAI)["´"].glyph])
    assert outline[0] >= 0x80 and outline not in made
    assert file.outline(part) in made and outline[:12] + b"\0\2" + outline[14:] in made


def test_a_press_that_does_not_exist_is_refused_at_the_start():
    settings = {**DEFAULTS, **dict.fromkeys(REQUIRED, "x")}
    check(settings)
    with pytest.raises(CannotStart, match="PAPERS must be one of fast, plain"):
        check({**settings, "PAPERS": "quick"})
    assert set(PRESSES) == set(printing.PRESSES)


def test_the_press_is_chosen_by_its_name():
    pages = DOCUMENTS["whole"]
    try:
        choose("plain")
        assert press(pages, "表") == plain.press(pages, "表")
    finally:
        choose("fast")
    assert press(pages, "表") == fast.press(pages, "表")
    with pytest.raises(ValueError, match="no press"):
        choose("quick")

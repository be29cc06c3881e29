"""The scorecard on paper says what the card says, in whole, legibly, and the same each time."""

from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from itertools import combinations

import pytest
from pypdf import PdfReader
from reportlab.graphics.barcode.qrencoder import QR8bitByte, QRCode, QRErrorCorrectLevel

from evalsys.pdf.marks import Squares
from evalsys.pdf.qr import matrix
from evalsys.pdf.scorecard import card_problems, card_texts, laid_out, scorecard, scorecards
from evalsys.pdf.sheet import LEFT, RIGHT
from tests.pdf.cards import RARE_NAME, empty_card, gap_card, line, long_card, make_card, make_result

CARDS = {"whole": make_card, "gap": gap_card, "empty": empty_card, "long": long_card}


@pytest.fixture(params=CARDS)
def card(request):
    return CARDS[request.param]()


def read(pdf: bytes) -> list[str]:
    """The text of each page without the white space that setting it has added."""
    return ["".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages]


def fonts(pdf: bytes) -> set[str]:
    found = set()
    for page in PdfReader(BytesIO(pdf)).pages:
        for font in page["/Resources"]["/Font"].values():
            (inner,) = font.get_object()["/DescendantFonts"]
            assert "/FontFile2" in inner.get_object()["/FontDescriptor"], "every font is embedded"
            found.add(font["/BaseFont"].split("+")[1])
    return found


def test_the_extracted_text_is_what_was_drawn_in_that_order(card):
    drawn = ["".join("".join(text.text for text in page.drawn()).split()) for page in laid_out(card).pages]
    assert read(scorecard(card)) == drawn


def test_what_is_drawn_are_the_strings_of_the_card(card):
    drawn = "".join(text.text for page in laid_out(card).pages for text in page.drawn())
    assert sorted("".join(drawn.split())) == sorted("".join("".join(card_texts(card)).split()))


def test_every_amount_sum_and_note_is_there(card):
    texts = card_texts(card)
    for top in card.result.lines:
        for step in top.walk():
            if step.item == "item" and step.title in texts:
                assert any(text.endswith(step.arithmetic) for text in texts) and step.clause in texts
                assert (format(step.amount, "f") if step.amount is not None else "无") in texts
                assert step.amount is not None or step.why_none in texts
    assert all(any(note in text for text in texts) for note in card.result.notes)


def test_the_printed_parts_add_up_to_the_printed_total():
    texts = card_texts(make_card())
    written = texts[texts.index("合计") + 1]
    assert written == "28.12 + 17.12 + 21.46 + 23.61 + 2.00 = 92.31"
    assert sum(map(Decimal, written.split(" = ")[0].split(" + "))) == Decimal(texts[texts.index("合计") + 2])


def test_a_deduction_is_subtracted_in_the_total():
    lines = (line("5", "日常评", "90.00"), line("6", "通报批评", "-2.00"))
    texts = card_texts(make_card(result=make_result(lines=lines, score=Decimal("88.00"))))
    assert "90.00 - 2.00 = 88.00" in texts
    assert "-2.00" in texts


def test_a_mirror_that_is_none_says_so_and_why():
    texts = card_texts(gap_card())
    assert "只有2个评分，不足3个" in texts
    assert "0.00" not in texts[texts.index("党委评（25%）") : texts.index("加减分")]


def test_same_card_same_bytes(card):
    assert scorecard(card) == scorecard(card)


def test_a_standard_card_is_one_page():
    assert len(read(scorecard(make_card()))) == 1


def test_a_second_page_repeats_the_heading_and_numbers_itself():
    first, second = read(scorecard(long_card()))
    assert "第1页共2页" in first
    assert "第2页共2页" in second
    assert "四镜五步考核评分表（续）" + RARE_NAME in second
    assert "条款项目计算得分" in second


def test_cards_in_one_pdf_number_their_own_pages():
    pages = read(scorecards([make_card(), long_card(), empty_card()]))
    feet = ["第1页共1页", "第1页共2页", "第2页共2页", "第1页共1页"]
    assert [foot in page for foot, page in zip(feet, pages, strict=True)] == [True] * 4


def test_no_cards_is_an_empty_answer_not_a_failure():
    assert scorecards([]).startswith(b"%PDF")


def test_depth_opens_the_tree_further():
    assert "日记录完成率" not in card_texts(make_card())
    assert "日记录完成率" in card_texts(make_card(), depth=5)
    assert "2026年4月日常评" not in card_texts(make_card(), depth=2)


def test_words_do_not_run_into_each_other_or_off_the_paper(card):
    for page in laid_out(card).pages:
        boxes = page.boxes()
        assert [(a.text, b.text) for a, b in combinations(boxes, 2) if a.overlaps(b)] == []
        assert all(box.left >= LEFT - 1 and box.right <= RIGHT + 1 for box in boxes)
        assert all(15 < box.bottom < box.top < 830 for box in boxes)


def test_a_rare_name_is_drawn_with_the_fallback_face():
    assert fonts(scorecard(make_card())) == {"NotoSerifSC-Regular", "NotoSerifSC-Bold"}
    assert "LXGWWenKai-Regular" in fonts(scorecard(long_card()))
    assert RARE_NAME in read(scorecard(long_card()))[0]


def test_a_character_that_no_font_has_is_a_box_and_a_problem():
    card = make_card(facts=[("姓名", "王🐂")])
    assert card_problems(card) == ["「🐂」（U+1F402）没有字形，已画成方框"]
    assert "王□" in read(scorecard(card))[0]


def test_the_code_on_the_card_is_the_code_of_its_address():
    card = make_card()
    (squares,) = [shape for shape in laid_out(card).pages[0].shapes if isinstance(shape, Squares)]
    code = QRCode(None, QRErrorCorrectLevel.M)
    code.addData(QR8bitByte(card.verify_url))
    code.make()
    assert code.moduleCount == len(squares.matrix)
    code.makeImpl(False, 4)
    assert ["".join("01"[cell] for cell in row) for row in code.modules] == list(squares.matrix)
    assert matrix(card.verify_url) != matrix(card.verify_url + "X")


def test_many_notes_go_on_below_and_none_is_lost():
    notes = [f"第{n}项说明：材料经镇党委办公室与村党支部共同核实，无异议。" * 3 for n in range(40)]
    card = make_card(notes=notes)
    text = "".join(read(scorecard(card)))
    assert all("".join(note.split()) in text for note in notes)
    assert "被考核人（签字）" in text


def test_controls_in_a_name_do_not_reach_the_paper():
    card = make_card(facts=[("姓名", "顾\u202e文\x07拴")])
    assert "顾文拴" in card_texts(card)


def test_nothing_of_the_card_is_taken_from_elsewhere():
    bare = replace(make_card(), facts=[], mirrors=[], months=[], notes=[], signatures=("本人（签字）",))
    texts = card_texts(bare)
    assert "导师（签字）" not in texts
    assert texts.count("日常评") == 1


def test_a_line_of_a_month_within_the_quarter_is_titled_with_its_month():
    month = replace(line("第三条", "当月日常评", "96.70"), period="2026-04")
    quarter = line("第四条", "日常评", "96.70", "", month)
    texts = card_texts(make_card(result=make_result(lines=(quarter,), score=Decimal("96.70"))))
    assert "当月日常评（2026年4月）" in texts
    assert "日常评" in texts


def test_signatures_never_stand_alone_on_a_page():
    notes = [f"第{n}项说明：经镇党委办公室核实。" for n in range(12)]
    sheet = laid_out(make_card(notes=notes))
    last = sheet.pages[-1].strings
    assert "被考核人（签字）" in last
    assert "备注" in last

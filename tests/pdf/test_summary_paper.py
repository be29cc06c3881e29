"""The paper of a summary carries every word over as many pages as it needs."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from itertools import combinations

from pypdf import PdfReader

from evalsys.pdf.summary import SummaryPaper, laid_out, summary

CARD = SummaryPaper(
    title="大学生村官年度述职报告",
    township="演示镇",
    period="2026年度",
    name="李晓",
    facts=[("姓名", "李晓"), ("任职村", "上梁村"), ("职务", "助理")],
    sections=[("主要工作", "一是走访。\n二是代办。"), ("存在不足", ""), ("下步打算", "多学习。")],
    state="",
)
LONG = replace(
    CARD, sections=[("主要工作", "\n".join(f"第{n}件事：" + "入户走访，记下难处，逐件办结。" * 9 for n in range(40)))]
)


def read(card):
    return ["".join(page.extract_text().split()) for page in PdfReader(BytesIO(summary(card))).pages]


def test_a_short_summary_is_one_page_with_its_paragraphs_and_signatures():
    (text,) = read(CARD)
    assert "一是走访。" in text and "（未写）" in text and "本人（签字）" in text


def test_a_long_text_flows_over_pages_and_none_of_it_is_lost():
    pages = read(LONG)
    assert len(pages) > 2 and "主要工作（续）" in pages[1]
    assert "大学生村官年度述职报告（续）李晓2026年度" in pages[1]
    assert "".join(pages).count("难") == 40 * 9


def test_every_paragraph_is_moved_in():
    long = "入户走访，记下难处，" * 12
    texts = laid_out(replace(CARD, sections=[("主要工作", f"{long}\n代办。")])).texts()
    assert any(text.startswith("　　入户走访") for text in texts) and "　　代办。" in texts


def test_words_do_not_run_into_each_other():
    for page in laid_out(LONG).pages:
        assert [(a.text, b.text) for a, b in combinations(page.boxes(), 2) if a.overlaps(b)] == []


def test_same_card_same_bytes():
    assert summary(CARD) == summary(CARD)

"""Charts show what they are given, say it in words, and may stand in a page with a strict policy."""

import re
from decimal import Decimal

import pytest
from defusedxml import ElementTree
from reportlab.graphics import renderPDF
from reportlab.graphics.shapes import Circle, Line, String
from reportlab.pdfgen.canvas import Canvas

from evalsys.charts import as_svg, radar, trend
from evalsys.charts.figure import ACCENT
from evalsys.pdf.faces import SONG, face

MIRRORS = [
    ("日常评", Decimal("93.72")),
    ("群众评", Decimal("85.60")),
    ("支部评", Decimal("85.83")),
    ("党委评", Decimal("94.43")),
]
MONTHS = [("4月", Decimal("96.70")), ("5月", Decimal("92.13")), ("6月", Decimal("92.34"))]
YEAR = [(f"{n}月", Decimal(80 + n * 7 % 19)) for n in range(1, 13)]
ALL = [
    radar(MIRRORS),
    radar(MIRRORS[:2]),
    radar([("廉", None)] * 4),
    radar([]),
    trend(MONTHS),
    trend(YEAR),
    trend([]),
]


def words(drawing) -> list[str]:
    return [shape.text for shape in drawing.contents if isinstance(shape, String)]


def strokes(drawing) -> int:
    return sum(isinstance(shape, Line) and shape.strokeColor == ACCENT for shape in drawing.contents)


def dots(drawing) -> int:
    return sum(isinstance(shape, Circle) for shape in drawing.contents)


def test_a_radar_writes_each_mark_beside_its_axis():
    drawing = radar(MIRRORS)
    assert {"日常评 93.72", "支部评 85.83"} <= set(words(drawing))
    assert {"群众评", "85.60", "党委评", "94.43"} <= set(words(drawing))
    assert (strokes(drawing), dots(drawing)) == (4, 4)


def test_a_missing_mark_is_a_gap_and_not_a_zero():
    drawing = radar([*MIRRORS[:3], ("党委评", None)])
    assert "无" in words(drawing)
    assert (strokes(drawing), dots(drawing)) == (2, 3)


def test_a_missing_month_breaks_the_line():
    drawing = trend([MONTHS[0], ("5月", None), MONTHS[2]])
    assert "无" in words(drawing)
    assert (strokes(drawing), dots(drawing)) == (0, 2)


def test_a_trend_writes_each_value_and_its_scale():
    assert {"96.70", "92.13", "92.34", "80", "100", "4月"} <= set(words(trend(MONTHS)))


@pytest.mark.parametrize("value", [0, 100, 104, -3])
def test_values_at_the_edges_stay_in_the_picture(value):
    for drawing in (radar([("甲", value), ("乙", 50), ("丙", 60)]), trend([("4月", value), ("5月", value)])):
        for shape in drawing.contents:
            if isinstance(shape, Circle):
                assert 0 <= shape.cx <= drawing.width
                assert 0 <= shape.cy <= drawing.height


@pytest.mark.parametrize("drawing", ALL)
def test_svg_may_stand_in_a_page_under_a_strict_policy(drawing):
    svg = as_svg(drawing)
    assert not re.search(r"style=|<style|<script|href|url\(|http|<!|\son\w+=", svg)
    assert len(svg.encode()) < 6000
    root = ElementTree.fromstring(svg)
    assert root.get("role") == "img"
    assert root.get("aria-label") == root.find("title").text == drawing.says
    assert [text.text for text in root.iter("text")] == words(drawing)


def test_svg_says_the_values_in_words():
    assert 'aria-label="分项得分：日常评 93.72，群众评 85.60' in as_svg(radar(MIRRORS))


def test_a_label_cannot_break_out_of_the_svg():
    svg = as_svg(radar([('"><script>', 1), ("&", 2), ("\x00丙\u202e", 3)]))
    assert "<script" not in svg
    ElementTree.fromstring(svg)


@pytest.mark.parametrize("drawing", ALL)
def test_the_same_drawing_draws_in_a_pdf(drawing, tmp_path):
    face(SONG)
    canvas = Canvas(str(tmp_path / "chart.pdf"), initialFontName=SONG)
    renderPDF.draw(drawing, canvas, 50, 50)
    assert canvas.getpdfdata().startswith(b"%PDF")

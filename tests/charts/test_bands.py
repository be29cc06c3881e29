"""The bars say how many hold each grade; the dots name nobody and never lie on one another."""

from __future__ import annotations

from decimal import Decimal

from reportlab.graphics.shapes import Circle, Rect

from evalsys.charts import as_svg, bands, strip


def of_kind(figure, kind):
    return [shape for shape in figure.contents if isinstance(shape, kind)]


def test_each_grade_has_a_bar_as_long_as_its_number():
    figure = bands([("优秀", 1), ("称职", 4), ("不称职", 0)])
    one, four = of_kind(figure, Rect)
    assert abs(four.width - 4 * one.width) < 0.1
    assert figure.says == "各等次人数：优秀 1，称职 4，不称职 0"


def test_a_dot_for_each_score_and_none_hides_another():
    figure = strip([Decimal("90.5"), Decimal("90.5"), Decimal(71), None, Decimal(88)])
    dots = [(dot.cx, dot.cy) for dot in of_kind(figure, Circle)]
    assert len(dots) == len(set(dots)) == 4
    assert figure.says.endswith("：4 人") and "90.5" not in as_svg(figure)


def test_without_anybody_the_charts_say_so():
    assert "无" in as_svg(bands([])) and "无" in strip([]).says

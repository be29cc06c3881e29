"""Stars over the years: a step a year, and a gap where nobody was rated, which is not zero."""

from evalsys.charts import as_svg, stars


def test_the_figure_says_in_words_what_it_shows():
    figure = stars([("2023", 3), ("2024", None), ("2025", 0)])
    assert figure.says == "历年星级：2023 3 星，2024 未评，2025 0 星"
    assert "未评" in as_svg(figure)


def strokes(years):
    """How many red strokes are drawn."""
    return as_svg(stars(years)).count('stroke="#b3261e"')


def test_a_rise_has_an_upright_and_an_unrated_year_has_no_step():
    assert strokes([("2023", 3), ("2024", 3)]) == 2
    assert strokes([("2023", 3), ("2024", 4)]) == 3
    assert strokes([("2023", 3), ("2024", None), ("2025", 4)]) == 2


def test_no_years_are_an_empty_figure():
    assert stars([]).says == "历年星级"

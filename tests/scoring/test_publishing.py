"""How results may be laid side by side is the measure's own word."""

from __future__ import annotations

import pytest

from evalsys.scoring import SchemeMistakes, read_scheme

from .making import FOUR_MIRRORS_TEXT


def with_key(text: str):
    return read_scheme(FOUR_MIRRORS_TEXT.replace("[grade]\n", f"[grade]\n{text}\n", 1), "mine.toml")


def test_without_a_word_only_grades_are_shown() -> None:
    assert read_scheme(FOUR_MIRRORS_TEXT, "mine.toml").grading.publish == "bands"


def test_a_measure_may_say_that_the_order_is_published_and_by_which_clause() -> None:
    grading = with_key('publish = "order"\npublish-clause = "第八条"').grading
    assert (grading.publish, grading.publish_clause) == ("order", "第八条")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('publish = "ranks"', "publish 写的是 'ranks'，只能是：bands、order"),
        ('publsh = "order"', "不认识的键 publsh"),
        ('publish = "order"\npublish-clause = "第九十条"', "第九十条不在"),
        ('publish-clause = "第八条"', "只按等次公布的不用写"),
    ],
)
def test_a_misspelt_word_is_refused_with_its_place(text: str, says: str) -> None:
    with pytest.raises(SchemeMistakes) as refused:
        with_key(text)
    assert any(says in one.says and "[grade]" in one.where for one in refused.value.mistakes), str(refused.value)

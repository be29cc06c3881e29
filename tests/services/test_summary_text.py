"""Chosen entries read as sentences, and nothing stands in a draft twice."""

from __future__ import annotations

from datetime import date

import pytest

from evalsys.services.summary_text import Choice, added, piece


def entry(text, kind="走访", day=date(2026, 6, 2), place="", outcome=""):
    return Choice("log-1", "main_work", kind, text, day, place, outcome)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (entry("走访三户"), "6月2日走访三户"),
        (entry("走访三户。", place="上梁村", outcome="已办结"), "6月2日在上梁村走访三户，已办结"),
        (entry("到上梁村走访", place="上梁村"), "6月2日到上梁村走访"),
        (entry("在村部开会", place="上梁村"), "6月2日在村部开会"),
        (entry("上午走访\r\n下午代办；"), "6月2日上午走访，下午代办"),
    ],
)
def test_an_entry_reads_as_part_of_a_sentence(given, says):
    assert piece(given) == says


def test_entries_of_one_kind_share_a_paragraph():
    text = added("", [entry("走访"), entry("办证", "代办"), entry("再走访", day=date(2026, 6, 3))])
    assert text == "走访：6月2日走访；6月3日再走访。\n代办：6月2日办证。"


def test_what_stands_there_is_not_added_again():
    part = Choice("part-1-main_work", "main_work", "2026年6月", "走访。")
    held = added("", [part, entry("办证", "代办")])
    assert added(held, [part, entry("办证", "代办")]) == held == "2026年6月：走访。\n代办：6月2日办证。"

"""Lines of Chinese text break where a printer would break them."""

import pytest

from evalsys.pdf.faces import width
from evalsys.pdf.setting import lines

TEXT = "有效票（含优秀、称职、不称职）不足5张的，本项“无”；其权重分给其他各项，并在《评分表》注明。"


@pytest.mark.parametrize("room", range(44, 200, 7))
def test_no_closing_mark_begins_a_line_and_no_opening_mark_ends_one(room):
    for line in lines(TEXT, room, 9):
        assert line[0] not in "，。、；）”》"
        assert line[-1] not in "（“《"


@pytest.mark.parametrize("room", range(30, 200, 7))
def test_nothing_is_lost_and_nothing_sticks_out(room):
    broken = lines(TEXT, room, 9)
    assert "".join(broken) == TEXT
    assert all(width(line, 9) <= room for line in broken)


def test_numbers_stay_whole():
    assert lines("(96.70 + 92.13 + 92.34) ÷ 3", 50, 9) == ("(96.70 +", "92.13 +", "92.34) ÷ 3")


def test_a_word_wider_than_the_line_is_cut():
    broken = lines("9f86d081884c7d659a2feaa0c55ad015", 50, 9)
    assert len(broken) > 1
    assert "".join(broken) == "9f86d081884c7d659a2feaa0c55ad015"


def test_an_empty_text_is_one_empty_line():
    assert lines("", 50, 9) == ("",)

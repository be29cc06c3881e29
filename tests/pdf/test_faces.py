"""Every character finds a face, and one that has none is told of."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from evalsys.pdf.faces import BOX, KAI, SONG, SONG_BOLD, clean, covered, runs, uncovered, width
from evalsys.pdf.scorecard import scorecard
from tests.pdf.cards import long_card, make_card


@pytest.mark.parametrize("char", "䶮㛃堃翀𬍛𬱖𬍡𫖮①★√÷×〔〕")
def test_song_draws_the_rare_characters_and_signs(char):
    assert runs(char) == ((SONG, char),)
    assert runs(char, True) == ((SONG_BOLD, char),)


def test_kai_draws_what_song_lacks():
    assert runs("赵𬎆明") == ((SONG, "赵"), (KAI, "𬎆"), (SONG, "明"))


def test_a_character_without_a_glyph_is_a_box_and_is_named():
    assert runs("王🐂") == ((SONG, f"王{BOX}"),)
    assert uncovered(["王🐂", "李"]) == {"🐂"}
    assert uncovered(["王𬎆☑"]) == set()


def test_both_weights_of_song_cover_the_same():
    assert covered(SONG) == covered(SONG_BOLD)
    assert len(covered(SONG)) > 30_000


@pytest.mark.parametrize(
    ("written", "drawn"),
    [
        ("顾\u202e文\u2066拴\x00", "顾文拴"),
        ("第一行\n第二行", "第一行 第二行"),
        ("e\u0301", "é"),
        ("葛\U000e0100城", "葛城"),
        ("\ud800王", "王"),
        ("☑到岗", "[√]到岗"),
    ],
)
def test_text_is_cleaned_before_it_is_drawn(written, drawn):
    assert clean(written) == drawn


def test_an_endless_text_is_cut_visibly():
    assert clean("长" * 50, 20) == "长" * 19 + "…"


def test_widths_follow_the_faces():
    assert width("汉字", 10) == 20
    assert width("𬎆", 10) == 10
    assert 0 < width("1", 10) < 10


def test_threads_share_the_fonts():
    cards = [make_card(), long_card()] * 6
    alone = {id(card): scorecard(card) for card in cards[:2]}
    with ThreadPoolExecutor(6) as threads:
        for card, made in zip(cards, threads.map(scorecard, cards), strict=True):
            assert made == alone[id(card)]

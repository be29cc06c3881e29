"""Every value of a file is found where it stands, and a text that is no TOML breaks nothing."""

from __future__ import annotations

import tomllib
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalsys.scoring import SAMPLES as SCHEMES
from evalsys.scoring.layout import spots

FILES = sorted(SCHEMES.glob("*.toml"))

SAMPLE = '''\
# 开头的说明 = "不是键"
"题目" = "四镜 # 不是说明" # 后面的说明
'a.b' = 'c:\\d'
text = """
第一行\\
   接着
"引号""和\\"转义\\\\"""
ends = """两个引号"""""
raw = \'\'\'
照'原''样\\\'\'\'
moment = 1979-05-27 07:32:00Z
clock = 07:32:00
negative = -2
yes = true
facts.weekly."2026-04" = 1
facts . "weekly" . '2026-05' = 2
empty = []
none = {}
far = [ # 一行一个
  1, "二", # 说明 ]
  [3, { "四" = [4, { deep.er = "五" }] }],

  { a = "}", b = [] },
]

  [grade]
clause = "第七条"
[ grade . "gate" ]   # 表头后面的说明
least = "50%"
[[item]]
id = "甲"
[item.options]
"优秀" = 100
[[item.step]]
least = 5
[[item.step]]
least = 3
[item.step.more]
drop = 0
[[item]]
id = "乙"
[[item.step]]
least = 1
[[empty-row]]
[last]'''


def leaves(value, path=()):
    """Every value that holds no other, by its path."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    inner = list(inner)
    if not inner:
        yield path, value
    for key, part in inner:
        yield from leaves(part, (*path, key))


def loads(text: str):
    return tomllib.loads(text, parse_float=Decimal)


def innermost(found):
    """The paths that lead to nothing further."""
    above = {path[:length] for path in found for length in range(len(path))}
    return set(found) - above


def check(text: str) -> None:
    """What holds for every file."""
    found = spots(text)
    data = dict(leaves(loads(text)))
    data.pop((), None)
    assert innermost(found) == set(data)
    for path, value in data.items():
        spot = found[path]
        written = text[spot.start : spot.stop]
        assert spot.path == path
        if not (value == {} and written.startswith("[")):
            assert loads(f"x = {written}")["x"] == value


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_value_of_the_files_that_come_along_is_found_where_it_stands(path):
    check(path.read_text(encoding="utf-8"))


def test_every_way_of_writing_is_read():
    check(SAMPLE)


def test_windows_line_ends_are_read():
    check(SAMPLE.replace("\n", "\r\n"))


def test_a_value_is_named_with_the_line_of_its_key():
    found = spots(SAMPLE)
    lines = SAMPLE.split("\n")
    assert lines[found["text",].line - 1] == 'text = """'
    assert lines[found["far", 2, 1, "四", 1, "deep", "er"].line - 1].strip().startswith("[3")
    assert lines[found["facts", "weekly", "2026-05"].line - 1].endswith("= 2")
    assert lines[found["item", 0, "step", 1, "least"].line - 1] == "least = 3"
    assert lines[found["item", 1, "step", 0, "least"].line - 1] == "least = 1"


def test_a_header_is_named_with_its_own_line_and_text():
    spot = spots(SAMPLE)["grade", "gate"]
    assert SAMPLE[spot.start : spot.stop] == '[ grade . "gate" ]'
    assert SAMPLE.split("\n")[spot.line - 1].startswith('[ grade . "gate" ]')
    assert SAMPLE[spots(SAMPLE)["item", 1].start :].startswith('[[item]]\nid = "乙"')


def test_whole_lists_and_tables_have_a_place_too():
    found = spots('a = [1, { b = "二" }]')
    assert {path: (spot.start, spot.stop) for path, spot in found.items()} == {
        ("a",): (4, 20),
        ("a", 0): (5, 6),
        ("a", 1): (8, 19),
        ("a", 1, "b"): (14, 17),
    }


@pytest.mark.parametrize(
    "rest",
    ["x", "x =", "x = [1", "x = {", 'x = "没有完', "[没有引号]", "[a", "x = 1 2", '"\\q" = 1', "x = " + "[" * 5000],
)
def test_what_stands_before_a_mistake_is_still_found(rest):
    text = f'[item]\nshare = "40%"\n{rest}'
    with pytest.raises((tomllib.TOMLDecodeError, RecursionError)):
        loads(text)
    spot = spots(text)["item", "share"]
    assert text[spot.start : spot.stop] == '"40%"'


WORDS = st.text(st.sampled_from("甲乙a -.#=[]{}'\"\\\n\t,1"), max_size=6)
SCALARS = st.one_of(
    st.integers(-(10**12), 10**12),
    st.booleans(),
    st.dates().filter(lambda day: day.year > 999),
    st.datetimes().filter(lambda moment: moment.year > 999),
    WORDS,
)
GAPS = st.sampled_from(["", " ", "\n", " # 说明, ]\n", "\n\n  "])


def basic(word: str) -> str:
    """A word in quotes, with what TOML does not allow there written as an escape."""
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'


def is_plain(word: str) -> bool:
    """May it stand as a key without quotes?"""
    return bool(word) and all(sign in "a-1" for sign in word)


@st.composite
def written_words(draw, word: str) -> str:
    ways = [basic(word), '"""\n' + word.replace("\\", "\\\\").replace('"', '\\"') + '"""']
    if "'" not in word:
        ways += [f"'''\n{word}'''"] + ([f"'{word}'"] if "\n" not in word else [])
    return draw(st.sampled_from(ways))


@st.composite
def written_values(draw, depth: int = 0) -> str:
    kind = draw(st.sampled_from(["plain", "plain", "list", "table"] if depth < 3 else ["plain"]))
    if kind == "plain":
        value = draw(SCALARS)
        if isinstance(value, str):
            return draw(written_words(value))
        return str(value).lower() if isinstance(value, bool) else str(value)
    if kind == "list":
        parts = draw(st.lists(written_values(depth + 1), max_size=3))
        body = "".join(f"{draw(GAPS)}{part}{draw(GAPS)}," for part in parts)
        return f"[{body if draw(st.booleans()) else body[:-1]}{draw(GAPS)}]"
    keys = draw(st.lists(WORDS, max_size=3, unique=True))
    return "{" + ", ".join(f"{key(word)} = {draw(written_values(depth + 1))}" for word in keys) + " }"


def key(word: str) -> str:
    return word if is_plain(word) else basic(word)


@st.composite
def files(draw) -> str:
    lines = []
    for head in [
        "",
        *draw(st.lists(st.sampled_from(["[[a]]", "[[a.b]]", "[a.'甲'.c]", '[ "d" ]', "[[ e ]]"]), max_size=6)),
    ]:
        words = draw(st.lists(WORDS.map(lambda word: f"甲{word}"), max_size=3, unique=True))
        lines += [head] + [f"{basic(word)}.x = {draw(written_values())} # 说明" for word in words]
    return "\n".join(lines)


@settings(deadline=None)
@given(files())
def test_every_value_of_any_file_is_found_where_it_stands(text):
    try:
        loads(text)
    except tomllib.TOMLDecodeError:
        spots(text)
    else:
        check(text)


@settings(deadline=None)
@given(st.text(st.sampled_from("ab=[]{}\"'.,#\n \\1甲")))
def test_no_text_whatever_breaks_the_reading(text):
    found = spots(text)
    assert all(0 <= spot.start < spot.stop <= len(text) for spot in found.values())

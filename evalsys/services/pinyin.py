"""Pinyin of Chinese names, with the surnames that dictionaries read as common words."""

from __future__ import annotations

from pypinyin import Style, lazy_pinyin

# Surname → its reading as a surname. Two-character surnames come first because they are tried first.
SURNAMES = {
    "尉迟": "yu chi",
    "长孙": "zhang sun",
    "单于": "chan yu",
    "万俟": "mo qi",
    "令狐": "ling hu",
    "单": "shan",
    "仇": "qiu",
    "解": "xie",
    "曾": "zeng",
    "区": "ou",
    "查": "zha",
    "乐": "yue",
    "盖": "ge",
    "朴": "piao",
    "任": "ren",
    "华": "hua",
    "纪": "ji",
    "燕": "yan",
    "宁": "ning",
    "牟": "mu",
    "缪": "miao",
    "尹": "yin",
    "黑": "he",
    "召": "shao",
    "员": "yun",
    "种": "chong",
    "繁": "po",
    "折": "she",
    "那": "na",
    "覃": "qin",
    "冼": "xian",
    "逄": "pang",
    "晁": "chao",
    "隗": "wei",
    "祭": "zhai",
    "翟": "zhai",
    "褚": "chu",
    "瞿": "qu",
    "阚": "kan",
}


def read_name(name: str) -> str:
    """The syllables of a name, with spaces between: 单雄 is "shan xiong"; dots within a name are left out."""
    name = "".join(character for character in name if character.isalnum())
    surname = next((written for written in SURNAMES if name.startswith(written) and len(name) > len(written)), "")
    syllables = SURNAMES[surname].split() if surname else []
    rest = lazy_pinyin(name[len(surname) :], style=Style.NORMAL, errors=lambda other: list(other))
    return " ".join([*syllables, *rest]).lower()


def initials(pinyin: str) -> str:
    """The first letter of each syllable: "shan xiong" is "sx"; of the first forty."""
    return "".join(syllable[0] for syllable in pinyin.split()[:40])

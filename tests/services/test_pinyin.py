"""Names are read as surnames are read, not as the dictionary reads the sign."""

import pytest

from evalsys.services import pinyin


@pytest.mark.parametrize(
    ("name", "reading", "initials"),
    [
        ("张晓明", "zhang xiao ming", "zxm"),
        ("单雄", "shan xiong", "sx"),
        ("曾国强", "zeng guo qiang", "zgq"),
        ("解小东", "xie xiao dong", "xxd"),
        ("乐平", "yue ping", "yp"),
        ("任红", "ren hong", "rh"),
        ("仇英", "qiu ying", "qy"),
        ("尉迟恭", "yu chi gong", "ycg"),
        ("欧阳修", "ou yang xiu", "oyx"),
        ("吕梁", "lv liang", "ll"),
        ("阿依古丽·买买提", "a yi gu li mai mai ti", "ayglmmt"),
    ],
)
def test_a_name_is_read_syllable_by_syllable(name, reading, initials):
    assert pinyin.read_name(name) == reading
    assert pinyin.initials(reading) == initials


@pytest.mark.parametrize("name", ["", "A", "单", "𠮷田", "3"])
def test_whatever_is_typed_as_a_name_has_a_reading(name):
    assert isinstance(pinyin.initials(pinyin.read_name(name)), str)

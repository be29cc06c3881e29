"""Cleaners of text: names, ID numbers, phones, words, yes and no."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from stdnum.cn import ric

from evalsys.books.book import CellError, Formula, folded, is_blank, show, squeezed, visible
from evalsys.books.problems import N_, Cleaned, doubtful, wrong

MAX_NAME, MAX_WORD, MAX_TEXT = 50, 200, 4000
_DOTS = re.compile(r"[•・．‧･∙⋅●﹒]")
_HAN = r"\u2e80-\u2fdf\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\ue000-\uf8ff\U00020000-\U0003ffff\U000f0000-\U0010ffff"
_AFTER_HAN = re.compile(rf"(?<=[{_HAN}·]) +| +(?=[{_HAN}·])")
_ID_NUMBER = re.compile(r"[1-9][0-9]{16}[0-9X]")
_LOST_DIGITS = re.compile(r"[0-9](\.[0-9]+)?E\+?[0-9]{2}", re.IGNORECASE)
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_LANDLINE = re.compile(r"0[0-9]{9,11}")
_YES = frozenset(["是", "有", "√", "✓", "✔", "对", "y", "yes", "true", "1", "1.0"])
_NO = frozenset(["否", "无", "不是", "没有", "×", "✗", "x", "n", "no", "false", "0", "0.0"])
_NOTHING = frozenset(["", "-", "--", "—", "——", "/", "\\", "无", "空"])
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF5B) if chr(code).isalnum()}


@dataclass(frozen=True)
class Hints:
    """What the sheet says beyond the cell: its unit, its year, and the day up to which dates are believed."""

    unit: str = ""
    year: int | None = None
    latest: date | None = None


Cleaner = Callable[[object, Hints], Cleaned]
NO_HINTS = Hints()


def unusable(value: object) -> Cleaned | None:
    """What to say of a formula or a cell in error, for any cleaner; None when the cell is plain."""
    if isinstance(value, Formula):
        return wrong("formula", N_("这里是公式，不能当作数据。请复制该列，用“选择性粘贴—数值”贴回后再上传。"))
    if isinstance(value, CellError):
        return wrong("cell_error", N_("单元格显示为 %(shown)s。请改成正确的内容。"), shown=value.text)
    return None


def is_nothing(value: object) -> bool:
    """Blank, or a sign that clerks put for nothing."""
    return is_blank(value) or (isinstance(value, str) and squeezed(value) in _NOTHING)


def plain_name(value: object) -> str:
    """A person's name without blanks and with one kind of middle dot; rare characters are never replaced."""
    text = _DOTS.sub("·", visible(show(value)).translate(_FULL_WIDTH))
    return _AFTER_HAN.sub("", text)


def name(value: object, _: Hints = NO_HINTS) -> Cleaned:
    """A person's name."""
    if is_blank(value):
        return Cleaned()
    text = plain_name(value)
    if len(text) > MAX_NAME or not isinstance(value, str) or not all(map(_belongs_to_name, text)):
        return wrong("name_unreadable", N_("姓名里有不该有的字符。请只写姓名，其他内容写在备注里。"))
    if any(unicodedata.category(character) == "Co" for character in text):
        return doubtful(
            text, "name_private_character", N_("姓名里有自造字，别的电脑上可能显示不出来。请尽量改用标准字库里的字。")
        )
    return Cleaned(text)


def people(value: object, _: Hints = NO_HINTS) -> Cleaned:
    """Who signed or advises: one name or several, never a reason to keep a row out."""
    parts = [plain_name(part) for part in re.split(r"[、,，;；]", visible(show(value)))]
    return _short("、".join(part for part in parts if part), MAX_WORD)


def _belongs_to_name(character: str) -> bool:
    return (
        character in "·' -〇" or unicodedata.category(character)[0] in "LM" or unicodedata.category(character) == "Co"
    )


def word(value: object, _: Hints = NO_HINTS) -> Cleaned:
    """A short entry such as a post, a category or a village, without blanks."""
    text = visible(show(value)).translate(_FULL_WIDTH)
    return _short(_AFTER_HAN.sub("", text), MAX_WORD)


def text(value: object, _: Hints = NO_HINTS) -> Cleaned:
    """A sentence, kept as written."""
    return _short(visible(show(value)), MAX_TEXT)


def _short(text: str, limit: int) -> Cleaned:
    if len(text) > limit:
        return wrong("text_too_long", N_("内容超过 %(limit)s 字。请缩短。"), limit=limit)
    return Cleaned(text or None)


def sex(value: object, _: Hints = NO_HINTS) -> Cleaned:
    """男 or 女."""
    text = squeezed(value).removesuffix("性")
    if text in ("男", "女", ""):
        return Cleaned(text or None)
    return doubtful(None, "sex_unknown", N_("性别应为“男”或“女”，这一格按空白处理。请在系统里补上。"))


def id_number(value: object, _: Hints = NO_HINTS) -> Cleaned:
    """An 18-digit ID number whose check digit is right."""
    if is_blank(value):
        return Cleaned()
    digits = re.sub(r"[ \-'‘’“”\"]", "", squeezed(value)).upper()
    if (isinstance(value, (int, float)) and abs(value) >= 10**15) or _LOST_DIGITS.fullmatch(digits):
        return wrong(
            "id_number_lost_digits",
            N_("Excel 把号码变成了数字，后几位已丢失。请先把这一列设为“文本”格式，再照身份证重新填写。"),
        )
    if not _ID_NUMBER.fullmatch(digits):
        return wrong(
            "id_number_length", N_("身份证号码应为 18 位（现为 %(length)s 位）。请照身份证核对。"), length=len(digits)
        )
    if birth_in(digits) is None:
        return wrong("id_number_birth", N_("身份证号码第 7 至 14 位不是出生日期。请照身份证核对。"))
    if ric.calc_check_digit(digits) != digits[-1]:
        return wrong("id_number_check", N_("身份证号码校验位不对，至少有一位填错。请照身份证核对。"))
    return Cleaned(digits)


def birth_in(digits: str) -> date | None:
    """The birth date within an ID number."""
    try:
        return date(int(digits[6:10]), int(digits[10:12]), int(digits[12:14]))
    except ValueError:
        return None


def phone(value: object, _: Hints = NO_HINTS) -> Cleaned:
    """A mobile or landline number as digits; a wrong one is left empty, the row is still good."""
    if is_nothing(value):
        return Cleaned()
    digits = re.sub(r"[ \-()—–]", "", squeezed(value)).removeprefix("+86")
    if _MOBILE.fullmatch(digits) or _LANDLINE.fullmatch(digits):
        return Cleaned(digits)
    return doubtful(
        None,
        "phone_wrong",
        N_("联系电话应为 11 位（现为 %(length)s 位），这一格按空白处理。请核对后在系统里补上。"),
        length=len(digits),
    )


def yes_no(value: object, _: Hints = NO_HINTS) -> Cleaned:
    """是 or 否, in the many ways that clerks tick."""
    if is_blank(value):
        return Cleaned()
    text = squeezed(value).lower()
    if text in _YES or text in _NO:
        return Cleaned(text in _YES)
    return wrong("yes_no_unknown", N_("请填“是”或“否”。"))


def one_of(words: Mapping[str, str], code: str, says: str) -> Cleaner:
    """A cleaner that takes only the given words, each with what it is kept as."""

    def clean(value: object, _: Hints = NO_HINTS) -> Cleaned:
        text = squeezed(value)
        if is_nothing(value):
            return Cleaned()
        return Cleaned(words[text]) if text in words else wrong(code, says, known="、".join(words))

    return clean


def number_text(value: object) -> str:
    """A number as text: full-width folded, blanks gone, the Chinese comma made plain."""
    return folded(value).replace(" ", "").replace("，", ",")

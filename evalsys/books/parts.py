"""The small parts of a workbook: its sheets' names, shared texts and date styles."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900

from evalsys.books.grid import MAX_CELLS, MAX_TEXT, Notebook
from evalsys.books.markup import collect, local, parse, plain
from evalsys.books.package import chunks
from evalsys.books.problems import N_, BookRefused

_WORKBOOK_TYPE = "/officeDocument"
_YES = ("1", "true")


@dataclass(frozen=True)
class SheetPart:
    """A sheet's name and the part that holds it."""

    title: str
    part: str
    hidden: bool


@dataclass(frozen=True)
class Workbook:
    """The sheets in order and what their cells refer to."""

    sheets: tuple[SheetPart, ...]
    notebook: Notebook


def read_workbook(package: zipfile.ZipFile) -> Workbook:
    """The index of the book; links to other files are not followed."""
    names = set(package.namelist())
    home = next((part for kind, part in _links(package, "", names).values() if kind.endswith(_WORKBOOK_TYPE)), "")
    if home not in names:
        raise BookRefused(N_("这不是 Excel 工作簿。请用 Excel 或 WPS 另存为 .xlsx 后再上传。"))
    links = _links(package, home, names)
    tags = collect(chunks(package, home), {"workbookPr", "sheet"})
    sheets = tuple(_sheets(tags, links))
    mac = any(tag == "workbookPr" and at.get("date1904", "").lower() in _YES for tag, at in tags)
    by_kind = {kind.rpartition("/")[2]: part for kind, part in links.values()}
    notebook = Notebook(
        strings=_strings(package, by_kind["sharedStrings"]) if by_kind.get("sharedStrings") in names else (),
        date_styles=_date_styles(package, by_kind["styles"]) if by_kind.get("styles") in names else frozenset(),
        epoch=CALENDAR_MAC_1904 if mac else CALENDAR_WINDOWS_1900,
    )
    return Workbook(tuple(sheet for sheet in sheets if sheet.part in names), notebook)


def _links(package: zipfile.ZipFile, part: str, names: set[str]) -> dict[str, tuple[str, str]]:
    folder, name = posixpath.split(part)
    rels = posixpath.join(folder, "_rels", f"{name}.rels")
    if rels not in names:
        return {}
    found = {}
    for _, at in collect(chunks(package, rels), {"Relationship"}):
        if at.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, at.get("Target", ""))).lstrip("/")
            found[at.get("Id", "")] = (at.get("Type", ""), target)
    return found


def _sheets(tags: list[tuple[str, dict[str, str]]], links: dict[str, tuple[str, str]]) -> Iterator[SheetPart]:
    for tag, at in tags:
        if tag == "sheet":
            link = next((value for key, value in at.items() if local(key) == "id" and ":" in key), "")
            kind, part = links.get(link, ("", ""))
            if kind.endswith("/worksheet"):
                yield SheetPart(at.get("name", ""), part, at.get("state", "visible") != "visible")


def _date_styles(package: zipfile.ZipFile, part: str) -> frozenset[int]:
    formats: dict[str, str] = {}
    styles: list[str] = []
    inside = False

    def start(name: str, at: dict[str, str]) -> None:
        nonlocal inside
        tag = local(name)
        if tag == "numFmt":
            formats[at.get("numFmtId", "")] = at.get("formatCode", "")
        elif tag == "cellXfs":
            inside = True
        elif tag == "xf" and inside:
            styles.append(at.get("numFmtId", "0"))

    def end(name: str) -> None:
        nonlocal inside
        inside = inside and local(name) != "cellXfs"

    parse(chunks(package, part), start, end, lambda _: None)
    dates = {number for number in set(styles) if _is_date(number, formats)}
    return frozenset(index for index, number in enumerate(styles) if number in dates)


def _is_date(number: str, formats: dict[str, str]) -> bool:
    if number in formats:
        return is_date_format(formats[number][:200])
    # 27-36 and 50-58 are the East Asian built-in dates, which the library's table leaves out.
    code = int(number)
    return 27 <= code <= 36 or 50 <= code <= 58 or is_date_format(BUILTIN_FORMATS.get(code, "General"))


def _strings(package: zipfile.ZipFile, part: str) -> list[str]:
    strings: list[str] = []
    pieces: list[str] = []
    taking = phonetic = False

    def start(name: str, _: dict[str, str]) -> None:
        nonlocal taking, phonetic
        tag = local(name)
        taking = tag == "t" and not phonetic
        phonetic = phonetic or tag == "rPh"
        if tag == "si":
            pieces.clear()

    def end(name: str) -> None:
        nonlocal taking, phonetic
        tag = local(name)
        taking = False
        if tag == "rPh":
            phonetic = False
        elif tag == "si":
            if len(strings) >= MAX_CELLS:
                raise BookRefused(N_("文件里的文字太多。请分成几个文件再上传。"))
            strings.append(plain("".join(pieces))[:MAX_TEXT])

    def text(piece: str) -> None:
        if taking:
            pieces.append(piece)

    parse(chunks(package, part), start, end, text)
    return strings

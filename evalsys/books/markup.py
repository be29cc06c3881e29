"""XML parts read as a stream by expat, without document types or entities."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from xml.parsers import expat

from openpyxl.utils.escape import unescape

from evalsys.books.problems import N_, BookRefused

MAX_TOKEN = 4 * 1024 * 1024  # one tag or attribute longer than this is no workbook
_PLAIN_ENCODINGS = {"", "utf-8", "us-ascii", "ascii"}
_NO_TEXT = re.compile("[\x00\ud800-\udfff\ufffe\uffff]")
Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]
Text = Callable[[str], None]


def _refuse(*_: object) -> None:
    raise BookRefused(
        N_("文件里有不允许的内容（XML 实体或文档类型声明）。请用 Excel 或 WPS 另存为新的 .xlsx 后再上传。")
    )


def _check_encoding(_version: str, encoding: str | None, _alone: int) -> None:
    if (encoding or "").lower() not in _PLAIN_ENCODINGS:
        _refuse()


def local(name: str) -> str:
    """A tag without its namespace prefix."""
    return name.rpartition(":")[2]


def plain(text: str) -> str:
    """A cell's text with Excel's _x000D_ undone; characters that no database and no page can hold are dropped."""
    return _NO_TEXT.sub("", unescape(text) if "_x" in text else text)


def parse(pieces: Iterable[bytes], start: Start, end: End, text: Text) -> None:
    """Feed one part to the three handlers."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.XmlDeclHandler = _check_encoding
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    parser.ExternalEntityRefHandler = _refuse
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    fed = 0
    for piece in pieces:
        parser.Parse(piece, False)
        fed += len(piece)
        if fed - parser.CurrentByteIndex > MAX_TOKEN:
            _refuse()
    parser.Parse(b"", True)


def collect(pieces: Iterable[bytes], wanted: set[str]) -> list[tuple[str, dict[str, str]]]:
    """The wanted tags of a small part with their attributes, in order."""
    found: list[tuple[str, dict[str, str]]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if local(name) in wanted:
            found.append((local(name), attributes))

    parse(pieces, start, lambda _: None, lambda _: None)
    return found

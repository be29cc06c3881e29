"""Ballot slips: several on a page with lines to cut along, each with its code, the ballot and one instruction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evalsys.pdf.marks import Page, Path, Squares
from evalsys.pdf.press import press
from evalsys.pdf.qr import matrix

LEFT, RIGHT, TOP, BOTTOM = 34.0, 561.0, 818.0, 24.0
NAMES, OPTION, ROW, LEAST_ROW = 96.0, 52.0, 14.0, 9.0
HEAD, FOOT, LEAST_HIGH, QR = 40.0, 12.0, 150.0, 84.0
OPTIONS = ("优秀", "称职", "基本称职", "不称职", "弃权")
SAYS = "每人只打一个勾；也可以扫右边的码，用手机投。一张票只算一次，不记姓名。"


@dataclass(frozen=True)
class Slip:
    """What is different on each slip: the address behind the square code, and the code in groups."""

    address: str
    code: str


def slips(title: str, township: str, names: Sequence[str], codes: Sequence[Slip]) -> bytes:
    """All slips in the order given, as many on a page as fit."""
    return press(laid_out(title, township, names, codes), title, township)


def laid_out(title: str, township: str, names: Sequence[str], codes: Sequence[Slip]) -> list[Page]:
    """The pages, ready for the press."""
    row = max(LEAST_ROW, min(ROW, (TOP - BOTTOM - HEAD - FOOT) / (len(names) + 1)))
    high = max(LEAST_HIGH, HEAD + FOOT + row * (len(names) + 1))
    on_a_page = max(1, int((TOP - BOTTOM) // high))
    pages: list[Page] = []
    for number, slip in enumerate(codes):
        place = number % on_a_page
        if not place:
            pages.append(Page())
        top = TOP - place * high
        draw(pages[-1], top, (title, township), slip)
        table(pages[-1], top - HEAD, row, names)
        cut(pages[-1], top - high)
    return pages


def draw(page: Page, top: float, head: tuple[str, str], slip: Slip) -> None:
    """Head and instruction at the left, the code at the right."""
    title, township = head
    page.say(title, LEFT, top - 18, 12, bold=True)
    page.say(f"{township}　{SAYS}", LEFT, top - 33, 8)
    squares, middle = matrix(slip.address), RIGHT - 62
    page.shapes.append(Squares(middle - QR / 2, top - HEAD - QR - 2, QR / len(squares), squares))
    page.say("投票码", middle, top - HEAD - QR - 14, 8, align="centre")
    page.say(slip.code, middle, top - HEAD - QR - 28, 12, align="centre", bold=True)


def table(page: Page, top: float, row: float, names: Sequence[str]) -> None:
    """One line for each official, a box to tick under each option."""
    right = LEFT + NAMES + OPTION * len(OPTIONS)
    size = min(9.0, row * 0.62)
    for line, name in enumerate(("姓名", *names)):
        base = top - (line + 0.7) * row
        page.say(name, LEFT + 4, base, size)
        for number, option in enumerate(OPTIONS):
            middle = LEFT + NAMES + OPTION * (number + 0.5)
            page.say("□" if line else option, middle, base, size, align="centre")
    bottom = top - row * (len(names) + 1)
    for line in range(len(names) + 2):
        page.shapes.append(Path(((LEFT, top - line * row), (right, top - line * row)), 0.4))
    for x in (LEFT, *(LEFT + NAMES + OPTION * number for number in range(len(OPTIONS) + 1))):
        page.shapes.append(Path(((x, top), (x, bottom)), 0.4))


def cut(page: Page, y: float) -> None:
    """The line to cut along."""
    page.shapes.append(Path(((LEFT - 20, y), (RIGHT + 20, y)), 0.5, dash=(4.0, 3.0)))

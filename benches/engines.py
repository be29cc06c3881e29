"""The same card set by other engines, each the way its own manual shows: what the press is laid beside.

An engine is a function that makes a printer; a printer takes a card and gives the bytes of a PDF. Making the printer
is not timed: it is where an engine may load fonts and compile its template, if it can keep them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module

from evalsys.pdf import plain
from evalsys.pdf.fast import press as fast
from evalsys.pdf.scorecard import Scorecard, laid_out

Printer = Callable[[Scorecard], bytes]


class Lacking(Exception):
    """An engine that is not installed; the text says what installs it."""


INSTALL = "python3 run.py bench papers（装 requirements-bench.txt）"
PANGO = "apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
ENGINES = {
    "fast press": "benches.engines:fast_press",
    "plain press (Canvas)": "benches.engines:plain_press",
    "platypus": "benches.with_platypus:printer",
    "Typst": "benches.with_typst:printer",
    "WeasyPrint": "benches.with_weasyprint:printer",
    "fpdf2": "benches.with_fpdf2:printer",
}


def fast_press() -> Printer:
    """Ours."""
    return lambda card: fast.press(laid_out(card).pages, "四镜五步考核评分表", card.township)


def plain_press() -> Printer:
    """Ours without the fast room: the methods of reportlab's canvas."""
    return lambda card: plain.press(laid_out(card).pages, "四镜五步考核评分表", card.township)


def printers() -> Iterator[tuple[str, Printer | Lacking]]:
    """Every engine, or why it cannot be had here."""
    for name, place in ENGINES.items():
        module, maker = place.split(":")
        try:
            yield name, getattr(import_module(module), maker)()
        except ImportError as wrong:
            yield name, Lacking(f"{wrong.name or wrong} 没有安装 (not installed)：{INSTALL}")
        except OSError as wrong:
            yield name, Lacking(f"缺少系统库 (a library of the system is missing: {str(wrong)[:60]})：{PANGO}")

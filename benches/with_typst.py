"""The card with Typst: one template, the card as data, a compiler that keeps its fonts."""

from __future__ import annotations

import json
from pathlib import Path

import typst

from benches import cards
from evalsys.pdf.faces import font_path
from evalsys.pdf.qr import matrix
from evalsys.pdf.scorecard import Scorecard

TEMPLATE = Path(__file__).with_name("card.typ").read_bytes()


def printer():
    """Fonts and template are handed over once."""
    folder = str(font_path("NotoSerifSC").parent)
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
    compiler = typst.Compiler(font_paths=fonts, ignore_system_fonts=True)

    def printed(card: Scorecard) -> bytes:
        return compiler.compile(TEMPLATE, format="pdf", sys_inputs={"card": as_data(card)}, pdf_tags=False)

    return printed


def as_data(card: Scorecard) -> str:
    """The card as the template reads it."""
    return json.dumps(
        {
            "form": card.form_number,
            "heading": cards.heading(card),
            "facts": card.facts,
            "rows": cards.rows(card),
            "sum": cards.written_sum(card),
            "score": f"{card.result.score:.2f}",
            "grade": card.result.grade,
            "mirrors": [[title, float(value)] for title, value in card.mirrors],
            "months": [[title, float(value)] for title, value in card.months],
            "trend": card.trend_title,
            "notes": cards.noted(card),
            "code": card.verify_code,
            "squares": matrix(card.verify_url),
            "signatures": card.signatures,
            "foot": cards.foot(card),
        }
    )

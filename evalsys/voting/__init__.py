"""The public door of voting: the names that other rooms may use."""

from evalsys.voting.box import ABSTAIN, OPTIONS, SPOILT, Box, Used, Wrong
from evalsys.voting.codes import CodeKeys, code_of, fresh_code, fresh_codes, fresh_receipt, shown_code
from evalsys.voting.counting import LEAST_VALID, Counts, counts_of
from evalsys.voting.drawing import Drawn, drawn, quotas

__all__ = [
    "ABSTAIN",
    "LEAST_VALID",
    "OPTIONS",
    "SPOILT",
    "Box",
    "CodeKeys",
    "Counts",
    "Drawn",
    "Used",
    "Wrong",
    "code_of",
    "counts_of",
    "drawn",
    "fresh_code",
    "fresh_codes",
    "fresh_receipt",
    "quotas",
    "shown_code",
]

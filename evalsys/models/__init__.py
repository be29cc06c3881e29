"""The tables. Importing the room makes every class known to the migrations."""

from evalsys.models import accounts, actions, ballots, closings, evaluations, imports, people, reviews, schemes, units

__all__ = [
    "accounts",
    "actions",
    "ballots",
    "closings",
    "evaluations",
    "imports",
    "people",
    "reviews",
    "schemes",
    "units",
]

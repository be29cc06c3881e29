"""The tables. Importing the room makes every class known to the migrations."""

from evalsys.models import accounts, actions, evaluations, imports, people, reviews, schemes, units

__all__ = ["accounts", "actions", "evaluations", "imports", "people", "reviews", "schemes", "units"]

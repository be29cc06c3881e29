"""The public door of scoring: the names that other rooms may use."""

from evalsys.scoring.compute import NotInForce, compute, evaluate, item_line
from evalsys.scoring.facts import Calendar, Dossier, Fact, Span, Subject
from evalsys.scoring.grading import grade_group
from evalsys.scoring.loading import SAMPLES, SchemeMistakes, load_scheme, read_scheme
from evalsys.scoring.numbers import exact, plain, settle
from evalsys.scoring.periods import Period, month_of, period, quarter_of, week_of, year_of
from evalsys.scoring.reading import Mistake
from evalsys.scoring.results import Line, Problem, Result, Source
from evalsys.scoring.scheme import Limits, Scheme
from evalsys.scoring.storage import as_data, digest, from_data

__all__ = [
    "SAMPLES",
    "Calendar",
    "Dossier",
    "Fact",
    "Limits",
    "Line",
    "Mistake",
    "NotInForce",
    "Period",
    "Problem",
    "Result",
    "Scheme",
    "SchemeMistakes",
    "Source",
    "Span",
    "Subject",
    "as_data",
    "compute",
    "digest",
    "evaluate",
    "exact",
    "from_data",
    "grade_group",
    "item_line",
    "load_scheme",
    "month_of",
    "period",
    "plain",
    "quarter_of",
    "read_scheme",
    "settle",
    "week_of",
    "year_of",
]

"""The public door of scoring: the names that other rooms may use."""

from evalsys.scoring.balances import held_balances, taken_away
from evalsys.scoring.ballots import guarded
from evalsys.scoring.casebook import read_casebook, read_facts
from evalsys.scoring.comparing import Change, as_text, differences
from evalsys.scoring.compute import NotInForce, compute, evaluate, item_line
from evalsys.scoring.daybook import Day, Daybook, daybook
from evalsys.scoring.desk import Standing
from evalsys.scoring.examples import Casebook, Outcome
from evalsys.scoring.facts import Calendar, Dossier, Fact, Span, Subject
from evalsys.scoring.figures import Figure, figures, with_figures
from evalsys.scoring.guarding import Unguarded, unguarded
from evalsys.scoring.laying import Layout
from evalsys.scoring.loading import SAMPLES, SchemeMistakes, load_scheme, read_scheme
from evalsys.scoring.mistakes import Mistake
from evalsys.scoring.numbers import exact, plain, settle
from evalsys.scoring.periods import Period, month_of, period, quarter_of, week_of, year_of
from evalsys.scoring.proving import accepted, run, told
from evalsys.scoring.ranking import grade_group
from evalsys.scoring.reach import looks_back, streams_of
from evalsys.scoring.results import Line, Problem, Result, Source
from evalsys.scoring.rollup import rollup
from evalsys.scoring.scheme import Item, Limits, Scheme
from evalsys.scoring.stays import Stay
from evalsys.scoring.stays import told as stays_told
from evalsys.scoring.storage import as_data, digest, from_data
from evalsys.scoring.trying import tried
from evalsys.scoring.writing import tree

__all__ = [
    "SAMPLES",
    "Calendar",
    "Casebook",
    "Change",
    "Day",
    "Daybook",
    "Dossier",
    "Fact",
    "Figure",
    "Item",
    "Layout",
    "Limits",
    "Line",
    "Mistake",
    "NotInForce",
    "Outcome",
    "Period",
    "Problem",
    "Result",
    "Scheme",
    "SchemeMistakes",
    "Source",
    "Span",
    "Standing",
    "Stay",
    "Subject",
    "Unguarded",
    "accepted",
    "as_data",
    "as_text",
    "compute",
    "daybook",
    "differences",
    "digest",
    "evaluate",
    "exact",
    "figures",
    "from_data",
    "grade_group",
    "guarded",
    "held_balances",
    "item_line",
    "load_scheme",
    "looks_back",
    "month_of",
    "period",
    "plain",
    "quarter_of",
    "read_casebook",
    "read_facts",
    "read_scheme",
    "rollup",
    "run",
    "settle",
    "stays_told",
    "streams_of",
    "taken_away",
    "told",
    "tree",
    "tried",
    "unguarded",
    "week_of",
    "with_figures",
    "year_of",
]

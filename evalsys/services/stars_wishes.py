"""What would raise somebody's stars: changed records are tried on the measure itself, and what raises is said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from flask_babel import gettext as _

from evalsys.models.schemes import SchemeVersion
from evalsys.models.stars import StarRating
from evalsys.scoring import Calendar, Dossier, Fact, Scheme, plain
from evalsys.services import dossiers, registers, schemes, stars
from evalsys.services.registers_words import grade_words
from evalsys.services.write import Refused

YEARS_AHEAD = 10
LOWERING = ("negative", "discipline")


@dataclass(frozen=True)
class Trial:
    """One person's records, the measure to try them on, and the stars that are to be surpassed."""

    measure: SchemeVersion
    dossier: Dossier
    year: int
    stars: int
    calendar: Calendar

    @property
    def scheme(self) -> Scheme:
        """What the measure says."""
        return schemes.scheme_of(self.measure)

    def with_facts(self, facts: Sequence[Fact], year: int) -> int:
        """The stars that these records would give for a year; −1 where they would give none."""
        changed = replace(self.dossier, facts=tuple(facts))
        day = stars.rating_day(year)
        (result,) = stars.rated(self.measure, [changed], year, day, self.calendar)
        found = stars.counted(result, self.scheme)
        return -1 if found is None else found

    def grades(self, word: str, first: int, last: int) -> list[Fact]:
        """The records with that grade in each of these years, whatever stands there now."""
        years = range(first, last + 1)
        kept = [fact for fact in self.dossier.facts if fact.kind != "year-grade" or fact.on.year not in years]
        return [*kept, *(Fact("year-grade", date(year, 1, 1), text=word) for year in years)]


def wishes(row: StarRating) -> list[str]:
    """In plain sentences, what would raise these stars; empty where nothing that was tried does."""
    try:
        trial = trial_of(row)
        return [] if trial is None else [*by_grade(trial), *by_years(trial), *by_sheets(trial), *by_removal(trial)]
    except Refused:
        return []


def trial_of(row: StarRating) -> Trial | None:
    """The person's records as the registers have them now, to be tried on the measure that gave these stars.

    None for who is no secretary any more. Raises Refused where that measure no longer holds.
    """
    year = row.year + 1
    day = stars.rating_day(year)
    measure = schemes.in_force(row.township_id, row.scheme_version.name, day)
    found = list(stars.filed(row.township_id, year, day, row.person_id, measure))
    now = -1 if row.stars is None else row.stars
    return Trial(measure, found[0], year, now, dossiers.calendar()) if found else None


def last_grade(trial: Trial) -> str:
    """The last grade on record before the year that is tried."""
    known = [fact for fact in trial.dossier.facts if fact.kind == "year-grade" and fact.on.year < trial.year]
    return max(known, key=lambda fact: fact.on).text if known else ""


def by_grade(trial: Trial) -> Iterator[str]:
    """Next year's grade: which words raise the stars."""
    for word in dict.fromkeys(grade_words(trial.scheme)):
        found = trial.with_facts(trial.grades(word, trial.year, trial.year), trial.year)
        if found > trial.stars:
            said = {"year": trial.year, "grade": word, "stars": found}
            yield _("%(year)s年度考核定为“%(grade)s”，评下来是 %(stars)s 颗星。", **said)


def by_years(trial: Trial) -> Iterator[str]:
    """Staying in post with the same grade: the first year that raises the stars."""
    word = last_grade(trial)
    for year in range(trial.year, trial.year + YEARS_AHEAD + 1):
        facts = trial.grades(word, trial.year, year) if word else list(trial.dossier.facts)
        found = trial.with_facts(facts, year)
        if found > trial.stars and word and year == trial.year:
            return  # the sentence about next year's grade says so already
        if found > trial.stars:
            said = {"year": year, "stars": found, "day": stars.rating_day(year).isoformat(), "grade": word}
            if word:
                yield _("继续任职、每年考核都是“%(grade)s”，到 %(day)s 评%(year)s年度时是 %(stars)s 颗星。", **said)
            else:
                yield _("继续任职，到 %(day)s 评%(year)s年度时是 %(stars)s 颗星。", **said)
            return


def best_grade(trial: Trial) -> str:
    """Of the grades that give the most stars next year the most modest one, which the measure names last."""
    words = [*reversed(list(dict.fromkeys(grade_words(trial.scheme))))]
    return max(words, key=lambda word: trial.with_facts(trial.grades(word, trial.year, trial.year), trial.year))


def by_sheets(trial: Trial) -> Iterator[str]:
    """A yearly sheet of the measure: one step more in one of its numbers, with the grade that serves best."""
    held = {fact.kind for fact in trial.dossier.facts if fact.on.year == trial.year}
    word = best_grade(trial) if any(grade_words(trial.scheme)) else ""
    base = trial.grades(word, trial.year, trial.year) if word else list(trial.dossier.facts)
    for name, stream in trial.scheme.streams.items():
        if stream.on != "year" or str(name) in {*held, *registers.DELIVERED}:
            continue
        lowest = {value: limits.low for value, limits in stream.values.items()}
        for value, limits in stream.values.items():
            more = {**lowest, value: limits.low + limits.step}
            found = trial.with_facts([*base, Fact(str(name), date(trial.year, 1, 1), more)], trial.year)
            if found > trial.stars:
                yield sheet_says(trial.year, word, stream.title, f"{value} {plain(more[value])}", found)


def sheet_says(year: int, grade: str, sheet: str, number: str, found: int) -> str:
    """One number of a sheet, with the grade that it takes."""
    said = {"year": year, "grade": grade, "sheet": sheet, "number": number, "stars": found}
    if not grade:
        return _("%(year)s年度“%(sheet)s”登记“%(number)s”，评下来是 %(stars)s 颗星。", **said)
    return _("%(year)s年度考核为“%(grade)s”，“%(sheet)s”登记“%(number)s”，评下来是 %(stars)s 颗星。", **said)


def by_removal(trial: Trial) -> Iterator[str]:
    """A line of the negative list that turns out to be wrong: the same year again without it."""
    word, facts, year = last_grade(trial), trial.dossier.facts, trial.year - 1
    if not word:
        return
    for fact in facts:
        if fact.kind in LOWERING and fact.on.year == year:
            found = trial.with_facts([one for one in facts if one is not fact], year)
            if found > trial.stars:
                said = {"day": fact.on.isoformat(), "text": fact.text, "year": year, "stars": found}
                yield _("%(day)s 的“%(text)s”如果经核实有误、按程序撤销，%(year)s年度重评是 %(stars)s 颗星。", **said)

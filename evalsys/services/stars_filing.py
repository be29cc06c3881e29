"""What the certificate and the filing list (备案表) say of a rating, and the list as a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from evalsys.books.stars import star_book
from evalsys.models.stars import StarRating
from evalsys.scoring import Line, Result, Scheme
from evalsys.services import schemes, stars_preview

HEADS = ("序号", "姓名", "村（支部）", "年度考核等次", "任职年限", "星级", "颗数", "备注")
UNRATED = "不评星"


@dataclass(frozen=True)
class Told:
    """One rating in words: grade of the year, years of service, stars, what is to be noted."""

    name: str
    place: str
    grade: str
    tenure: str
    level: str
    stars: int | None
    notes: tuple[str, ...]
    lines: tuple[Line, ...]


def told(row: StarRating) -> Told:
    """The rating as its frozen lines have it."""
    result, scheme = stars_preview.result_of(row), schemes.scheme_of(row.scheme_version)
    level = row.grade or (UNRATED if row.stars is None else f"{row.stars}星")
    grade, tenure = grade_of(result), tenure_of(result, scheme)
    return Told(
        row.person.name, row.place, grade, tenure, level, row.stars, (*result.notes, *problems(result)), result.lines
    )


def problems(result: Result) -> list[str]:
    """What the result says is amiss, beyond its notes."""
    return [problem.says for problem in result.problems if problem.says not in result.notes]


def grade_of(result: Result) -> str:
    """The year's grade that the result rests on, the last one where it rests on several."""
    found = [
        (source.on, source.text)
        for top in result.lines
        for line in top.walk()
        for source in line.sources
        if source.ref.startswith("year_grade:")
    ]
    return max(found)[1] if found else ""


def tenure_of(result: Result, scheme: Scheme) -> str:
    """The full years of service that the measure counted, if it counts any."""
    for item in scheme.items.values():
        line = result.find(str(item.id)) if item.kind == "service" else None
        if line is not None and isinstance(line.amount, Decimal):
            unit = "年" if getattr(item.how, "unit", "year") == "year" else "个月"
            return f"{int(line.amount)}{unit}"
    return ""


def filing(rows: Sequence[StarRating]) -> list[tuple[str, ...]]:
    """The rows of the filing list under its heads."""
    found = []
    for number, one in enumerate(map(told, rows), 1):
        count = "" if one.stars is None else str(one.stars)
        said = "；".join(one.notes)
        found.append((str(number), one.name, one.place, one.grade, one.tenure, one.level, count, said))
    return found


def title(year: int) -> str:
    """What the filing list is called."""
    return f"{year}年度村党组织书记星级评定备案表"


def book(township: str, year: int, rows: Sequence[StarRating]) -> bytes:
    """The filing list as a workbook."""
    return star_book(f"{township}{title(year)}", HEADS, filing(rows))

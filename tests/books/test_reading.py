"""Whatever stands in a table, reading it gives rows and findings, and the bad ones can be handed back."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalsys.books import Book, BookRefused, bad_rows_workbook, open_book, read
from evalsys.books.book import Merged, Sheet
from evalsys.books.catalogue import KINDS
from evalsys.books.problems import N_, Problem
from tests.books.test_cells import ANYTHING

SPREAD_HEADERS = {
    "monthly": ["德", "能", "勤", "绩", "廉"],
    "committee": ["萧建", "雷伟军"],
    "tallies": ["优秀", "称职"],
    "grades": ["2024年", "2025年"],
    "economy": ["2024年收入", "2025年收入"],
}


def headers_of(kind) -> tuple:
    return (*(each.title for each in kind.fields), *SPREAD_HEADERS.get(kind.key, ()))


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_each_kind_is_recognised_by_its_usual_headers(kind):
    headers = headers_of(kind)
    numbers = tuple(9 if header in SPREAD_HEADERS.get(kind.key, ()) else None for header in headers)
    reading = read(Book("a.xlsx", (Sheet(kind.title, {1: headers, 2: ("甲", *numbers[1:])}),)))[0]
    assert reading.kind == kind.key


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
@settings(max_examples=25, deadline=None, database=None)
@given(data=st.data())
def test_no_table_makes_reading_fail(kind, data):
    headers = headers_of(kind)
    row = st.lists(ANYTHING, min_size=len(headers), max_size=len(headers)).map(tuple)
    rows = dict(enumerate([(kind.title,), headers, *data.draw(st.lists(row, max_size=4))], 1))
    book = Book("2026年.xlsx", (Sheet("表", rows, (Merged(3, 1, 5, 1),)),))
    readings = read(book)
    assert all(problem.text for row in readings[0].rows for problem in row.problems)
    assert open_book(bad_rows_workbook(readings, book), "a.xlsx").sheets


def test_a_problem_fills_its_sentence_and_keeps_its_parts():
    problem = Problem("missing", N_("缺“%(field)s”。"), {"field": "姓名"}).at("表", 3, "B", "姓名", "x")
    assert (problem.text, problem.row, problem.is_error) == ("缺“姓名”。", 3, True)


def test_a_refusal_fills_its_sentence_and_keeps_its_parts():
    refused = BookRefused(N_("超过 %(limit)s MB。"), limit=20)
    assert (str(refused), refused.says, refused.values) == ("超过 20 MB。", "超过 %(limit)s MB。", {"limit": 20})

"""Drafts of measures: begun from anywhere, tried without a trace, adopted once and frozen."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date

import pytest

from evalsys.extensions import db
from evalsys.models.actions import Action
from evalsys.models.schemes import SchemeDraft, SchemeVersion
from evalsys.scoring import period, read_scheme
from evalsys.services import calendars, drafts, evaluations, examples, past_quarters, schemes, texts, trials
from evalsys.services.scope import Unknown
from evalsys.services.write import Act, AlreadyDone, Conflict, Refused

TEXT = schemes.sample_text(schemes.OFFICIALS)
CASES = schemes.sample_cases(schemes.OFFICIALS)
SHARE = "item/log-share/percent"
BAND = "grade/band/优秀/from"
JULY = date(2026, 7, 1)


@pytest.fixture
def clerk(make):
    return make.account("clerk")


@pytest.fixture
def act(clerk, make):
    return Act(clerk, make.clock())


@pytest.fixture
def first(make):
    """The measure that holds from the first of January."""
    calendars.seed(Act(None, make.clock()))
    return schemes.adopt(Act(None, make.clock()), make.township.id, TEXT, "第1次会议", CASES)


@pytest.fixture
def draft(act, first):
    return drafts.begin(act, texts.from_version(first))


def count(table):
    return db.session.scalar(db.select(db.func.count()).select_from(table))


def value(text, key):
    return next(one.text for one in drafts.figures_of(text) if one.key == key)


# Where a draft comes from


@pytest.mark.parametrize("name", schemes.samples())
def test_every_shipped_measure_can_be_begun_from_with_its_examples(act, name):
    row = drafts.begin(act, texts.from_sample(name))
    assert (row.text, row.cases) == (schemes.sample_text(name), schemes.sample_cases(name))
    assert (row.name, row.based_on_id, row.created_by) == (name, None, act.name)


def test_no_file_of_examples_is_offered_as_a_measure():
    assert schemes.OFFICIALS in schemes.samples()
    assert not [name for name in schemes.samples() if "cases" in name]


def test_a_made_up_sample_is_unknown():
    for name in ("", "../../settings", "four-mirrors.cases", "nothing"):
        with pytest.raises(Unknown):
            texts.from_sample(name)


def test_a_version_is_begun_from_with_its_own_text_and_examples(act, first):
    row = drafts.begin(act, texts.from_version(first))
    assert (row.text, row.cases, row.based_on_id) == (first.text, first.cases, first.id)


def test_a_file_of_windows_is_taken_with_plain_line_ends(act):
    data = b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode()
    assert drafts.begin(act, texts.from_files(data)).text == TEXT


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"PK\x03\x04\xff\xfe", "不是办法文本"),
        (b"[scheme\nid = 1", "不是正确的 TOML"),
        (b"[" * 5000, "不是正确的 TOML"),
        (b"a = 1", "id"),
        (b"scheme = 5", "id"),
        (b'[scheme]\nid = "x"', "title"),
        ('[scheme]\nid = "x"\ntitle = "办\\u0000法"'.encode(), "看不见的字符"),
        (b'[scheme]\nid = "x"\ntitle = "' + "长".encode() * 300 + b'"', "太长"),
        (b"# " + b"x" * texts.LARGEST, "不能超过 1 MB"),
    ],
)
def test_junk_is_refused_in_plain_words(act, data, says):
    with pytest.raises(Refused, match=says):
        drafts.begin(act, texts.from_files(data))
    assert count(SchemeDraft) == 0


def test_a_file_that_is_not_a_measure_yet_is_taken_and_its_mistakes_are_told(act):
    row = drafts.begin(act, texts.from_files('[scheme]\nid = "x"\ntitle = "半份办法"\n'.encode()))
    found = trials.check(row.text, row.cases)
    assert row.title == "半份办法" and len(found.mistakes) > 5 and not found.is_good


def test_examples_that_are_no_toml_are_refused(act):
    with pytest.raises(Refused, match="不是正确的 TOML"):
        texts.from_files(TEXT.encode(), b"[[case")


@pytest.mark.parametrize(
    "cases", ["case = 3", "case = [1]", "[[case]]\nname = 1", 'scheme = "other"', "[calendar]\nholidays = 5"]
)
def test_odd_examples_are_told_and_break_nothing(cases):
    found = trials.check(TEXT, cases)
    assert not found.is_good or cases == "case = []"


def test_the_same_form_makes_one_draft_and_with_another_file_another(act, first):
    keyed = replace(act, form_key="k" * 32, input_hash="h")
    made = drafts.begin(keyed, texts.from_version(first))
    with pytest.raises(AlreadyDone, match=f"scheme_draft:{made.id}"):
        drafts.begin(keyed, texts.from_version(first))
    drafts.begin(keyed, texts.from_files(TEXT.replace("（示例）", "").encode()))
    assert count(SchemeDraft) == 2


# Changing it


def test_a_figure_is_saved_and_the_rest_stays_to_the_letter(act, draft):
    drafts.change_figures(act, draft, draft.version, {SHARE: "35%", "item/weekly-share/percent": "65%"})
    assert value(draft.text, SHARE) == "35%"
    assert draft.text.replace('"35%"', '"40%"').replace('"65%"', '"60%"') == TEXT
    line = db.session.scalar(db.select(Action).where(Action.did == "draft.figures"))
    assert "35%" in line.after and "40%" in line.before


def test_a_wrong_figure_is_told_and_nothing_is_saved(act, draft):
    with pytest.raises(Refused, match="百分比"):
        drafts.change_figures(act, draft, draft.version, {SHARE: "四成"})
    assert list(drafts.wrong_values(draft.text, {SHARE: "四成", BAND: "91"})) == [SHARE]
    assert draft.text == TEXT


def test_a_stale_version_is_a_conflict(act, draft):
    seen = draft.version
    drafts.change_figures(act, draft, seen, {BAND: "91"})
    with pytest.raises(Conflict):
        drafts.change_figures(act, draft, seen, {BAND: "92"})
    assert value(draft.text, BAND) == "91"


def test_another_text_keeps_the_examples_unless_others_come_with_it(act, draft):
    other = texts.from_files(TEXT.replace("考核办法（示例）", "考核办法").encode())
    drafts.replace_text(act, draft, draft.version, other)
    assert draft.title == "四镜五步考核办法" and draft.cases == CASES
    drafts.replace_text(act, draft, draft.version, texts.from_files(b"", b"title = '1'"))
    assert draft.cases == "title = '1'" and draft.title == "四镜五步考核办法"


def test_a_dropped_draft_is_gone_and_the_log_says_so(act, draft, make):
    drafts.drop(act, draft, draft.version)
    assert count(SchemeDraft) == 0
    assert "四镜" in db.session.scalar(db.select(Action.before).where(Action.did == "draft.drop"))


# Trying it


def test_the_shipped_examples_come_out_as_signed_whatever_the_dates_say():
    late = TEXT.replace("from = 2026-01-01", "from = 2031-01-01", 1)
    found = trials.check(late, CASES)
    assert found.is_good and found.passed == len(found.outcomes) >= 12


def test_a_changed_share_fails_examples_with_what_comes_out(draft):
    text = drafts.with_values(draft.text, {SHARE: "35%", "item/weekly-share/percent": "65%"})
    found = trials.check(text, draft.cases)
    told = {(one.subject, d.key): (d.expected, d.got) for one in found.failed for d in one.differences}
    assert told["顾文拴", "log-share@2026-04"] == ("40.00", "35.00")


def test_numbers_beyond_all_reason_are_told_and_break_nothing(draft):
    text = drafts.with_values(draft.text, {"item/commendations/cap": "9" * 30, "item/log/scale": "9" * 30})
    assert not trials.check(text, draft.cases).is_good


def test_a_mistake_is_placed_at_its_figure_or_its_clause(draft):
    text = drafts.with_values(draft.text, {"total/quarter/weight/daily/share": "31%", BAND: "70"})
    found = trials.check(text, "")
    where = trials.placed(found.mistakes, schemes.sections(text))
    placed = sum(map(len, [*where.figures.values(), *where.clauses.values()])) + len(where.top)
    assert placed == len(found.mistakes) >= 2
    assert set(where.figures) | set(where.clauses) and not where.top


def test_examples_take_the_numbers_that_come_out_once_they_are_asked_to(act, draft):
    drafts.change_figures(act, draft, draft.version, {SHARE: "35%", "item/weekly-share/percent": "65%"})
    changes, left = examples.changes_of(trials.check(draft.text, draft.cases).outcomes)
    assert "记录率的 40%（2026年4月）" in {one.name for one in changes}
    assert {one.name for one in left} == {"说明"}
    drafts.accept_outcomes(act, draft, draft.version)
    assert examples.changes_of(trials.check(draft.text, draft.cases).outcomes) == ([], left)
    assert "35.00" in db.session.scalar(db.select(Action.after).where(Action.did == "draft.cases"))


# Adopting it


def test_adopting_freezes_text_examples_and_who_did_it(act, draft, first):
    renamed = texts.from_files(TEXT.replace("考核办法（示例）", "考核办法").encode())
    drafts.replace_text(act, draft, draft.version, renamed)
    row = drafts.adopt(act, draft, draft.version, "2026年第8次镇党委会议", JULY)
    assert (row.number, row.from_on, row.until_on, row.cases) == (2, JULY, None, CASES)
    assert (row.adopted_by, row.adopted_on, row.meeting) == (act.name, act.today, "2026年第8次镇党委会议")
    assert row.sha256 == hashlib.sha256(row.text.encode()).hexdigest()
    scheme = read_scheme(row.text, "x")
    assert (scheme.version, scheme.start) == (2, JULY)
    assert row.title == scheme.title == "四镜五步考核办法"
    assert first.until_on == date(2026, 6, 30) and first.text == TEXT
    assert draft.adopted_as_id == row.id and drafts.listed(act.actor) == []


def test_an_adopted_draft_is_changed_no_more(act, draft):
    drafts.adopt(act, draft, draft.version, "会议", JULY)
    for change in (
        lambda: drafts.change_figures(act, draft, draft.version, {BAND: "91"}),
        lambda: drafts.drop(act, draft, draft.version),
        lambda: drafts.adopt(act, draft, draft.version, "会议", date(2027, 1, 1)),
    ):
        with pytest.raises(Refused, match="已经通过"):
            change()
    assert count(SchemeVersion) == 2


def test_each_day_has_the_version_of_its_own_time(act, draft, first, make):
    second = drafts.adopt(act, draft, draft.version, "会议", JULY)
    days = (date(2026, 6, 30), JULY)
    assert [schemes.in_force(make.township.id, schemes.OFFICIALS, day).id for day in days] == [first.id, second.id]


def test_a_failing_example_stops_adoption_with_its_name(act, draft):
    drafts.change_figures(act, draft, draft.version, {SHARE: "35%", "item/weekly-share/percent": "65%"})
    with pytest.raises(Refused, match="演示镇十二名大学生村官2026年第二季度（顾文拴）"):
        drafts.adopt(act, draft, draft.version, "会议", JULY)
    assert count(SchemeVersion) == 1 and draft.adopted_as_id is None


def test_a_mistake_stops_adoption(act, draft):
    drafts.change_figures(act, draft, draft.version, {"total/quarter/weight/daily/share": "31%"})
    with pytest.raises(Refused, match="101%"):
        drafts.adopt(act, draft, draft.version, "会议", JULY)
    assert count(SchemeVersion) == 1


@pytest.mark.parametrize("day", [date(2025, 12, 31), date(2026, 1, 1)])
def test_a_version_begins_after_the_one_before(act, draft, first, day):
    with pytest.raises(Refused, match="第1版自 2026-01-01 起施行"):
        drafts.adopt(act, draft, draft.version, "会议", day)
    assert count(SchemeVersion) == 1 and first.until_on is None


def test_results_that_were_computed_stay_with_their_version(act, draft, first, make):
    make.log(make.official("李晓"))
    quarter = period("2026Q2")
    evaluations.compute(act, make.township.id, quarter)
    drafts.adopt(act, draft, draft.version, "会议", date(2026, 4, 1))
    (row,) = evaluations.stored(make.township.id, quarter).values()
    assert row.scheme_version_id == first.id
    assert schemes.in_force(make.township.id, schemes.OFFICIALS, quarter.rule_date).number == 2


def test_a_first_version_of_another_township_is_its_own(act, make, first):
    other = make.other_township()
    far = Act(other.account("clerk"), make.clock())
    row = drafts.begin(far, texts.from_sample(schemes.OFFICIALS))
    made = drafts.adopt(far, row, row.version, "会议", date(2026, 4, 1))
    assert (made.number, made.township_id, first.until_on) == (1, other.township.id, None)


def test_where_the_dates_stand_does_not_matter(act, first):
    odd = TEXT.replace("version = 1\nfrom = 2026-01-01", 'from = 2026-01-01 # version = 9\n"version" = 1')
    row = drafts.begin(act, texts.from_files(odd.encode()))
    made = drafts.adopt(act, row, row.version, "会议", JULY)
    assert "from = 2026-07-01 # version = 9" in made.text and '"version" = 2' in made.text


# What if


@pytest.fixture
def quarter(make, first):
    people = [make.official(name) for name in ("甲", "乙")]
    for person, mark in zip(people, ("95", "62"), strict=True):
        for month in (4, 5, 6):
            make.log(person, date(2026, month, 8))
            make.monthly(person, date(2026, month, 1))
        make.weekly(person, date(2026, 4, 13), mark)
    return period("2026Q2")


def rows_of_every_table():
    return {name: db.session.execute(db.select(table)).all() for name, table in db.metadata.tables.items()}


def test_what_if_changes_nothing_in_the_tables(act, draft, quarter, make):
    before = rows_of_every_table()
    found = past_quarters.what_if(make.township.id, draft.text, quarter, act.today)
    db.session.commit()
    assert rows_of_every_table() == before
    assert [row.change for row in found.rows] == [0, 0] and found.regraded == found.rescored == 0


def test_what_if_shows_whose_grade_would_be_another(act, draft, quarter, make):
    before = {one.name: one for one in evaluations.run(make.township.id, quarter)}
    limit = str(before["乙"].score + 1)
    changes = {"grade/band/基本称职/from": limit, "grade/band/不称职/below": limit}
    text = drafts.with_values(draft.text, changes)
    found = past_quarters.what_if(make.township.id, text, quarter, act.today)
    assert (found.regraded, found.rescored) == (1, 0)
    first_row = found.rows[0]
    assert (first_row.name, first_row.is_regraded, first_row.after.grade) == ("乙", True, "不称职")
    assert first_row.before.grade == before["乙"].grade != "不称职"


def test_what_if_runs_before_the_drafts_own_start(act, draft, quarter, make):
    text = draft.text.replace("from = 2026-01-01", "from = 2030-01-01", 1)
    assert len(past_quarters.what_if(make.township.id, text, quarter, act.today).rows) == 2


def test_what_if_without_a_measure_in_force_shows_the_draft_alone(act, make):
    make.log(make.official("甲"))
    found = past_quarters.what_if(make.township.id, TEXT, period("2026Q2"), act.today)
    assert found.in_force is None and found.rows[0].before is None


def test_what_cannot_be_tried_is_said_plainly(act, make, quarter):
    def says(text, when=quarter):
        with pytest.raises(Refused) as refused:
            past_quarters.what_if(make.township.id, text, when, act.today)
        return refused.value.says

    assert "还没有开始" in says(TEXT, period("2026Q4"))
    assert "处要改" in says(TEXT.replace('"40%"', '"四成"'))
    foreign = TEXT.replace('stream = "log"', 'stream = "steps"')
    assert "“日志”，程序里还没有这些记录" in says(foreign)

"""The two languages: the switch keeps the page, and an English page has no Chinese but the data's own."""

import re

import pytest
from babel.messages.mofile import write_mo
from flask_babel import force_locale, ngettext

from evalsys.extensions import babel, db
from evalsys.models.people import Person, Post
from evalsys.models.units import Unit
from evalsys.services import calendars, schemes
from evalsys.services.write import Act
from evalsys.views.logs import KINDS
from evalsys.views.words import PRACTICE_KINDS
from tests.guards.house import CHINESE
from tests.guards.test_words import english

# What the township's measure calls its mirrors and grades, and the other language's own name.
SCHEME = {"日常评", "群众评", "支部评", "党委评", "优秀", "称职", "基本称职", "不称职"}
OWN_NAME = "中文"
ROOMS = ("people", "logs", "weekly", "monthly", "committee", "tallies", "conduct", "results", "units", "books")
ROOMS += ("summaries", "talks", "consequences", "comparisons")


@pytest.fixture(scope="session")
def compiled(tmp_path_factory):
    """The catalogue as it stands, whether or not a set-up has compiled it."""
    folder = tmp_path_factory.mktemp("translations")
    path = folder / "en" / "LC_MESSAGES" / "messages.mo"
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        write_mo(file, english())
    return folder


@pytest.fixture(autouse=True)
def catalogue(app, compiled, monkeypatch):
    """Messages come from the compiled catalogue alone; none is remembered before or after."""
    monkeypatch.setattr(app.extensions["babel"], "translation_directories", [str(compiled)])
    babel.domain_instance.cache.clear()
    yield
    babel.domain_instance.cache.clear()


@pytest.fixture
def township(make):
    """A township with something on every page: an official who wrote and was marked, a measure, a result."""
    act = Act(None, make.clock())
    calendars.seed(act)
    schemes.adopt(act, make.township.id, schemes.sample_text(schemes.OFFICIALS), "")
    village = make.unit(name="上梁村")
    branch = make.branch("上梁村党支部", village)
    mentor = make.person("蔡国良", phone="13834512671")
    make.post(mentor, make.township, kind="mentor", title="包村干部")
    official = make.official("李晓", village, mentor=mentor)
    make.membership(official, branch, kind="probationary")
    make.log(official)
    make.weekly(official, by=mentor.name)
    make.monthly(official, by=mentor.name)
    make.tally(official)
    for name in ("武建军", "渠小红", "任向东", "段秀英"):
        make.official(name, village)
    return official


@pytest.fixture
def clerk(page, make, township):
    return page.sign_in(make.account("clerk", shown_name="王干事"))


@pytest.fixture
def visitor(page, make):
    """Nobody has signed in, but the township is set up."""
    make.account("admin")
    return page


def choose(page, language, endpoint, **values):
    """Press the language's button at the top of a page."""
    form = page.form(page.get(endpoint, **values), "back")
    return page.read(page.ask(page.client.post, form["action"], data={**page.sent(form), "language": language}))


def data():
    """What people wrote into the tables, which no catalogue translates."""
    columns = (Person.name, Unit.name, Post.title)
    written = {text for column in columns for text in db.session.scalars(db.select(column))}
    return {*written, *SCHEME, *KINDS, *PRACTICE_KINDS, "王干事", OWN_NAME, "男", "女"}


def left(html):
    """The Chinese that stands on a page besides its data, with the attributes that are read out."""
    for text in sorted(data(), key=len, reverse=True):
        html = html.replace(text, "")
    return [line.strip() for line in html.splitlines() if CHINESE.search(line)]


def test_a_new_reader_gets_chinese(visitor):
    seen = visitor.get("accounts.sign_in")
    assert '<html lang="zh-CN">' in seen.html
    assert "登录名" in seen.text and "Login name" not in seen.text


def test_a_made_up_language_is_chinese(visitor):
    choose(visitor, "fr", "accounts.sign_in")
    assert '<html lang="zh-CN">' in visitor.get("accounts.sign_in").html


def test_the_switch_keeps_the_page_and_what_was_asked(clerk):
    answer = choose(clerk, "en", "people.index", q="zxm", kind="mentor")
    seen = clerk.follow(answer)
    assert answer.answer.headers["Location"] == clerk.address("people.index", q="zxm", kind="mentor")
    assert '<html lang="en">' in seen.html and "Nobody matches" in seen.text


def test_the_way_back_to_chinese(clerk):
    choose(clerk, "en", "home.index")
    assert OWN_NAME in clerk.get("home.index").text
    seen = clerk.follow(choose(clerk, "zh", "home.index"))
    assert '<html lang="zh-CN">' in seen.html and "本月还差什么" in seen.text


def test_the_switch_leads_to_no_foreign_place(visitor):
    form = visitor.form(visitor.get("accounts.sign_in"), "back")
    sent = {**visitor.sent(form), "back": "//elsewhere.example/", "language": "en"}
    answer = visitor.ask(visitor.client.post, form["action"], data=sent)
    assert "elsewhere" not in answer.headers["Location"]


def test_the_sign_in_page_is_english(visitor):
    seen = visitor.follow(choose(visitor, "en", "accounts.sign_in"))
    assert '<html lang="en">' in seen.html and seen.headings == ["Sign in"]
    assert left(seen.html) == []


def test_the_first_pages_of_the_clerk_are_english(clerk, township):
    seen = clerk.follow(choose(clerk, "en", "home.index"))
    assert seen.headings == ["What is missing this month"] and left(seen.html) == []
    for room in ROOMS:
        seen = clerk.get(f"{room}.index")
        assert '<html lang="en">' in seen.html
        assert left(seen.html) == [], room
    assert left(clerk.get("people.show", person_id=township.id).html) == []


def test_the_pages_of_the_administrator_are_english(page, make, township):
    page.sign_in(make.account("admin", shown_name="王干事"))
    choose(page, "en", "home.index")
    for endpoint in ("accounts.index", "accounts.add", "accounts.password", "actions.index"):
        assert left(page.get(endpoint).html) == [], endpoint


def test_computed_results_are_english(clerk):
    choose(clerk, "en", "results.index")
    seen = clerk.follow(clerk.post("results.compute"))
    assert re.search(r"Computed\. \d+ results are new\.", seen.text)
    assert left(seen.html) == []


def test_the_form_of_a_log_is_english(clerk, township):
    choose(clerk, "en", "home.index")
    seen = clerk.get("logs.add", person_id=township.id)
    assert seen.headings == ["Write a log entry for 李晓"]
    assert left(seen.html) == []


def test_what_is_wrong_with_a_form_is_said_in_english(clerk, township):
    choose(clerk, "en", "home.index")
    seen = clerk.fill("logs.add", {"text": "", "day": "June"}, person_id=township.id)
    assert "Write one sentence about what you did today" in seen.text and "Error: " in seen.html
    assert left(seen.html) == []


def test_one_and_many_differ_in_english(app):
    said = "已计算，%(num)d 人的结果有更新。"
    with app.test_request_context(), force_locale("en"):
        assert ngettext(said, said, 1) == "Computed. 1 result is new."
        assert ngettext(said, said, 2) == "Computed. 2 results are new."

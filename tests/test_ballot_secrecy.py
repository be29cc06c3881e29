"""Plays the database administrator: everything on the disk is searched for voters, before and after the close.

The round is cast through the public pages on the configured database, in an order that the test knows.
"""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from evalsys.extensions import db, writing
from evalsys.models.ballots import BallotBox, BallotChoice, BallotReceipt
from evalsys.services.ballots import boxes, keys
from evalsys.services.write import keep
from evalsys.voting import shown_code
from tests.page import Page

VOTERS, LIMIT = 200, 0.21
LETTERS = "ABCDX"
RECEIPT = re.compile(r"[A-Z2-9]{4}-[A-Z2-9]{4}")


@pytest.fixture
def app(app_in_files):
    return app_in_files


@pytest.fixture
def officials(make):
    return [make.official("李晓"), make.official("赵敏")]


def files(app):
    """Every file of the instance: database, its logs, keys, whatever else lies there."""
    return {path: path.read_bytes() for path in Path(app.instance_path).rglob("*") if path.is_file()}


def tables(but=()):
    """Every row of every table as the engine gives it, without any order asked for."""
    db.session.commit()
    with db.engine.connect() as connection:
        return {
            name: [tuple(row) for row in connection.execute(text(f'SELECT * FROM "{name}"'))]
            for name in db.metadata.tables
            if name not in but
        }


def everything(app):
    """All that an administrator can read, as one heap of bytes."""
    return b"\0".join([*files(app).values(), repr(tables()).encode()])


def vote(page, code, choice):
    """Cast through the public page; the receipt that the voter reads."""
    data = {"code": code, "choice_0": choice, "choice_1": choice}
    answer = page.ask(page.client.post, "/vote/cast", data=data)
    return RECEIPT.search(answer.get_data(as_text=True))[0]


def ranks(values):
    """Ranks with equal ones sharing their mean."""
    places = {}
    for place, value in enumerate(sorted(values)):
        places.setdefault(value, []).append(place)
    return [sum(places[value]) / len(places[value]) for value in values]


def spearman(first, second):
    """The absolute rank correlation of two lists."""
    a, b = ranks(first), ranks(second)
    middle = (len(a) - 1) / 2
    both = sum((x - middle) * (y - middle) for x, y in zip(a, b, strict=True))
    spread = [sum((x - middle) ** 2 for x in side) for side in (a, b)]
    return abs(both / (spread[0] * spread[1]) ** 0.5)


def in_files(app, names):
    """Where each name stands first and last in the database's file; nothing on PostgreSQL."""
    path = Path(app.instance_path) / "evalsys.db"
    data = path.read_bytes() if path.exists() else b""
    for find in (data.find, data.rfind):
        places = [find(name.encode()) for name in names]
        if data:
            assert min(places) >= 0
            yield places


def correlations(app, row, order):
    """Every way to lay the stored order beside the order of casting; `order` is the receipts as they were given."""
    told = {number: place for place, number in enumerate(order)}
    stored = {name: found for name, found in tables().items() if name in ("ballot_choice", "ballot_receipt")}
    numbers = [number for round_id, number in stored["ballot_receipt"] if round_id == row.id]
    assert sorted(numbers) == sorted(order)
    cast = [told[number] for number in numbers]
    found = {"receipts": spearman(cast, range(len(numbers)))}
    for way, places in enumerate(in_files(app, numbers)):
        found[f"receipts in the file {way}"] = spearman(cast, places)
    for person in {subject.person_id for subject in row.subjects}:
        mine = [one for one in stored["ballot_choice"] if one[1:3] == (row.id, person)]
        letters = [LETTERS.index(one[3]) for one in mine]
        found[f"choices {person}"] = spearman(letters, range(len(mine)))
        for way, places in enumerate(in_files(app, [one[0] for one in mine])):
            found[f"choices {person} in the file {way}"] = spearman(letters, places)
    return found


def in_the_box(row, order):
    """The same of the open box in the hands of whoever has its key: ballots and receipts as they lie in it."""
    box = boxes.taken(row.id).box
    db.session.rollback()
    told = {number: place for place, number in enumerate(order)}
    letters = [LETTERS.index(ballot[0]) for ballot in box.ballots]
    places = range(len(order))
    return {
        "open receipts": spearman([told[number] for number in box.receipts], places),
        "open ballots": spearman(letters, places),
    }


def election(app, make, officials, quarter):
    """A whole round: 200 casts, the search before the close, the close, the search after it; the correlations."""
    row = make.ballot_round(officials, slips=VOTERS + 20, state="open", first_on=quarter, households=400)
    page, before = Page(app, make), tables(but=("ballot_box",))
    secret = keys.read(row.id)
    order, seals = [], []
    for number, code in enumerate(row.codes[:VOTERS]):
        order.append(vote(page, code, LETTERS[number * len(LETTERS) // VOTERS]))
        if not number % 20:
            seals.append(db.session.scalar(db.select(BallotBox.sealed).where(BallotBox.round_id == row.id)))
    secrets_of_voters = [*row.codes, *map(shown_code, row.codes), *map(secret.mark, row.codes)]
    assert tables(but=("ballot_box",)) == before
    assert len({len(sealed) for sealed in seals}) == 1
    assert held_by(everything(app), [*secrets_of_voters, *order]) == []
    found = in_the_box(row, order)
    clerk = Page(app, make).sign_in(make.account("clerk"))
    clerk.fill("ballots.close", {}, round_id=row.id)
    heap = everything(app)
    assert held_by(heap, secrets_of_voters) == []
    assert [sealed for sealed in seals if sealed[100:132] in heap] == []
    assert secret.secret not in heap and not keys.path_of(row.id).exists()
    logs = [path for path in files(app) if path.name.endswith("-wal")]
    assert len(b"".join(files(app)[path] for path in logs)) < 64 * 1024
    return found | correlations(app, row, order)


def held_by(heap, texts):
    """Which of the texts stand somewhere in the heap."""
    return [one for one in texts if one.encode() in heap]


def test_nothing_on_the_disk_leads_from_a_ballot_to_a_voter(app, make, officials):
    """Chance alone passes the limit once in some three hundred looks; a way that does so twice is no chance."""
    found = election(app, make, officials, date(2026, 4, 1))
    beyond = {way.rstrip("0123456789") for way, value in found.items() if value >= LIMIT}
    if beyond:
        again = election(app, make, officials, date(2026, 1, 1))
        beyond &= {way.rstrip("0123456789") for way, value in again.items() if value >= LIMIT}
    assert not beyond, found


def test_fifty_casts_of_one_slip_at_once_are_one_ballot(app, make, officials):
    row = make.ballot_round(officials, slips=20, state="open")
    app.config["PROPAGATE_EXCEPTIONS"] = False
    keep()

    def send(_number):
        data = {"code": row.codes[0], "choice_0": "A", "choice_1": "B"}
        return app.test_client().post("/vote/cast", data=data).status_code

    codes, number = list(row.codes), row.id
    with ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(send, range(50)))
    writing.set(True)
    assert sorted(answers) == [200] + [409] * 49
    assert boxes.taken(number).box.ballots == ["AB"] and len(codes) == 20


def test_slips_cast_at_once_are_all_kept(app, make, officials):
    row = make.ballot_round(officials, slips=20, state="open")
    keep()
    codes, number = list(row.codes), row.id

    def send(code):
        return app.test_client().post("/vote/cast", data={"code": code, "choice_0": "A", "choice_1": "B"}).status_code

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(send, codes))
    writing.set(True)
    assert answers == [200] * 20 and len(boxes.taken(number).box.ballots) == 20


def test_a_close_among_casts_loses_no_ballot_that_got_a_receipt(app, make, officials):
    row = make.ballot_round(officials, slips=20, state="open")
    clerk = Page(app, make).sign_in(make.account("clerk"))
    form = clerk.get("ballots.close", round_id=row.id)
    sent = clerk.sent(clerk.form(form))
    address = clerk.address("ballots.close", round_id=row.id)
    keep()
    codes = list(row.codes)

    def send(number):
        if number == 12:
            return clerk.client.post(address, data=sent).get_data(as_text=True)
        data = {"code": codes[number], "choice_0": "A", "choice_1": "B"}
        return app.test_client().post("/vote/cast", data=data).get_data(as_text=True)

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(send, range(20)))
    writing.set(True)
    given = {RECEIPT.search(answer)[0] for answer in answers if "您的回执号是" in answer}
    assert set(db.session.scalars(db.select(BallotReceipt.number))) == given
    assert db.session.scalar(db.select(db.func.count()).select_from(BallotChoice)) in (0, 2 * len(given))

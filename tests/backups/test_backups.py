"""Backups: whole, verified, without open ballot boxes; put back only where nothing is in use, and compared."""

from __future__ import annotations

import json
import os
import sqlite3
import threading
import time
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url

from evalsys import backups, create_app, starting
from evalsys.backups import counting, making, postgresql, restoring
from evalsys.extensions import db
from evalsys.models.accounts import SignIn
from evalsys.models.ballots import BallotBox
from evalsys.models.jobs import Job, JobItem
from evalsys.models.people import Person
from evalsys.services import people, sessions
from evalsys.services.jobs import asking
from evalsys.services.jobs.asking import Step
from evalsys.services.write import Act
from tests import databases

ID_NUMBER = "140727199904018554"
WRITTEN = text("INSERT INTO action (at, actor_name, did, about) VALUES (:at, '写', 'load', :said)")


@pytest.fixture
def app(app_in_files, engine_name, monkeypatch):
    """On PostgreSQL with the tools of the very server that the tests use."""
    if engine_name == "postgresql":
        tools = Path(databases.pgserver.__file__).parent / "pginstall" / "bin"
        monkeypatch.setenv("PATH", f"{tools}{os.pathsep}{os.environ['PATH']}")
    return app_in_files


@pytest.fixture
def made(app, make, clock):
    """A backup of a township with a person, an open ballot, somebody signed in and a job under way."""
    make.ballot_round(officials=[make.person("李晓", ID_NUMBER)], slips=3, state="open")
    account = make.account("clerk")
    sessions.open_sign_in(account, clock(), "::1", "password")
    asking.request(Act(account, clock()), make.township.id, "scorecards", "打印", {}, [Step("1", "李晓")])
    assert list((Path(app.instance_path) / "ballots").glob("*.key"))
    assert db.session.scalar(db.select(db.func.count()).select_from(BallotBox)) == 1
    db.session.commit()
    app.extensions["bell"].close()
    return backups.make(app, clock())


def restore(app, made, clock, is_sure=True):
    db.session.remove()
    return backups.restore(app, made.path, clock(), is_sure)


def names():
    db.session.rollback()
    return list(db.session.scalars(db.select(Person.name).order_by(Person.id)))


def test_a_backup_names_every_table_with_its_rows_and_holds_the_keys(made):
    notes = making.verify(made.path)
    assert notes["tables"]["person"][0] == 1
    assert "instance/keys/session.key" in notes["files"]
    assert made.path.stat().st_mode & 0o077 == 0
    assert [path.name for path in made.path.parent.iterdir()] == [made.path.name]


def test_no_open_ballot_box_and_no_key_of_a_round_is_in_it(app, made, engine_name, tmp_path):
    notes = making.verify(made.path)
    assert not [name for name in notes["files"] if "ballots" in name]
    assert "ballot_box" not in notes["tables"]
    if engine_name == "sqlite":
        making.unpack(made.path, tmp_path / "out")
        copy = sqlite3.connect(tmp_path / "out" / "database.db")
        assert copy.execute("SELECT count(*) FROM ballot_box").fetchone() == (0,)
        copy.close()


def test_put_back_it_is_as_it_was_and_what_was_there_is_kept_aside(app, made, make, clock):
    make.person("后来的人")
    assert names() == ["李晓", "后来的人"]
    restore(app, made, clock)
    assert names() == ["李晓"]
    assert people.id_number(db.session.scalar(db.select(Person))) == ID_NUMBER
    assert [path.name for path in made.path.parent.glob("before-*")] == [f"before-{clock():%Y%m%d-%H%M%S}"]


def test_afterwards_nobody_is_signed_in_and_no_job_goes_on(app, made, clock):
    restore(app, made, clock)
    assert db.session.scalar(db.select(db.func.count()).where(SignIn.ended_at.is_(None))) == 0
    assert db.session.scalar(db.select(Job.state)) == db.session.scalar(db.select(JobItem.state)) == "cancelled"


def test_the_restored_database_is_row_for_row_the_one_of_the_backup(app, made, clock, monkeypatch):
    monkeypatch.setattr(restoring, "AFTERWARDS", {})
    notes = restore(app, made, clock)
    with db.engine.connect() as connection:
        assert counting.fingerprints(connection) == notes["tables"]


def test_taken_while_others_write_it_holds_all_that_was_acknowledged_before_and_nothing_half(app, made, make, clock):
    stop, acknowledged = threading.Event(), []

    def write_on():
        with app.app_context():
            while not stop.is_set():
                with db.engine.begin() as connection:
                    if connection.dialect.name == "sqlite":
                        connection.exec_driver_sql("PRAGMA busy_timeout=60000")
                    for part in ("前半", "后半"):
                        connection.execute(WRITTEN, {"at": clock(), "said": f"{len(acknowledged)} {part}"})
                acknowledged.append(len(acknowledged))

    writer = threading.Thread(target=write_on)
    writer.start()
    try:
        while len(acknowledged) < 20:
            time.sleep(0.01)
        before = len(acknowledged)
        taken = backups.make(app, clock() + timedelta(minutes=1))
        after = len(acknowledged)
    finally:
        stop.set()
        writer.join()
    restore(app, taken, clock)
    said = list(db.session.scalars(db.text("SELECT about FROM action WHERE did = 'load' ORDER BY id")))
    assert said == [f"{number} {part}" for number in range(len(said) // 2) for part in ("前半", "后半")]
    assert before <= len(said) // 2 <= after + 1 and len(acknowledged) >= after


def test_over_data_it_wants_to_be_told_that_one_is_sure(app, made, clock):
    with pytest.raises(backups.CannotRestore, match="这里已经有数据了"):
        restore(app, made, clock, is_sure=False)
    assert names() == ["李晓"]


def test_under_a_running_program_nothing_is_changed(app, made, clock):
    with starting.instance_lock(app) as is_alone, pytest.raises(backups.CannotRestore, match="正在运行"):
        assert is_alone
        restore(app, made, clock)


@pytest.mark.parametrize("how", ["cut", "changed", "nothing"])
def test_a_damaged_archive_is_refused(app, made, clock, how):
    data = made.path.read_bytes()
    middle = len(data) // 3
    broken = {"cut": data[:middle], "changed": data[:middle] + b"?" * 64 + data[middle + 64 :], "nothing": b""}[how]
    made.path.write_bytes(broken)
    with pytest.raises(backups.CannotRestore, match="不完整"):
        restore(app, made, clock)
    assert names() == ["李晓"]


def test_rows_that_are_not_those_of_the_backup_are_noticed(app, made, clock):
    with zipfile.ZipFile(made.path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    notes = json.loads(members["manifest.json"])
    notes["tables"]["person"][0] += 1
    members["manifest.json"] = json.dumps(notes).encode()
    with zipfile.ZipFile(made.path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    with pytest.raises(backups.CannotRestore, match="person"):
        restore(app, made, clock)


def test_without_the_tools_of_postgresql_it_says_what_to_install(app, monkeypatch):
    monkeypatch.setenv("PATH", "")
    with app.test_request_context(), pytest.raises(backups.NoTools, match="请安装 PostgreSQL 的客户端工具"):
        postgresql.found("pg_dump")


def test_an_empty_instance_takes_a_backup_of_another_one_with_its_keys(made, clock, tmp_path, engine_name):
    if engine_name == "postgresql":
        pytest.skip("one database a test")
    other = create_app({"INSTANCE": str(tmp_path / "other"), "TESTING": True, "CLOCK": clock})
    with other.app_context():
        backups.restore(other, made.path, clock(), False)
        db.session.remove()
        db.engine.dispose()
    again = create_app({"INSTANCE": str(tmp_path / "other"), "TESTING": True, "CLOCK": clock})
    with again.app_context():
        assert people.id_number(db.session.scalar(db.select(Person))) == ID_NUMBER
        db.session.remove()
        db.engine.dispose()


def test_the_commands_back_up_and_put_back(app, made, make):
    runner = app.test_cli_runner()
    db.session.remove()
    refused = runner.invoke(args=["restore", str(made.path)])
    assert refused.exit_code == 1 and "请加上 --yes" in refused.output
    done = runner.invoke(args=["restore", str(made.path), "--yes"])
    assert "所有人都要重新登录" in done.output, done.output
    assert "读回核对无误" in runner.invoke(args=["backup"]).output


def test_the_password_of_the_database_stands_in_no_command(app, monkeypatch):
    url = make_url("postgresql+psycopg://office:secret@db.example:5433/kaohe?sslmode=require")
    monkeypatch.setattr(postgresql.db.engine, "url", url)
    assert postgresql.address() == "postgresql://office@db.example:5433/kaohe?sslmode=require"

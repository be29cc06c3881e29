"""The main job: migrate, build the sample, compute, print, say where to go, serve."""

from __future__ import annotations

import sqlite3
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import inspect, select
from waitress import create_server

from evalsys import backups, printing, sample
from evalsys.extensions import db, writing
from evalsys.models.accounts import Account
from evalsys.models.units import Unit
from evalsys.scoring import Result, period
from evalsys.services import accounts, calendars, codes, evaluations, summaries
from evalsys.services.write import Act
from evalsys.work import queue

Say = Callable[[str], None]
MARK, BUILDING, DONE, REAL = "sample", "building", "done", "real"
WIDEST, NARROW = 10, 8


def prepare(app: Flask, empty: bool, address: str, say: Say) -> None:
    """Everything before serving. A second run finds all of it done and changes nothing."""
    app.config["BASE_ADDRESS"] = app.config["BASE_ADDRESS"] if is_set(app) else address
    migrate(say)
    act = Act(None, app.config["CLOCK"]())
    is_new = db.session.scalar(select(Unit.id).limit(1)) is None and accounts.needs_setup()
    if is_new and empty:
        note_state(app, REAL)
    if (is_new and sample_state(app) != REAL) or sample_state(app) == BUILDING:
        build(app, act, say)
    calendars.seed(act)
    if sample_state(app) == DONE:
        show_sample(app, say)
        app.config["IS_SAMPLE"] = True
    else:
        show_real(app, act, say)


def sample_state(app: Flask) -> str:
    """Is this the sample instance, and was its building finished? An interrupted one is built on."""
    path = Path(app.instance_path) / MARK
    return path.read_text(encoding="utf-8").strip() if path.exists() else ""


def note_state(app: Flask, state: str) -> None:
    """Remember what this instance is: a real one that was begun empty never gets the sample later."""
    (Path(app.instance_path) / MARK).write_text(state, encoding="utf-8")


def is_set(app: Flask) -> bool:
    """Did the office set an address of its own?"""
    return app.config["BASE_ADDRESS"] != "http://127.0.0.1:8000"


def migrate(say: Say) -> None:
    """Bring the tables to the newest version, unless they are there."""
    names = set(inspect(db.engine).get_table_names())
    if "alembic_version" not in names:
        say("正在建立数据库……")
    upgrade()


def build(app: Flask, act: Act, say: Say) -> None:
    """The sample township with its results and papers."""
    note_state(app, BUILDING)
    say("正在用九本工作簿建立演示镇：")
    for name, counts in sample.build(act.at):
        say("  {}  新增 {new} 更新 {changed} 不能导入 {refused}".format(name, **counts))
    place = db.session.scalar(select(Unit).where(Unit.kind == "township"))
    quarter = period(sample.QUARTER)
    evaluations.compute(act, place.id, quarter)
    rows = evaluations.for_papers(place.id, quarter)
    folder = papers(app)
    made = printing.print_scorecards(rows, place.name, app.config["BASE_ADDRESS"], folder)
    say(f"已打印 {len(made) - 1} 张评分表和 1 个合订本：{folder}")
    note_state(app, DONE)


def papers(app: Flask) -> Path:
    """Where the sample's scorecards are."""
    return Path(app.instance_path) / "scorecards" / sample.QUARTER


def show_sample(app: Flask, say: Say) -> None:
    """The quarter's table and the way in."""
    place = db.session.scalar(select(Unit).where(Unit.kind == "township"))
    rows = evaluations.stored(place.id, period(sample.QUARTER)).values()
    found = [evaluations.result_of(row) for row in sorted(rows, key=lambda row: row.person_id)]
    say(f"\n{place.name} {period(sample.QUARTER).title} 大学生村官考核结果")
    for line in table(found):
        say(line)
    say(f"\n评分表在 {papers(app)}")
    say(f"打开 {app.config['BASE_ADDRESS']}")
    say(f"组织干事一次性登录：{app.config['BASE_ADDRESS']}/enter#{clerk_code(app)}")


def clerk_code(app: Flask) -> str:
    """The sample clerk's one-time code: the one that was shown before while it still works, else a new one."""
    path, now = Path(app.instance_path) / "sign-in-code", app.config["CLOCK"]()
    if path.exists() and codes.code_is_open(path.read_text(encoding="utf-8"), "sign-in", now):
        return path.read_text(encoding="utf-8")
    account = db.session.scalar(select(Account).where(Account.login_name == sample.CLERK))
    writing.set(True)
    code = codes.issue_code(Act(None, now), "sign-in", account)
    path.touch(mode=0o600)
    path.write_text(code, encoding="utf-8")
    return code


def show_real(app: Flask, act: Act, say: Say) -> None:
    """The way in for a real township; before its set-up, the one-time link."""
    say(f"打开 {app.config['BASE_ADDRESS']}")
    if accounts.needs_setup():
        say(f"首次设置（只能用一次）：{setup_link(act, app.config['BASE_ADDRESS'])}")


def setup_link(act: Act, address: str) -> str:
    """The page that makes the first administrator, with its code."""
    return f"{address}/setup#{codes.issue_code(act, 'setup', None)}"


def table(results: Iterable[Result]) -> Iterator[str]:
    """Name, the sides of the measure, score and grade in columns that stay straight with Chinese text."""
    found = list(results)
    titles = [title for title, _amount in summaries.mirrors(found[0])] if found else []
    widths = [WIDEST, *(max(NARROW, wide(title) + 2) for title in titles), WIDEST, WIDEST]
    yield row(["姓名", *titles, "综合得分", "等次"], widths)
    for result in found:
        mirrors = [summaries.text(amount) or "无" for _title, amount in summaries.mirrors(result)]
        cells = [result.name, *mirrors, summaries.text(result.score) or "无", result.grade or "不定等次"]
        yield row(cells, widths)


def row(cells: Sequence[str], widths: Sequence[int]) -> str:
    """One line; a Chinese character is two columns wide."""
    padded = (cell + " " * max(1, width - wide(cell)) for cell, width in zip(cells, widths, strict=True))
    return "".join(padded).rstrip()


def wide(text: str) -> int:
    """How many columns of a terminal the text takes."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def serve(app: Flask, port: int, say: Say) -> None:
    """Serve on this machine until Ctrl-C."""
    db.session.remove()
    writing.set(False)
    try:
        server = create_server(app, host=app.config["HOST"], port=port, threads=app.config["THREADS"])
    except OSError:
        say(f"端口 {port} 已被占用。请关掉正在运行的 evalsys，或换一个端口：python3 run.py --port {port + 1}")
        raise SystemExit(1) from None
    say("服务已启动，按 Ctrl-C 结束。")
    with instance_lock(app) as is_alone:
        stop = begin_work(app, is_alone)
        try:
            server.run()
        finally:
            stop()


def begin_work(app: Flask, is_alone: bool) -> Callable[[], None]:
    """The threads that do jobs beside the pages, unless the setting leaves that to other machines."""
    threads = app.config["JOB_THREADS"]
    if not threads:
        return lambda: None
    return app.extensions["bell"].start(threads, is_alone and not queue.is_on_postgresql(app))


@contextmanager
def instance_lock(app: Flask) -> Iterator[bool]:
    """Hold the instance while serving, as far as nobody else does; the lock goes away with its process."""
    lock = sqlite3.connect(Path(app.instance_path) / backups.LOCK, timeout=0, isolation_level=None)
    try:
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            yield False
        else:
            yield True
    finally:
        lock.close()

"""The flask commands: start, import, compute, results, scorecards, accounts, measures."""

from __future__ import annotations

import json
import logging
from datetime import datetime
from pathlib import Path

import click
from flask import Flask, current_app
from sqlalchemy import inspect, select

from evalsys import printing, starting
from evalsys.backup_shell import backup, restore
from evalsys.books.problems import Problem
from evalsys.extensions import db, writing
from evalsys.models.accounts import Account
from evalsys.models.units import Unit
from evalsys.scheme_shell import pair, scheme_group
from evalsys.scoring import Period
from evalsys.scoring import period as period_of
from evalsys.services import calendars, codes, evaluations, listing, pay, points_ledger, schemes, stars, summaries
from evalsys.services.books import take_file
from evalsys.services.books.runs import refused_file
from evalsys.services.write import Act, Refused


def register(app: Flask) -> None:
    """Attach every command."""
    for command in (
        start,
        import_book,
        compute,
        results,
        scorecards,
        setup_code,
        sign_in_code,
        star_list,
        pay_list,
        scheme_group,
        points_group,
        work,
        backup,
        restore,
    ):
        app.cli.add_command(command)
    app.cli.add_command(results, "evaluate")


def act() -> Act:
    """An act of the program itself, at the shell."""
    writing.set(True)
    return Act(None, current_app.config["CLOCK"]())


def township(name: str | None = None) -> Unit:
    """The township of that name, or the only one."""
    query = select(Unit).where(Unit.kind == "township").order_by(Unit.id)
    found = [unit for unit in db.session.scalars(query) if name in (None, unit.name)]
    if len(found) != 1:
        named = "、".join(unit.name for unit in found) or "没有"
        raise click.ClickException(
            f"请用 --township 指明乡镇（现有：{named}）。还没有乡镇的，先运行 python3 run.py。"
        )
    return found[0]


def asked_period(code: str) -> Period:
    """The period of a code given at the shell."""
    try:
        return period_of(code)
    except ValueError as wrong:
        raise click.ClickException("时段请写成 2026Q2 这样的季度，或 2026 这样的年度。") from wrong


@click.command("start")
@click.option("--port", default=8000, show_default=True, help="Port on 127.0.0.1.")
@click.option("--no-serve", is_flag=True, help="Stop before serving.")
@click.option("--empty", is_flag=True, help="A real township: no sample data.")
def start(port: int, no_serve: bool, empty: bool) -> None:
    """Migrate, build the sample where the instance is empty, compute, print, show, serve."""
    writing.set(True)
    starting.prepare(current_app._get_current_object(), empty, f"http://127.0.0.1:{port}", click.echo)
    if not no_serve:
        starting.serve(current_app._get_current_object(), port, click.echo)


@click.command("work")
@click.option("--threads", type=click.IntRange(1, 64), help="How many items at once; else as JOB_THREADS says.")
def work(threads: int | None) -> None:
    """Do jobs in this process until it is stopped: on any machine that reaches database and files."""
    app = current_app._get_current_object()
    if not inspect(db.engine).has_table("job"):
        raise click.ClickException("这个数据库还没有建好。请先在服务器上运行 python3 run.py --no-serve。")
    threads = threads or app.config["JOB_THREADS"] or 1
    click.echo(f"开始办理后台任务（{threads} 个线程），按 Ctrl-C 结束。")
    db.session.remove()
    app.extensions["bell"].run(threads)


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Show what would happen; change nothing.")
@click.option("--township", "name", help="The township, where there are several.")
@click.option("--refused", type=click.Path(path_type=Path), help="Write the refused rows into this workbook.")
def import_book(file: Path, dry_run: bool, name: str | None, refused: Path | None) -> None:
    """Import a workbook: the same code as on the page."""
    try:
        shown = take_file(act(), township(name).id, file.name, file.read_bytes(), dry_run)
    except Refused as refusal:
        raise click.ClickException(refusal.says) from refusal
    counts = shown.counts
    click.echo(f"{file.name}：{'试运行，没有改动。' if dry_run else ''}")
    click.echo("  新增 {new} 行，更新 {changed} 行，没有变化 {same} 行，不能导入 {refused} 行".format(**counts))
    for reading in shown.readings:
        for problem in [p for p in reading.problems if not p.is_error]:
            click.echo(f"  {problem.text}")
    for taken in shown.of_state("refused"):
        for problem in taken.row.problems:
            click.echo(f"  {where(problem, taken.row)} {problem.text}")
    if refused and counts["refused"]:
        refused.write_bytes(refused_file(shown, file.name, file.read_bytes()))
        click.echo(f"  不能导入的行已写入 {refused}，改好后再导入即可。")


def where(problem: Problem, row: object) -> str:
    """工作表“…”第 n 行 C 列（身份证号码）“…”"""
    place = f"工作表“{row.sheet}”第 {row.number} 行"
    if problem.column:
        place += f" {problem.column} 列（{problem.header}）"
    raw = listing.masked(problem.header, problem.raw)
    return place + (f"“{raw}”：" if raw else "：")


@click.command("compute")
@click.argument("code")
@click.option("--township", "name", help="The township, where there are several.")
def compute(code: str, name: str | None) -> None:
    """Compute a quarter or a year and freeze what changed."""
    try:
        changed = evaluations.compute(act(), township(name).id, asked_period(code))
    except Refused as refusal:
        raise click.ClickException(refusal.says) from refusal
    click.echo(f"已计算 {code}，{changed} 人的结果有更新。")


@click.command("results")
@click.argument("code")
@click.option("--json", "as_json", is_flag=True, help="A JSON list instead of the table.")
@click.option("--township", "name", help="The township, where there are several.")
def results(code: str, as_json: bool, name: str | None) -> None:
    """The results of a quarter or a year, computed from what the books hold now; nothing is saved."""
    try:
        found = evaluations.run(township(name).id, asked_period(code))
    except Refused as refusal:
        raise click.ClickException(refusal.says) from refusal
    if as_json:
        click.echo(json.dumps([summaries.as_json(result) for result in found], ensure_ascii=False, indent=2))
        return
    for line in starting.table(found):
        click.echo(line)


@click.command("stars")
@click.argument("year", type=click.IntRange(1990, 2199))
@click.option("--on", "rated_on", type=click.DateTime(["%Y-%m-%d"]), help="Rated on this day; else 31 January after.")
@click.option("--json", "as_json", is_flag=True, help="A JSON list instead of the table.")
@click.option("--township", "name", help="The township, where there are several.")
def star_list(year: int, rated_on: datetime | None, as_json: bool, name: str | None) -> None:
    """The branch secretaries' stars for a year's grades; nothing is saved."""
    try:
        found = stars.run(township(name).id, year, rated_on.date() if rated_on else None)
    except Refused as refusal:
        raise click.ClickException(refusal.says) from refusal
    rows = [stars.as_json(result) for result in found]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        told = "不评星" if row["stars"] is None else f"{row['stars']} 星"
        click.echo("  ".join([row["name"], told, *row["notes"]]))


@click.command("pay")
@click.argument("year", type=click.IntRange(1990, 2199))
@click.option("--json", "as_json", is_flag=True, help="A JSON list instead of the table.")
@click.option("--township", "name", help="The township, where there are several.")
def pay_list(year: int, as_json: bool, name: str | None) -> None:
    """The village cadres' pay of a year with its twelve instalments; nothing is saved."""
    try:
        rows = [pay.as_json(one, result) for one, result in pay.run(township(name).id, year)]
    except Refused as refusal:
        raise click.ClickException(refusal.says) from refusal
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        click.echo("  ".join([row["name"], row["post"], row["annual"] or "无", *row["notes"]]))


@click.command("scorecards")
@click.argument("code")
@click.option("--to", "folder", type=click.Path(file_okay=False, path_type=Path), help="Another folder.")
@click.option("--township", "name", help="The township, where there are several.")
def scorecards(code: str, folder: Path | None, name: str | None) -> None:
    """Print the frozen results of a quarter or a year as PDFs."""
    place, period = township(name), asked_period(code)
    rows = evaluations.for_papers(place.id, period)
    if not rows:
        raise click.ClickException(f"{code} 还没有结果。先运行 python3 run.py flask compute {code}")
    target = folder or Path(current_app.instance_path) / "scorecards" / period.code
    made = printing.print_scorecards(rows, place.name, current_app.config["BASE_ADDRESS"], target)
    click.echo(f"已打印 {len(made)} 个文件到 {target}")


@click.command("setup-code")
def setup_code() -> None:
    """A one-time code for the first administrator of an empty instance."""
    try:
        click.echo(starting.setup_link(act(), current_app.config["BASE_ADDRESS"]))
    except Refused as refusal:
        raise click.ClickException(refusal.says) from refusal


@click.command("sign-in-code")
@click.argument("login_name")
def sign_in_code(login_name: str) -> None:
    """A one-time sign-in for an account, as a link."""
    account = db.session.scalar(select(Account).where(Account.login_name == login_name.lower()))
    if account is None:
        names = "、".join(db.session.scalars(select(Account.login_name).order_by(Account.login_name)))
        raise click.ClickException(f"没有登录名“{login_name}”。现有：{names or '没有'}")
    code = codes.issue_code(act(), "sign-in", account)
    click.echo(f"{current_app.config['BASE_ADDRESS']}/enter#{code}")


def examples_of(file: Path) -> str:
    """The worked examples beside a measure's file, where there are some; they are frozen with it."""
    _measure, beside = pair(file)
    return beside.read_text(encoding="utf-8") if beside.exists() else ""


@scheme_group.command("adopt")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--meeting", default="", help="The meeting that adopted it.")
@click.option("--township", "name", help="The township, where there are several.")
def adopt_scheme(file: Path, meeting: str, name: str | None) -> None:
    """Adopt a measure file for a township; its text is frozen."""
    doing = act()
    calendars.seed(doing)
    try:
        row = schemes.adopt(doing, township(name).id, file.read_text(encoding="utf-8"), meeting, examples_of(file))
    except Refused as refusal:
        raise click.ClickException(refusal.says) from refusal
    click.echo(f"已采用：{row.title} 第{row.number}版，自 {row.from_on} 起施行。")


@click.group("points")
def points_group() -> None:
    """Members' points."""


@points_group.command("check")
def check_points() -> None:
    """Compare every kept balance with the sum of its entries."""
    found = points_ledger.differences()
    for number, kept, summed in found:
        click.echo(f"person:{number}：结余 {kept}，各条相加 {summed}")
    if found:
        raise click.ClickException(f"{len(found)} 人的结余和记录对不上。")
    click.echo("每个人的结余都等于各条相加。")


logging.getLogger("alembic").setLevel(logging.WARNING)

"""The `scheme` commands that look at files alone: check, examples, explanation, comparison, unguarded figures."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import AppGroup

from evalsys.scoring import (
    Outcome,
    Scheme,
    SchemeMistakes,
    as_text,
    differences,
    evaluate,
    figures,
    load_scheme,
    read_casebook,
    read_facts,
    run,
    told,
    tree,
    unguarded,
)

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
BESIDE = ".cases.toml"

scheme_group = AppGroup("scheme", help="Measures: check a file, run its examples, explain, compare, adopt.")


def loaded(file: Path) -> Scheme | None:
    """The measure of a file; what is wrong with it is printed, and None comes back."""
    try:
        return load_scheme(file)
    except SchemeMistakes as mistakes:
        show(mistakes)
    except UnicodeDecodeError:
        click.echo(f"{file}：不是 UTF-8 文字，请用 UTF-8 另存后再试。")
    return None


def show(mistakes: SchemeMistakes) -> None:
    """One mistake a line: file, line, clause, place, what to do."""
    for mistake in mistakes.mistakes:
        click.echo(str(mistake))


def pair(file: Path) -> tuple[Path, Path]:
    """A measure's file and the examples beside it, whichever of the two was named."""
    name = file.name.removesuffix(BESIDE) if file.name.endswith(BESIDE) else file.stem
    return file.with_name(f"{name}.toml"), file.with_name(f"{name}{BESIDE}")


@scheme_group.command("check")
@click.argument("files", nargs=-1, required=True, type=FILE)
def check(files: tuple[Path, ...]) -> None:
    """Check measure files; every mistake is named with its line, its clause and what to do."""
    wrong = 0
    for file in files:
        scheme = loaded(file)
        if scheme is None:
            wrong += 1
        else:
            click.echo(f"{file}：{scheme.title} 第{scheme.version}版，没有发现问题。")
    if wrong:
        raise click.exceptions.Exit(1)


@scheme_group.command("cases")
@click.argument("files", nargs=-1, required=True, type=FILE)
def cases(files: tuple[Path, ...]) -> None:
    """Work out the examples beside measure files; each difference is shown with its explanation."""
    outcomes: list[Outcome] = []
    unread = 0
    for file in files:
        found = outcomes_of(file)
        unread += not found
        outcomes += found
        for outcome in (outcome for outcome in found if not outcome.passed):
            click.echo(told(outcome))
            if outcome.result:
                click.echo(tree(outcome.result))
    failed = sum(not outcome.passed for outcome in outcomes) + unread
    click.echo(f"{sum(outcome.passed for outcome in outcomes)} passed, {failed} failed")
    if failed:
        raise click.exceptions.Exit(1)


def outcomes_of(file: Path) -> tuple[Outcome, ...]:
    """How a measure's examples come out; nothing, with the reason printed, where they cannot be read."""
    measure, beside = pair(file)
    for path in (measure, beside):
        if not path.exists():
            click.echo(f"{file}：旁边没有 {path.name}，无法核对算例。")
            return ()
    scheme = loaded(measure)
    if scheme is None:
        return ()
    try:
        book = read_casebook(beside.read_text(encoding="utf-8"), beside.name, scheme)
    except SchemeMistakes as mistakes:
        show(mistakes)
        return ()
    outcomes = run(book)
    if not outcomes:
        click.echo(f"{beside}：里面没有算例。")
    return outcomes


@scheme_group.command("explain")
@click.argument("file", type=FILE)
@click.option("--facts", required=True, type=FILE, help="A file with a period and people's facts.")
def explain(file: Path, facts: Path) -> None:
    """Work out the facts of a file and print every step of each result."""
    scheme = loaded(file)
    if scheme is None:
        raise click.exceptions.Exit(1)
    try:
        case, calendar = read_facts(facts.read_text(encoding="utf-8"), facts.name, scheme)
        results = evaluate(scheme, case.dossiers, case.period, calendar)
    except SchemeMistakes as mistakes:
        show(mistakes)
        raise click.exceptions.Exit(1) from mistakes
    except ValueError as beyond:
        raise click.ClickException(str(beyond)) from beyond
    click.echo("\n\n".join(tree(result) for result in results))


@scheme_group.command("diff")
@click.argument("old", type=FILE)
@click.argument("new", type=FILE)
def diff(old: Path, new: Path) -> None:
    """What differs between two measure files, clause by clause."""
    try:
        click.echo(as_text(differences(old.read_text(encoding="utf-8"), new.read_text(encoding="utf-8"))))
    except ValueError as unreadable:
        raise click.ClickException(str(unreadable)) from unreadable


@scheme_group.command("guard")
@click.argument("files", nargs=-1, required=True, type=FILE)
def guard(files: tuple[Path, ...]) -> None:
    """List the figures that no worked example guards; exit 1 if there are any."""
    bare = 0
    for file in files:
        measure, beside = pair(file)
        if loaded(measure) is None or not beside.exists():
            raise click.ClickException(f"{file}：办法或旁边的算例不能读，请先用 scheme check 和 scheme cases 核对。")
        text, examples = measure.read_text(encoding="utf-8"), beside.read_text(encoding="utf-8")
        total = len(figures(text))
        for one in unguarded(text, examples):
            bare += 1
            place = f"{measure.name} 第 {one.figure.line} 行（{one.figure.clause}）：{one.figure.title}"
            click.echo(f"{place} {one.figure.text} 改成 {one.instead}，没有一个算例会不符，请补一个算例。")
        click.echo(f"{measure.name}：{total} 个数都试过了。")
    click.echo(f"{bare} figures without a guard")
    if bare:
        raise click.exceptions.Exit(1)

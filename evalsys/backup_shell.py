"""The flask commands that make a backup and put one back."""

from __future__ import annotations

from pathlib import Path

import click
from flask import current_app
from flask_babel import gettext as _

from evalsys import backups
from evalsys.backups.postgresql import ToolFailed
from evalsys.backups.sqlite import Damaged


@click.command("backup")
def backup() -> None:
    """Back up the instance into its folder `backups`, verified; works while the program runs."""
    try:
        made = backups.make(current_app._get_current_object(), current_app.config["CLOCK"]())
    except (backups.NoTools, Damaged, ToolFailed, OSError) as wrong:
        raise click.ClickException(_("没有备份成：%(why)s", why=str(wrong))) from wrong
    click.echo(f"已备份到 {made.path}")
    click.echo(f"  {made.size // 1000} kB，{made.tables} 张表 {made.rows} 行，读回核对无误。")
    click.echo("  里面有密钥，请像保管印章一样保管。")


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--yes", "is_sure", is_flag=True, help="Replace what is there; it is kept aside in `backups`.")
def restore(file: Path, is_sure: bool) -> None:
    """Put a backup back, checked before and after. The program must not run."""
    app = current_app._get_current_object()
    at = app.config["CLOCK"]()
    try:
        notes = backups.restore(app, file, at, is_sure)
    except (backups.CannotRestore, backups.NoTools, ToolFailed, OSError) as wrong:
        raise click.ClickException(str(wrong)) from wrong
    rows = sum(number for number, _digest in notes["tables"].values())
    click.echo(f"已恢复到 {notes['made_at']} 的状态：{len(notes['tables'])} 张表 {rows} 行，和备份的记录一致。")
    click.echo("所有人都要重新登录。备份时正在投票的，票箱不在备份里，请作废那一轮。接着运行：python3 run.py")

"""The shell commands that look at measure files alone; what they print is what an office reads."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from evalsys.scheme_shell import scheme_group
from evalsys.scoring import SAMPLES

TEXT = (SAMPLES / "four-mirrors.toml").read_text(encoding="utf-8")
CASES = (SAMPLES / "four-mirrors.cases.toml").read_text(encoding="utf-8")
FACTS = """
period = "2026Q2"
[[subject]]
name = "顾文拴"
from = 2026-04-20
facts.committee-mark = [90, 92, 94]
"""


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """A township's copy of the sample measure with its examples beside it."""
    (tmp_path / "mine.cases.toml").write_text(CASES, encoding="utf-8")
    (tmp_path / "mine.toml").write_text(TEXT, encoding="utf-8")
    return tmp_path / "mine.toml"


def shell(*words: object) -> click.testing.Result:
    return CliRunner().invoke(scheme_group, [str(word) for word in words])


def change(path: Path, old: str, new: str) -> Path:
    """The file with one place changed."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


def test_a_mistake_is_printed_with_file_line_and_clause(mine):
    change(mine, 'percent = "40%"', 'percent = "四成"')
    done = shell("check", mine)
    line = next(n for n, row in enumerate(mine.read_text(encoding="utf-8").splitlines(), 1) if "四成" in row)
    assert done.exit_code == 1
    assert f"mine.toml 第 {line} 行（第三条）：item log-share：percent 不是百分比" in done.output


def test_all_examples_pass_and_are_counted(mine):
    done = shell("cases", mine)
    assert done.exit_code == 0 and done.output.strip().endswith("passed, 0 failed")
    assert int(done.output.split()[-4]) > 50


def test_a_failed_example_shows_expected_got_and_the_tree(mine):
    change(mine.with_name("mine.cases.toml"), 'score = "92.31"', 'score = "92.32"')
    done = shell("cases", mine.with_name("mine.cases.toml"))
    assert done.exit_code == 1 and ", 1 failed" in done.output
    assert "score：应为 92.32，算出 92.31" in done.output
    assert "周评价均分（第三条）2026-05：90.38" in done.output


def test_a_measure_without_examples_is_no_success(mine):
    mine.with_name("mine.cases.toml").unlink()
    done = shell("cases", mine)
    assert done.exit_code == 1 and "旁边没有 mine.cases.toml" in done.output and "0 passed, 1 failed" in done.output


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('period = "2026Q2"', 'period = "第二季度"', "请写成 2026Q2"),
        ("facts.committee-mark", "facts.comittee-mark", "办法里没有记录 comittee-mark"),
        ("from = 2026-04-20", "form = 2026-04-20", "不认识的键 form"),
        ('score = "92.31"', 'score = "92.31"\nscore = "92.31"', "不是正确的 TOML"),
        ('ballots = "发出32', 'ballots = "印发32', "没有「印发」这个数"),
    ],
)
def test_an_example_that_cannot_be_read_is_named_with_its_line(mine, old, new, says):
    change(mine.with_name("mine.cases.toml"), old, new)
    done = shell("cases", mine)
    assert done.exit_code == 1 and says in done.output and "mine.cases.toml" in done.output


def test_explain_prints_every_step_of_the_facts_of_a_file(mine, tmp_path):
    facts = tmp_path / "facts.toml"
    facts.write_text(FACTS, encoding="utf-8")
    done = shell("explain", mine, "--facts", facts)
    assert done.exit_code == 0, done.output
    assert "顾文拴 2026Q2：得分 92.00" in done.output
    assert "党委评（第四条）2026Q2：92.00　(90 + 92 + 94) ÷ 3 = 92.00" in done.output


def test_explain_names_a_period_that_the_measure_does_not_rule(mine, tmp_path):
    facts = tmp_path / "facts.toml"
    facts.write_text(FACTS.replace("2026Q2", "2025Q2"), encoding="utf-8")
    done = shell("explain", mine, "--facts", facts)
    assert done.exit_code == 1 and "不适用于2025年第二季度" in done.output


def test_two_versions_differ_clause_by_clause(mine, tmp_path):
    newer = tmp_path / "newer.toml"
    newer.write_text(TEXT.replace("least-valid = 5", "least-valid = 8", 1), encoding="utf-8")
    done = shell("diff", mine, newer)
    assert done.exit_code == 0 and "第四条" in done.output and "5 → 8" in done.output
    assert "没有差别" in shell("diff", mine, mine).output


def test_a_figure_without_an_example_is_listed(mine):
    change(mine.with_name("mine.cases.toml"), 'refused = ["-100.01", "-101", "92.315"]', "refused = []")
    done = shell("guard", mine)
    assert done.exit_code == 1 and "季度得分" in done.output and "-100 改成 -101" in done.output

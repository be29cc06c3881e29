"""run.py: sets up without ensurepip, mends what was left half made, says in one sentence what helps."""

from __future__ import annotations

import ast
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

import run

ROOT = Path(run.__file__).parent


@pytest.fixture
def home(tmp_path):
    """A checkout whose requirements are empty, so that setting it up needs no network."""
    shutil.copytree(ROOT / "vendor", tmp_path / "vendor")
    (tmp_path / "requirements.txt").write_text("", encoding="utf-8")
    return run.Environment(tmp_path)


@pytest.fixture
def old_environment(home):
    home.provide("requirements.txt")
    return home


def refuse(*_args, **_options):
    raise AssertionError("nothing was to be done")


def test_a_bare_folder_gets_an_environment_without_pip_inside(old_environment):
    assert old_environment.python.exists()
    assert not list(old_environment.folder.glob("**/site-packages/pip"))


def test_the_second_run_installs_nothing(old_environment, monkeypatch):
    monkeypatch.setattr(old_environment, "build", refuse)
    old_environment.provide("requirements.txt")


def test_a_changed_requirements_file_is_installed_into_the_same_environment(old_environment, monkeypatch):
    (old_environment.root / "requirements.txt").write_text("# newer\n", encoding="utf-8")
    monkeypatch.setattr(old_environment, "make", refuse)
    assert not old_environment.is_ready("requirements.txt")
    old_environment.provide("requirements.txt")
    assert old_environment.is_ready("requirements.txt")


def test_a_half_made_environment_is_made_anew(old_environment):
    left = old_environment.folder / "lib" / "half-written"
    left.parent.mkdir(exist_ok=True)
    left.touch()
    old_environment.unfinished.touch()
    old_environment.provide("requirements.txt")
    assert not left.exists()
    assert old_environment.is_ready("requirements.txt")


def test_an_environment_whose_python_has_gone_is_made_anew(old_environment):
    old_environment.python.unlink()
    old_environment.provide("requirements.txt")
    assert old_environment.python.exists()


def test_two_set_ups_at_once_take_turns(home):
    home.folder.mkdir()
    lock = sqlite3.connect(home.folder / "setup.lock", isolation_level=None, check_same_thread=False)
    lock.execute("BEGIN EXCLUSIVE")
    threading.Timer(0.3, lock.close).start()
    home.provide("requirements.txt")
    assert home.is_ready("requirements.txt")


def test_a_refused_installation_leaves_no_stamp(home):
    (home.root / "requirements.txt").write_text("nothing-of-this-name\n", encoding="utf-8")
    with pytest.raises(run.Stop):
        home.provide("requirements.txt")
    assert not home.is_ready("requirements.txt")


@pytest.mark.parametrize(
    ("output", "helps"),
    [
        ("ERROR: No matching distribution found for psycopg-binary==3.3.9", "psycopg-binary"),
        ("Failed to establish a new connection\nERROR: No matching distribution found for x", "网络"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM", "校验值"),
        ("OSError: [Errno 28] No space left on device", "磁盘"),
        ("something else", "setup.log"),
    ],
)
def test_a_failure_is_one_line_that_says_what_helps(home, output, helps):
    says = home.why(output)
    assert helps in says
    assert "\n" not in says


def test_a_python_without_venv_names_the_package_to_install(home, monkeypatch):
    monkeypatch.setitem(sys.modules, "venv", None)
    with pytest.raises(run.Stop, match=r"apt install python3\.\d+-venv"):
        home.provide("requirements.txt")


def test_an_old_python_gets_one_sentence():
    program = "import sys; sys.version_info = (3, 9, 2); import run"
    ended = subprocess.run([sys.executable, "-X", "utf8", "-c", program], cwd=ROOT, capture_output=True, text=True)
    assert ended.returncode == 1
    assert "3.11" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_an_old_python_can_read_the_file_at_all():
    ast.parse((ROOT / "run.py").read_text(encoding="utf-8"), feature_version=(3, 7))


def test_an_unknown_command_shows_what_there_is(capsys):
    assert run.main(["wrok"]) == 2
    assert "python3 run.py check" in capsys.readouterr().out


def test_starting_passes_its_options_on(monkeypatch):
    seen = []
    monkeypatch.setattr(run, "prepared", lambda: None)
    monkeypatch.setattr(run, "in_flask", lambda _home, arguments: seen.append(arguments) or 0)
    run.main(["--no-serve", "--port", "8001", "--empty"])
    assert seen == [["start", "--no-serve", "--port", "8001", "--empty"]]


def test_a_worker_is_started_with_its_options(monkeypatch):
    seen = []
    monkeypatch.setattr(run, "prepared", lambda: None)
    monkeypatch.setattr(run, "in_flask", lambda _home, arguments: seen.append(arguments) or 0)
    run.main(["worker", "--threads", "4"])
    assert seen == [["work", "--threads", "4"]]


def test_what_a_command_prints_stays_its_own(monkeypatch, capsys):
    monkeypatch.setattr(run, "say", run.say)
    monkeypatch.setattr(run, "prepared", lambda: run.say("正在安装"))
    monkeypatch.setattr(run, "in_flask", lambda _home, _arguments: sys.stdout.write("[]\n") and 0)
    run.main(["flask", "results", "2026Q2", "--json"])
    said = capsys.readouterr()
    assert (said.out, said.err) == ("[]\n", "正在安装\n")


@pytest.fixture
def commands(monkeypatch):
    """The commands that run.py would start; each ends well, the first engine's excepted on demand."""
    seen = []
    monkeypatch.setattr(run, "prepared", lambda *_: run.Environment(ROOT))
    monkeypatch.setattr(run, "follow", lambda command, **_: seen.append([str(part) for part in command[1:]]) or 0)
    return seen


def test_tests_run_on_both_engines_and_drive_the_browser_once(commands):
    assert run.main(["test", "-k", "marks"]) == 0
    first, second = commands
    assert first == ["-m", "pytest", "-n", "2", "-k", "marks"]
    assert second == [*first, "--database=postgresql", *[f"--ignore=tests/{room}" for room in run.ONCE]]


def test_own_number_of_processes_is_kept(commands):
    run.main(["test", "-n0"])
    assert commands[0] == ["-m", "pytest", "-n0"]


def test_one_failing_engine_fails_the_whole(monkeypatch):
    codes = iter([1, 0])
    monkeypatch.setattr(run, "prepared", lambda *_: run.Environment(ROOT))
    monkeypatch.setattr(run, "follow", lambda *_args, **_options: next(codes))
    assert run.main(["test"]) == 1


def test_each_check_runs_though_one_failed(monkeypatch, capsys):
    codes = iter([0, 1, 0, 0, 0])
    monkeypatch.setattr(run, "prepared", lambda *_: run.Environment(ROOT))
    monkeypatch.setattr(run, "follow", lambda *_args, **_options: next(codes))
    assert run.main(["check"]) == 1
    assert capsys.readouterr().out.count("通过 ok") == 4


def test_translations_are_compiled_when_they_are_newer(tmp_path):
    class Recorder:
        root, ran = tmp_path, []

        def run(self, *arguments):
            self.ran.append(arguments[-1])
            arguments[-1].touch()

    folder = tmp_path / "evalsys" / "translations" / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "messages.po").touch()
    recorder = Recorder()
    run.compile_translations(recorder)
    os.utime(folder / "messages.mo", ns=(2**62, 2**62))
    run.compile_translations(recorder)
    assert recorder.ran == [folder / "messages.mo"]


def test_silence_of_two_seconds_is_broken(monkeypatch, capsys):
    monkeypatch.setattr(run, "QUIET_SECONDS", 0.05)
    slow = "import time; time.sleep(0.3); print('done')"
    with run.start([sys.executable, "-c", slow], stdout=subprocess.PIPE, text=True) as process:
        assert list(run.lines_of(process)) == ["done\n"]
    assert "仍在进行" in capsys.readouterr().out


def test_the_exit_code_of_what_ran_is_the_own():
    assert run.follow([sys.executable, "-c", "raise SystemExit(3)"]) == 3


def test_run_uses_nothing_that_only_some_systems_have():
    tree = ast.parse((ROOT / "run.py").read_text(encoding="utf-8"))
    names = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    modules = {a.name for node in ast.walk(tree) if isinstance(node, ast.Import) for a in node.names}
    assert not names & {"fork", "execv", "execve", "getuid", "geteuid", "setsid", "killpg", "SIGKILL", "SIGHUP"}
    assert not modules & {"fcntl", "pwd", "grp", "resource", "termios", "msvcrt", "winreg"}
    assert modules <= sys.stdlib_module_names

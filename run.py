"""Sets up and runs evalsys: `python3 run.py`. Needs Python 3.11 or newer and nothing else."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - an old Python must get this sentence, not a SyntaxError
    sys.exit("evalsys 需要 Python 3.11 或更新版本，请安装后再运行 (needs Python 3.11+): apt install python3.11")

import hashlib
import os
import platform
import queue
import re
import shutil
import signal
import sqlite3
import subprocess
import threading
import time
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VERSION = f"{sys.version_info.major}.{sys.version_info.minor}"
QUIET_SECONDS = 2
HELP = """\
用法 (usage):
  python3 run.py [--no-serve] [--port N] [--empty]   安装、建库、打印并启动服务 (set up and serve)
  python3 run.py test [pytest 参数]                   在 SQLite 和 PostgreSQL 上运行全部测试 (all tests, both engines)
  python3 run.py check                               检查代码、类型、模板和守则 (lint, types, templates, guards)
  python3 run.py bench [名称 ...]                     测速 (timings)
  python3 run.py worker [--threads N]                 在这台机器上办理后台任务 (do jobs on this machine)
  python3 run.py flask 命令 ...                       任何 flask 命令 (any flask command)"""

NO_NETWORK = re.compile(
    r"Failed to establish a new connection|Temporary failure in name resolution|getaddrinfo failed"
    r"|Network is unreachable|Read timed out|ConnectTimeout|Max retries exceeded|ProxyError|Connection refused"
    r"|Connection aborted|ConnectionResetError"
)
TAKEN = re.compile(r"(?:Collecting |Processing \S*[/\\])([\w.]+(?:-[a-z][\w.]*)*)")
NO_WHEEL = re.compile(r"No matching distribution found for ([A-Za-z0-9_.-]+)")


class Stop(Exception):
    """Set-up cannot go on; the text says why and which command helps."""


def say(text):
    """One line, at once."""
    print(text, flush=True)


def talk_beside():
    """Put our own lines on the error stream, so that a command's output can be piped into another program."""
    global say

    def say(text):
        print(text, file=sys.stderr, flush=True)


class Environment:
    """The `.venv` of one checkout: made without ensurepip, filled from locked and hashed requirements."""

    def __init__(self, root):
        self.root, self.folder = root, root / ".venv"
        self.python = self.folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
        self.unfinished = self.folder / "unfinished"

    def stamp(self, requirements):
        """Where it is noted which state of a requirements file is installed."""
        return self.folder / f"{requirements}.stamp"

    def wanted(self, requirements):
        """What the stamp has to say: this Python, this content."""
        return f"{VERSION} {hashlib.sha256((self.root / requirements).read_bytes()).hexdigest()}"

    def is_ready(self, requirements):
        """Is exactly this file installed, by a set-up that came to its end?"""
        stamp = self.stamp(requirements)
        whole = self.python.exists() and not self.unfinished.exists()
        return whole and stamp.exists() and stamp.read_text(encoding="utf-8") == self.wanted(requirements)

    def provide(self, requirements):
        """Make and fill the environment unless that was done before."""
        if self.is_ready(requirements):
            return
        self.folder.mkdir(exist_ok=True)
        with only_one(self.folder / "setup.lock"):
            if not self.is_ready(requirements):
                self.build(requirements)

    def build(self, requirements):
        """Both steps, with a mark that stays behind if the machine is switched off meanwhile."""
        half_made = self.unfinished.exists()
        self.unfinished.touch()
        if half_made or not self.fits():
            self.make()
        try:
            self.fill(requirements)
        except Stop:
            self.unfinished.unlink()
            raise
        self.stamp(requirements).write_text(self.wanted(requirements), encoding="utf-8")
        self.unfinished.unlink()

    def fits(self):
        """Is there an environment of this Python, and is that Python still where it was?"""
        notes = self.folder / "pyvenv.cfg"
        if not self.python.exists() or not notes.exists():
            return False
        said = dict(re.findall(r"^(\w+) *= *(.+?) *$", notes.read_text(encoding="utf-8"), re.MULTILINE))
        version = said.get("version") or said.get("version_info", "")
        return version.startswith(f"{VERSION}.") and Path(said.get("home", "")).exists()

    def make(self):
        """An empty environment; whatever an earlier try left is thrown away."""
        say("正在建立运行环境 .venv ……")
        for left in self.folder.iterdir():
            if left.name not in ("setup.lock", self.unfinished.name):
                shutil.rmtree(left) if left.is_dir() and not left.is_symlink() else left.unlink()
        try:
            import venv  # Debian leaves it out of python3-minimal

            venv.EnvBuilder(with_pip=False, symlinks=os.name != "nt").create(self.folder)
            self.run("-c", "import sqlite3, ssl, zlib")
        except (ImportError, subprocess.CalledProcessError):
            raise Stop(f"这台机器的 Python 不完整，请先运行：apt install python{VERSION}-venv") from None
        except OSError as wrong:
            raise Stop(f"建不了 {self.folder}（{wrong.strerror}），请换到可以写入的文件夹后再运行。") from None

    def run(self, *arguments):
        """One short run of the environment's Python."""
        subprocess.run([self.python, *arguments], check=True, capture_output=True)

    def fill(self, requirements):
        """Install with the pip that lies in vendor/: hashes required, nothing is ever compiled."""
        path = self.root / requirements
        total = len(re.findall(r"^[\w.-]+==", path.read_text(encoding="utf-8"), re.MULTILINE))
        say(f"正在安装 {requirements} 中的 {total} 个程序库 ……")
        pip = next((self.root / "vendor").glob("pip-*.whl")) / "pip"
        command = [self.python, pip, "install", "--require-hashes", "--only-binary", ":all:", "-r", path]
        command += ["--no-input", "--disable-pip-version-check", "--progress-bar", "off", "--no-warn-script-location"]
        wheelhouse = self.root / "wheelhouse"
        if wheelhouse.is_dir():
            command += ["--no-index", "--find-links", wheelhouse]
        started, output, seen = time.monotonic(), [], 0
        with start(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8") as process:
            for line in lines_of(process):
                output.append(line)
                taken = TAKEN.match(line)
                if taken:
                    seen += 1
                    say(f"  取得 {taken[1]}（第 {seen} 个）")
                elif line.startswith("Installing collected packages"):
                    say("  全部取得，正在写入 ……")
        (self.folder / "setup.log").write_text("".join(output), encoding="utf-8")
        if process.returncode != 0:
            raise Stop(self.why("".join(output)))
        say(f"程序库已装好，用时 {time.monotonic() - started:.0f} 秒。")

    def why(self, output):
        """pip's failure in one sentence, with what helps."""
        again = "python3 run.py"
        if "No space left on device" in output:
            return f"磁盘已满，装不下程序库。请腾出 500 MB 后再运行：{again}"
        if "DO NOT MATCH THE HASHES" in output:
            return f"下载到的程序库与登记的校验值不符，已停止安装，没有使用。请换一个网络后再运行：{again}"
        if NO_NETWORK.search(output):
            return f"连不上软件包服务器。请接通网络（或把安装包放进 wheelhouse 文件夹）后再运行：{again}"
        missing = NO_WHEEL.search(output)
        if missing:
            machine = f"Python {platform.python_version()}，{platform.system()} {platform.machine()}"
            helps = "winget install Python.Python.3.11" if os.name == "nt" else "apt install python3.11"
            return f"{missing[1]} 没有适合这台机器（{machine}）的安装包，请改用 64 位的 Python 3.11：{helps}"
        return f"程序库没有装成，原因在 {self.folder / 'setup.log'}。处理后再运行：{again}"


@contextmanager
def only_one(path):
    """Let one set-up at a time through, on every system; the lock goes away with its process."""
    lock = sqlite3.connect(path, timeout=0, isolation_level=None)
    told = False
    while True:
        try:
            lock.execute("BEGIN EXCLUSIVE")
            break
        except sqlite3.OperationalError:
            if not told:
                say("另一个安装正在进行，等它完成 ……")
            told = True
            time.sleep(1)
    try:
        yield
    finally:
        lock.close()


def lines_of(process):
    """The lines of a program's output; after two seconds without one, say that it is still at work."""
    lines, started = queue.Queue(), time.monotonic()

    def read():
        for line in process.stdout:
            lines.put(line)
        lines.put(None)

    threading.Thread(target=read, daemon=True).start()
    while True:
        try:
            line = lines.get(timeout=QUIET_SECONDS)
        except queue.Empty:
            say(f"  仍在进行（已 {time.monotonic() - started:.0f} 秒）……")
            continue
        if line is None:
            return
        yield line


def start(command, **options):
    """Start a program with its console in UTF-8."""
    surroundings = {**os.environ, "PYTHONUTF8": "1", **options.pop("env", {})}
    surroundings.pop("PYTHONHOME", None)
    return subprocess.Popen([str(part) for part in command], env=surroundings, **options)


def follow(command, **options):
    """Run a program to its end and give its exit code; Ctrl-C and a stop signal reach it, and end both quietly."""
    process = start(command, **options)
    previous = signal.signal(signal.SIGTERM, lambda *_: process.terminate())
    patience = None
    try:
        while True:
            try:
                code = process.wait(patience)
                return code if code >= 0 else 128 - code
            except KeyboardInterrupt:  # from a terminal the program got it as well and is ending
                patience = 10
            except subprocess.TimeoutExpired:
                process.terminate()
                patience = None
    finally:
        signal.signal(signal.SIGTERM, previous)


def compile_translations(home):
    """Make each catalogue's .mo where it is missing or older than its .po."""
    for source in sorted((home.root / "evalsys" / "translations").glob("*/LC_MESSAGES/*.po")):
        made = source.with_suffix(".mo")
        if made.exists() and made.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        say(f"正在生成界面翻译 {source.parent.parent.name} ……")
        home.run("-m", "babel.messages.frontend", "compile", "-i", source, "-o", made)


def prepared(requirements="requirements.txt"):
    """The environment, ready to run."""
    home = Environment(ROOT)
    home.provide(requirements)
    compile_translations(home)
    return home


def in_flask(home, arguments):
    """Run a flask command of ours."""
    return follow([home.python, "-m", "flask", "--app", ROOT / "wsgi.py", *arguments])


def flask(arguments):
    """Any flask command, in the folder where the user stands; what it prints stays its own."""
    talk_beside()
    home = prepared()
    return in_flask(home, arguments)


def worker(arguments):
    """Do jobs on this machine, until it is told to stop."""
    return in_flask(prepared(), ["work", *arguments])


def serve(arguments):
    """The whole way: set up, then migrate, compute, print and serve."""
    return in_flask(prepared(), ["start", *arguments])


# Rooms that know no database, and the browser: the second engine could say nothing new about them.
ONCE = ("browser", "books", "charts", "guards", "pdf", "scoring", "test_run.py")


def test(arguments):
    """Every test that meets the database on both engines, the others once."""
    home = prepared("requirements-dev.txt")
    pytest = [home.python, "-m", "pytest", *([] if sets_workers(arguments) else ["-n", "2"]), *arguments]
    results = {}
    for engine, extra in (
        ("SQLite", []),
        ("PostgreSQL", ["--database=postgresql", *[f"--ignore=tests/{room}" for room in ONCE]]),
    ):
        if extra and only_once(arguments):
            say(f"== {engine}：这些测试不用数据库，只运行一次 (these run once) ==")
            continue
        say(f"== 测试：{engine} (tests on {engine}) ==")
        results[engine] = follow([*pytest, *extra], cwd=ROOT)
    failed = [engine for engine, code in results.items() if code != 0]
    if failed:
        say(f"未通过 (failed on): {', '.join(failed)}")
    return int(bool(failed))


def sets_workers(arguments):
    """Do the user's own arguments say how many processes to use, or that there is to be one?"""
    return any(re.match(r"-n|--numprocesses|--pdb$|no:xdist", argument) for argument in arguments)


def only_once(arguments):
    """Are tests named, and only such as run once?"""
    named = [argument for argument in arguments if (ROOT / argument.split("::")[0]).exists()]
    rooms = [Path(argument.split("::")[0]).parts[:2] for argument in named]
    return bool(named) and all(parts[:1] == ("tests",) and parts[1:] and parts[1] in ONCE for parts in rooms)


def check(_arguments):
    """Every check, each named; a failure does not hide the next."""
    home = prepared("requirements-dev.txt")
    checks = {
        "ruff：写法 (lint)": ["-m", "ruff", "check", "."],
        "ruff：排版 (format)": ["-m", "ruff", "format", "--check", "."],
        "mypy：类型 (types of scoring)": ["-m", "mypy"],
        "djlint：模板 (templates)": ["-m", "djlint", "--lint", "--quiet", "evalsys/templates"],
        "pytest：守则 (guards)": ["-m", "pytest", "-q", "tests/guards"],
    }
    results = {}
    for name, arguments in checks.items():
        say(f"== {name} ==")
        results[name] = follow([home.python, *arguments], cwd=ROOT)
    for name, code in results.items():
        say(f"{'通过 ok    ' if code == 0 else '未通过 FAIL'}  {name}")
    return int(any(results.values()))


def bench(arguments):
    """The timings, printed as they come; those of papers with the other engines beside ours, if they can be had."""
    home = prepared()
    if "papers" in arguments:
        try:
            home.provide("requirements-bench.txt")
        except Stop as stop:
            say(f"{stop}\n只测自己的 (going on without the other engines)。")
    return follow([home.python, "-m", "benches", *arguments], cwd=ROOT)


def usage(_arguments):
    """What there is."""
    say(HELP)
    return 0


COMMANDS = {
    "test": test,
    "check": check,
    "bench": bench,
    "worker": worker,
    "flask": flask,
    "help": usage,
    "-h": usage,
    "--help": usage,
}


def main(arguments):
    """Find the command; without one, set up and serve."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    name = arguments[0] if arguments else ""
    try:
        if name in COMMANDS:
            return COMMANDS[name](arguments[1:])
        if name and not name.startswith("--"):
            say(f"没有这个命令 (no such command): {name}\n{HELP}")
            return 2
        return serve(arguments)
    except Stop as stop:
        say(f"\n{stop}")
        return 1
    except BrokenPipeError:  # the reader of our output has gone, as with `| head`
        sys.stdout = None
        return 1
    except KeyboardInterrupt:
        say("\n已停止。下次运行会接着完成 (stopped).")
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""The two starts that users see: a fresh copy until its papers are printed, and the next one until it serves."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter, sleep

ROOT = Path(__file__).resolve().parent.parent
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "instance", "__pycache__", ".*_cache", ".hypothesis")
PATIENCE = 60.0


def startup() -> Iterator[str]:
    """Set up a fresh copy of the program, then start it again."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "evalsys"
        shutil.copytree(ROOT, home, ignore=LEFT_OUT)
        variables = {name: value for name, value in os.environ.items() if name != "EVALSYS_INSTANCE"}
        begun = perf_counter()
        done = subprocess.run(
            [sys.executable, "run.py", "--no-serve"],
            cwd=home,
            env=variables,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(done.stdout[-600:] + done.stderr[-600:])
        yield f"fresh copy: environment, libraries, sample township, 13 papers: {perf_counter() - begun:.1f} s"
        yield f"second run until the first page answers: {until_it_serves(home, variables):.2f} s"


def until_it_serves(home: Path, variables: dict[str, str]) -> float:
    """Seconds from the command to the first answered page."""
    port = free_port()
    begun = perf_counter()
    server = subprocess.Popen(
        [sys.executable, "run.py", "--port", str(port)], cwd=home, env=variables, stdout=subprocess.DEVNULL
    )
    try:
        while perf_counter() - begun < PATIENCE:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/sign-in", timeout=2):
                    return perf_counter() - begun
            except OSError:
                sleep(0.02)
        raise RuntimeError(f"no page after {PATIENCE:.0f} s")
    finally:
        server.terminate()
        server.wait(timeout=20)


def free_port() -> int:
    """A port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


BENCHES = {"startup": startup}

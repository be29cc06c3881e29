"""The repository holds the product alone, and its pages of documentation match the code."""

from __future__ import annotations

import re
from pathlib import Path

from evalsys.extensions import db
from tests.guards.house import HOUSE, ROOT, module_of, room_of, sources

SKIPPED = {".git", ".venv", "instance", "__pycache__", "vendor", "wheelhouse", "node_modules"}
TEXT = {".py", ".md", ".toml", ".txt", ".html", ".css", ".js", ".svg", ".po", ".ini", ".mako", ".cfg", "", ".csv"}
# Folders of the machine where somebody worked; written apart, so that this file holds none itself.
FOREIGN = re.compile("|".join(["/" + "work/", "/" + "root/", "/" + r"home/\w+/", r"C:" + r"\\Users"]))
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#]+)")


def files() -> list[Path]:
    """Every text file that belongs to the product."""
    return [
        path
        for path in ROOT.rglob("*")
        if path.is_file()
        and path.suffix in TEXT
        and not {part for part in path.relative_to(ROOT).parts[:-1] if part in SKIPPED or part.endswith("_cache")}
        and ".hypothesis" not in path.parts
    ]


def test_no_file_names_a_folder_of_somebody_s_machine():
    found = {path: FOREIGN.search(path.read_text(encoding="utf-8", errors="ignore")) for path in files()}
    assert {str(path.relative_to(ROOT)): match[0] for path, match in found.items() if match} == {}


def test_requirements_name_no_server_and_pin_every_library_with_hashes():
    for name in ("requirements.txt", "requirements-dev.txt", "requirements-bench.txt"):
        text = (ROOT / name).read_text(encoding="utf-8")
        blocks = re.findall(r"^[A-Za-z0-9][^\n]*(?:\n[ \t][^\n]*)*", text, re.MULTILINE)
        assert "://" not in text
        assert not re.search(r"^-", text, re.MULTILINE)
        assert blocks
        assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block or "==" not in block] == []


def test_the_other_sets_hold_the_runtime_set_unchanged():
    pins = [
        set(re.findall(r"^([\w.-]+==[^\s;]+)", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE))
        for name in ("requirements.txt", "requirements-dev.txt", "requirements-bench.txt")
    ]
    assert pins[0] - pins[1] == pins[0] - pins[2] == set()


def test_the_map_has_a_line_for_every_room():
    text = (ROOT / "docs" / "map.md").read_text(encoding="utf-8")
    rooms = {room_of(module_of(path)) for path in sources()} - {"evalsys"}
    assert [room for room in sorted(rooms) if f"`{room}/`" not in text and f"`{room}.py`" not in text] == []


def test_the_words_have_every_table():
    text = (ROOT / "docs" / "words.md").read_text(encoding="utf-8")
    assert [table for table in sorted(db.metadata.tables) if f"`{table}`" not in text] == []


def test_every_setting_is_in_the_readme():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    settings = (HOUSE / "settings.py").read_text(encoding="utf-8")
    defaults = re.findall(r'^    "([A-Z_]+)":', settings, re.MULTILINE)
    assert [
        name for name in [*defaults, "INSTANCE", "SQLALCHEMY_DATABASE_URI"] if f"EVALSYS_{name}" not in text
    ] == []


def test_links_between_pages_of_documentation_lead_somewhere():
    pages = [*(ROOT / "docs").rglob("*.md"), *ROOT.glob("*.md")]
    broken = [
        f"{page.name}: {target}"
        for page in pages
        for target in LINK.findall(page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    ]
    assert broken == []

"""What is wrong with a cell or a row, as a value that says where it is and what to do next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace


def N_(text: str) -> str:  # noqa: N802 - the customary name of the marker for texts translated later
    """Mark a text for translation; it is translated where it is shown."""
    return text


ERROR, WARNING = "error", "warning"


@dataclass(frozen=True)
class Problem:
    """One finding: `code` for programs, `says` with %(name)s places for people; an error keeps the row out."""

    code: str
    says: str
    values: Mapping[str, object] = field(default_factory=dict)
    severity: str = ERROR
    sheet: str = ""
    row: int = 0
    column: str = ""
    header: str = ""
    raw: str = ""

    @property
    def text(self) -> str:
        """The sentence with its values filled in, untranslated."""
        return self.says % dict(self.values)

    @property
    def is_error(self) -> bool:
        return self.severity == ERROR

    def at(self, sheet: str, row: int, column: str = "", header: str = "", raw: str = "") -> Problem:
        """The same finding with its place."""
        return replace(self, sheet=sheet, row=row, column=column, header=header, raw=raw)


@dataclass(frozen=True)
class Cleaned:
    """What a cell came to: its value, and what there is to say about it."""

    value: object = None
    problem: Problem | None = None


def wrong(code: str, says: str, **values: object) -> Cleaned:
    """No value, and an error."""
    return Cleaned(None, Problem(code, says, values))


def doubtful(value: object, code: str, says: str, **values: object) -> Cleaned:
    """A value (perhaps none) that can be taken, and a warning."""
    return Cleaned(value, Problem(code, says, values, WARNING))


class BookRefused(Exception):
    """The file cannot be read at all; `says` with `values` tells why and what to do."""

    def __init__(self, says: str, **values: object) -> None:
        super().__init__(says % values)
        self.says = says
        self.values = values

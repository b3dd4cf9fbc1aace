"""An office at a terminal: who types there, and what they usually type."""

import json
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from typer.testing import Result

from tests.doors.terminal import Terminal

SCAN = b"the scan of a signed sheet of paper"
# Bo's and Nina's offices bring their own homeservers.
JUGENDAMT = "jugendamt.example"
NEIGHBOURS = f"{JUGENDAMT} horizont.example"
TOLD = ("--told", "purpose", "--told", "refusal", "--told", "withdrawal", "--separate")


class Type:
    """Types one command and gives back what was said; in German, as at home."""

    def __init__(self, folder: Path, federation: str = NEIGHBOURS, language: str = "de") -> None:
        self.keys = folder.parent
        said = {"DATA": str(folder), "LANGUAGE": language, "FEDERATION": federation}
        self._terminal = Terminal({f"FALLRAUM_{name}": value for name, value in said.items()})

    def __call__(self, *words: str, says: str | bytes = "") -> Result:
        return self._terminal.types(*words, says=says)

    def key(self, who: str) -> tuple[str, str]:
        """The option that names somebody's key."""
        return ("--key", str(self.keys / f"{who}.key"))

    def paper(self, who: str, scan: str = "scan.pdf") -> tuple[str, ...]:
        """The options with which somebody confirms a paper: their key, and the scan they see."""
        return (*self.key(who), "--scan", str(self.keys / scan))


def furnish(typed: Type) -> None:
    """What an office types until Amira leads case F-1 with Bo and Elif."""
    for agency, area in (("jobcenter", "SGB II"), ("jugendamt", "SGB VIII")):
        assert typed("agency", "add", agency, "--name", agency.title(), "--legal-area", area).exit_code == 0
    for user, name, agency, function in (
        ("amira", "Amira Kaya", "jobcenter", "Fallmanagement"),
        ("elif", "Elif Demir", "jobcenter", "Leistung"),
        ("@bo:jugendamt.example", "Bo Lindner", "jugendamt", "Allgemeiner Sozialer Dienst"),
    ):
        added = typed("professional", "add", user, "--name", name, "--agency", agency, "--function", function)
        assert added.exit_code == 0
    people = ("--lead", "amira", "--member", "elif", "--member", "@bo:jugendamt.example")
    assert typed("case", "open", *people, says="Jonas Novak\n2007-05-31\n").exit_code == 0
    for user, who in (("amira", "amira"), ("elif", "elif"), ("@bo:jugendamt.example", "bo")):
        assert typed("professional", "key", user, *typed.key(who)).exit_code == 0
    assert typed("charter", "publish").exit_code == 0
    for who in ("amira", "bo"):
        assert typed("charter", "acknowledge", "1", *typed.key(who)).exit_code == 0
    (typed.keys / "scan.pdf").write_bytes(SCAN)


def in_days(days: int) -> str:
    return (datetime.now(UTC) + timedelta(days=days)).date().isoformat()


def record(
    typed: Type, to: str, *more: str, purpose: str = "Wohnen", themes: str = "", **other: str
) -> Result:
    """Amira takes down what Jonas signed on paper."""
    words = {"--to": to, "--until": in_days(60), "--scan": str(typed.keys / "scan.pdf")} | other
    said = [part for pair in words.items() for part in pair]
    says = f"{purpose}\n{themes}\n"
    return typed("consent", "record", "F-1", *said, *(more or TOLD), *typed.key("amira"), says=says)


def give(typed: Type, to: str, **other: str) -> str:
    """Amira takes down what Jonas signed on paper, and Elif confirms it; returns its number."""
    assert record(typed, to, **other).exit_code == 0
    (number,) = [c["consent"] for c in consents(typed) if c["state"] == "recorded"]
    assert typed("consent", "confirm", "F-1", number, *typed.paper("elif")).exit_code == 0
    return str(number)


def consents(typed: Type) -> list[dict[str, Any]]:
    """The consents of F-1."""
    shown: list[dict[str, Any]] = json.loads(typed("consent", "show", "F-1", "--json").stdout)
    return shown


def roster(typed: Type) -> dict[str, dict[str, object]]:
    """Who is said to take part in F-1, by name."""
    shown = json.loads(typed("case", "show", "F-1", "--json").stdout)
    return {row["name"]: row for row in shown}


def tamper(database: Path, statement: str) -> None:
    """Somebody writes into the database, past every rule of the house."""
    with sqlite3.connect(database) as connection:
        connection.execute(statement)
    connection.close()

"""`fallraum minutes …` as it is typed: writing down, drafting, objecting, reading, verifying."""

import json
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import Result

from tests.doors.office import Type, give, tamper

SAID = "Jonas sucht ein Zimmer"
BO = "@bo:jugendamt.example"


@pytest.fixture
def held(office: Type) -> Type:
    """Amira and Bo sit there by consent; a conference that Amira moderates is over since an hour."""
    give(office, "jobcenter/Fallmanagement")
    give(office, "jugendamt/Allgemeiner Sozialer Dienst")
    in_future = (datetime.now(UTC) + timedelta(days=2)).isoformat(timespec="minutes")
    called = office("conference", "call", "F-1", "--at", in_future, "--moderator", "amira", says="\n")
    assert called.exit_code == 0
    begun = (datetime.now(UTC) - timedelta(hours=2)).replace(tzinfo=None).isoformat(sep=" ")
    tamper(database(office), f"UPDATE conference SET begins_at = '{begun}'")
    return office


def database(typed: Type) -> Path:
    return next(typed.keys.rglob("hub.sqlite"))


def note(typed: Type, who: str = BO, says: str = SAID, *more: str) -> Result:
    return typed("minutes", "note", "F-1", "--as", who, *more, says=f"{says}\n")


def number(noted: Result) -> str:
    """How the entry is called that was just written down."""
    return noted.stdout.rpartition("Eintrag ")[2].strip(" ).\n")


def test_what_is_written_down_drafted_and_objected_to_is_read(held: Type) -> None:
    assert note(held).exit_code == 0
    decided = note(held, "amira", "Frau Kaya\nfragt an", "--kind", "decision", "--day", "2027-12-04")
    dissent = held("minutes", "dissent", "F-1", "--as", "client", says="Das will ich nicht\n")
    open_ = held("minutes", "show", "F-1", "--as", BO).stdout

    drafted = held("minutes", "draft", "F-1", "--as", "amira", "--present", "amira", "--present", "client")
    objected = held("minutes", "object", "F-1", "--as", "client", says="So nicht\n")
    read = held("minutes", "show", "F-1", "--as", BO).stdout
    own = held("minutes", "show", "F-1", "--as", "client").stdout
    (row,) = json.loads(held("minutes", "list", "F-1", "--as", BO, "--json").stdout)

    assert [r.exit_code for r in (decided, dissent, drafted, objected)] == [0] * 4
    assert SAID in open_
    assert "Frau Kaya – fragt an – bis 04.12.2027" in read
    assert "Anders sieht es Klientin oder Klient: Das will ich nicht" in read
    assert "Dabei: Amira Kaya, Klientin oder Klient" in read
    assert ("So nicht" in read, "So nicht" in own) == (False, True)
    assert (row["state"], row["count"]) == ("draft", 3)
    assert held("minutes", "verify", "F-1").exit_code == 0


def test_programs_read_the_same(held: Type) -> None:
    note(held)
    open_ = json.loads(held("minutes", "show", "F-1", "--as", BO, "--json").stdout)
    held("minutes", "draft", "F-1", "--as", "amira")

    shown = json.loads(held("minutes", "show", "F-1", "--as", BO, "--version", "1", "--json").stdout)

    assert (open_["state"], open_["version"], open_["entries"][0]["text"]) == ("open", [], SAID)
    (version,) = shown["version"]
    assert [SAID] in [part["lines"] for part in version["parts"]]


@pytest.mark.parametrize("who", ["elif", "dario"])
def test_who_may_not_hear_gets_nothing(held: Type, who: str) -> None:
    if who == "dario":
        words = ("--name", "Dario Rossi", "--agency", "jobcenter", "--function", "Schuldnerberatung")
        held("professional", "add", "dario", *words)
    entry = number(note(held))

    shown = held("minutes", "show", "F-1", "--as", who)
    listed = held("minutes", "list", "F-1", "--as", who, "--json")
    others = [note(held, who), held("minutes", "withdraw", "F-1", entry, "--as", who)]
    others += [
        held("minutes", "draft", "F-1", "--as", who),
        held("minutes", "object", "F-1", "--as", who, says="x\n"),
    ]

    assert (shown.exit_code, SAID in shown.output) == (1, False)
    assert json.loads(listed.stdout) == []
    assert [one.exit_code for one in others] == [1] * 4


def test_what_is_read_is_noted_and_what_is_written_down_is_told_without_its_words(held: Type) -> None:
    note(held)
    held("minutes", "show", "F-1", "--as", BO)

    assert "die Protokolle" in held("audit", "retrievals", "F-1").stdout
    told = json.loads(held("audit", "show", "F-1", "--json").stdout)
    assert [entry["deed"] for entry in told].count("minutes.noted") == 1
    assert SAID not in str(told)


def test_one_takes_back_and_replaces_ones_own_and_nobody_elses_dissent(held: Type) -> None:
    entry = number(note(held))
    better = number(note(held, "amira", "Jonas sucht eine Wohnung", "--instead-of", entry))
    dissent = number(held("minutes", "dissent", "F-1", "--as", BO, says="Nein\n"))

    refused = note(held, "amira", "Doch", "--instead-of", dissent)
    taken = held("minutes", "withdraw", "F-1", better, "--as", "amira")
    shown = held("minutes", "show", "F-1", "--as", BO).stdout

    assert (refused.exit_code, "wer sie geschrieben hat" in refused.stderr) == (1, True)
    assert taken.exit_code == 0
    assert SAID in shown
    assert "Wohnung" not in shown


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("note", "F-1", "--as", BO, "--kind", "decision"), "bis wann"),
        (("note", "F-1", "--as", BO, "--item", "dessert"), "decisions"),
        (("note", "F-1", "--as", BO, "--plan", "zoo:1"), "task:NUMMER"),
        (("note", "F-1", "--as", BO, "--conference", "zzz"), "zzz"),
        (("note", "F-1", "--as", "nobody"), "nobody"),
        (("withdraw", "F-1", "zzz", "--as", BO), "zzz"),
        (("draft", "F-1", "--as", "amira"), "nichts festgehalten"),
        (("draft", "F-1", "--as", BO), "moderiert"),
        (("object", "F-1", "--as", BO), "keinen Entwurf"),
        (("show", "F-9", "--as", BO), "F-9"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_what_cannot_be_is_refused_and_what_to_do_is_said(
    held: Type, words: tuple[str, ...], said: str
) -> None:
    answer = held("minutes", *words, says="Frau Kaya\nfragt an\n")

    assert answer.exit_code == 1
    assert said in answer.stderr


def test_before_it_began_nothing_is_written_down(office: Type) -> None:
    give(office, "jugendamt/Allgemeiner Sozialer Dienst")

    answer = note(office)

    assert answer.exit_code == 1
    assert "noch nicht begonnen" in answer.stderr


def test_what_somebody_deleted_is_found(held: Type) -> None:
    note(held)
    note(held, "amira", "noch etwas")
    tamper(database(held), "DELETE FROM minutes_entry WHERE rowid = 1")

    verified = held("minutes", "verify", "F-1")

    assert verified.exit_code == 1
    assert "verschwunden" in verified.stdout
    assert SAID not in verified.output


def test_the_text_of_an_entry_stands_in_no_file_in_clear(held: Type) -> None:
    note(held)
    with sqlite3.connect(database(held)) as connection:
        rows = connection.execute("SELECT * FROM minutes_entry").fetchall()
    connection.close()

    assert len(rows) == 1
    assert SAID not in str(rows)

"""`fallraum audit …`: what is attested, what is kept elsewhere, and who looked at what."""

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from typer.testing import Result

from tests.doors.terminal import Terminal


class Type:
    """Types one command and gives back what was said; in German, as at home."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._terminal = Terminal({"FALLRAUM_DATA": str(folder), "FALLRAUM_LANGUAGE": "de"})

    def __call__(self, *words: str, says: str = "") -> Result:
        return self._terminal.types(*words, says=says)

    def tampers(self, *statements: str) -> None:
        """Somebody writes straight into the database."""
        with sqlite3.connect(self.folder / "hub.sqlite") as connection:
            for statement in statements:
                connection.execute(statement)
        connection.close()


def office_in(folder: Path) -> Type:
    """An office in which Amira leads case F-1."""
    typed = Type(folder)
    words = ("--name", "Jobcenter", "--legal-area", "SGB II")
    assert typed("agency", "add", "jobcenter", *words).exit_code == 0
    who = ("--name", "Amira Kaya", "--agency", "jobcenter", "--function", "Fallmanagement")
    assert typed("professional", "add", "amira", *who).exit_code == 0
    assert typed("case", "open", "--lead", "amira", says="Jonas Novak\n2007-05-04\n").exit_code == 0
    return typed


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Type]:
    """An office with some entries in its chain."""
    yield office_in(tmp_path / "data")
    structlog.reset_defaults()


def kept(typed: Type, name: str = "checkpoint.json") -> str:
    """A checkpoint that the data-protection officer keeps."""
    file = typed.folder.parent / name
    assert typed("audit", "checkpoint", "--file", str(file)).exit_code == 0
    return str(file)


def head(typed: Type) -> int:
    return int(json.loads(typed("audit", "verify", "--json").stdout)["entries"])


# Checkpoints.


def test_a_checkpoint_names_the_head_and_nobody(office: Type) -> None:
    given = json.loads(office("audit", "checkpoint").stdout)

    assert set(given) == {"number", "hash", "at", "public_key", "signature"}
    assert given["number"] == head(office)
    assert json.loads(office("audit", "verify", "--json").stdout)["attested"] == given["number"]


def test_a_checkpoint_that_is_kept_elsewhere_agrees_with_a_chain_that_went_on(office: Type) -> None:
    file = kept(office)
    office("agency", "add", "jugendamt", "--name", "Jugendamt", "--legal-area", "SGB VIII")

    verified = office("audit", "verify", "--against", file)

    assert verified.exit_code == 0
    assert "stimmt mit dem Nachweis überein" in verified.stdout
    assert Path(file).stat().st_mode & 0o777 == 0o600


def test_a_chain_cut_behind_a_checkpoint_is_found_although_every_checkpoint_here_is_gone(
    office: Type,
) -> None:
    # Of all that decides who somebody is the rows know, too; of an export the chain alone.
    office("case", "export", "F-1", "--file", str(office.folder.parent / "F-1.zip"))
    file, number = kept(office), head(office)
    office.tampers(
        f"DELETE FROM audit_entry WHERE number = {number}",
        f"UPDATE audit_head SET number = {number - 1}, "
        f"hash = (SELECT hash FROM audit_entry WHERE number = {number - 1})",
        "DELETE FROM checkpoint",
    )

    without, against = office("audit", "verify"), office("audit", "verify", "--against", file)

    assert without.exit_code == 0
    assert against.exit_code == 1
    assert "abgeschnitten" in against.stdout


def test_a_chain_that_does_not_hold_gets_no_checkpoint(office: Type) -> None:
    office.tampers("UPDATE audit_entry SET actor = 'somebody' WHERE number = 2")

    refused = office("audit", "checkpoint")
    verified = json.loads(office("audit", "verify", "--json").stdout)

    assert refused.exit_code == 1
    assert "Eintrag 2" in refused.stdout
    assert verified["broken"] == {"entry": 2, "why": "entry changed"}
    assert verified["checkpoints"] == 0


def test_a_checkpoint_of_another_hub_is_refused(office: Type, tmp_path: Path) -> None:
    theirs = kept(office_in(tmp_path / "another"), "theirs.json")

    refused = office("audit", "verify", "--against", theirs)

    assert refused.exit_code == 1
    assert "von einem anderen Fallraum" in refused.stderr


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (b"no checkpoint", "keine Beglaubigung"),
        (b"\xff\xfe", "keine Beglaubigung"),
        (b"{}", "keine Beglaubigung"),
        (None, "nicht lesbar"),
    ],
    ids=["words", "no text", "empty", "no file"],
)
def test_what_is_no_checkpoint_is_refused(
    office: Type, tmp_path: Path, written: bytes | None, said: str
) -> None:
    file = tmp_path / "kept.json"
    if written is not None:
        file.write_bytes(written)

    refused = office("audit", "verify", "--against", str(file))

    assert refused.exit_code == 1
    assert said in refused.stderr


def test_a_checkpoint_with_a_changed_word_is_refused(office: Type) -> None:
    file = Path(kept(office))
    told = json.loads(file.read_text())
    file.write_text(json.dumps(told | {"hash": "0" * 64}))

    refused = office("audit", "verify", "--against", str(file), "--json")

    assert refused.exit_code == 1
    assert json.loads(refused.stdout)["refused"] == "checkpoint-not-signed"


def test_a_checkpoint_that_cannot_be_written_is_said_in_one_line(office: Type, tmp_path: Path) -> None:
    refused = office("audit", "checkpoint", "--file", str(tmp_path / "absent" / "checkpoint.json"))

    assert refused.exit_code == 1
    assert "absent" in refused.stderr


def test_without_its_key_a_hub_attests_nothing_and_still_walks_its_chain(office: Type) -> None:
    file = kept(office)
    (office.folder / "secrets" / "vault_key").unlink()

    attested, walked = office("audit", "checkpoint"), office("audit", "verify")
    against = office("audit", "verify", "--against", file)

    assert (attested.exit_code, walked.exit_code, against.exit_code) == (2, 0, 2)
    assert "vault_key" in attested.stderr
    assert "der Schlüssel fehlt" in walked.stdout


# Who looked at what.


def test_who_was_shown_a_case_is_remembered_without_what_it_said(office: Type) -> None:
    office("case", "show", "F-1")
    office("consent", "show", "F-1")
    office("party", "list", "F-1")
    office("consent", "preview", "F-1", "--to", "jobcenter/Fallmanagement", says="\n")

    shown = office("audit", "retrievals", "F-1")
    rows = json.loads(office("audit", "retrievals", "F-1", "--json").stdout)

    assert [(row["actor"], row["deed"]) for row in rows] == [
        ("terminal", "case.shown"),
        ("terminal", "consent.shown"),
        ("terminal", "party.shown"),
        ("terminal", "consent.previewed"),
    ]
    assert "die Einwilligungen" in shown.stdout
    assert "Jonas" not in shown.stdout


def test_to_look_is_no_entry_of_the_chain(office: Type) -> None:
    before = head(office)

    office("case", "show", "F-1")

    assert head(office) == before


def test_what_is_older_than_six_months_is_gone(office: Type) -> None:
    office("case", "show", "F-1")
    office.tampers("UPDATE retrieval SET at = '2020-01-01 00:00:00.000000'")

    assert "niemand" in office("audit", "retrievals", "F-1").stdout
    assert office("audit", "retrievals", "F-9").exit_code == 1


def test_a_spoilt_row_of_the_log_hides_no_other(office: Type) -> None:
    office("case", "show", "F-1")
    office.tampers("UPDATE retrieval SET at = 'x', deed = 'x'")
    office("consent", "show", "F-1")

    assert len(json.loads(office("audit", "retrievals", "F-1", "--json").stdout)) == 2
    assert "die Einwilligungen" in office("audit", "retrievals", "F-1").stdout


# People.


def test_an_altered_professional_is_said_and_shown_and_gets_no_access(office: Type) -> None:
    office.tampers("UPDATE professional SET user_id = '@dario:fallraum.localhost'")

    verified, as_json = office("audit", "verify"), office("audit", "verify", "--json")
    shown = office("case", "show", "F-1")
    rows = json.loads(office("case", "show", "F-1", "--json").stdout)

    assert (verified.exit_code, as_json.exit_code) == (1, 1)
    assert "Was zur Fachkraft Amira Kaya gespeichert ist" in verified.stdout
    assert "Dass Amira Kaya am Fall F-1 mitarbeitet" in verified.stdout
    found = json.loads(as_json.stdout)
    assert found["holds"]
    assert [(one["about"], one["name"], one["case"]) for one in found["contradictions"]] == [
        ("part", "Amira Kaya", "F-1"),
        ("professional", "Amira Kaya", ""),
    ]
    assert "unstimmig" in shown.stdout
    assert [(row["name"], row["rightful"], row["doubtful"]) for row in rows] == [
        ("Amira Kaya", False, True),
        ("Jonas Novak", True, False),
    ]


def test_an_exchanged_client_and_a_kind_that_nobody_said_are_said(office: Type) -> None:
    office.tampers(
        "UPDATE \"case\" SET client_user_id = '@dario:fallraum.localhost'",
        "UPDATE agency SET kind = 'youth-office'",
    )

    verified = office("audit", "verify")
    rows = json.loads(office("case", "show", "F-1", "--json").stdout)

    assert verified.exit_code == 1
    assert "Wer im Fall F-1 die Hauptperson ist" in verified.stdout
    assert "Was für eine Stelle Jobcenter ist" in verified.stdout
    assert [(row["rightful"], row["doubtful"]) for row in rows if row["role"] == "client"] == [(False, True)]


def test_what_was_said_at_the_terminal_is_told(office: Type) -> None:
    for words in (
        ("agency", "classify", "jobcenter", "--kind", "jobcenter"),
        ("professional", "entrust", "amira", "--duty", "data-protection"),
        ("case", "close", "F-1"),
    ):
        assert office(*words).exit_code == 0

    verified = office("audit", "verify", "--json")

    assert verified.exit_code == 0
    assert json.loads(verified.stdout)["contradictions"] == []


# Erasing.

NOTE = "erreicht\n\nJobcenter\n"


def filed(typed: Type) -> None:
    """Amira writes the closing note, and has her part in her agency's file."""
    key, extract = ("--key", str(typed.folder.parent / "amira.key")), str(typed.folder.parent / "amira.json")
    for words, says in (
        (("professional", "key", "amira"), ""),
        (("case", "note", "F-1"), NOTE),
        (("extract", "make", "F-1", "--file", extract), ""),
        (("extract", "take", "F-1", extract), ""),
    ):
        assert typed(*words, *key, says=says).exit_code == 0, words


def test_a_case_is_erased_only_after_it_was_closed_and_filed(office: Type) -> None:
    still_open = office("case", "erase", "F-1", "--yes")
    office("case", "close", "F-1")
    office.tampers("DELETE FROM outbox")
    not_filed = office("case", "erase", "F-1", "--yes")
    filed(office)
    mistyped = office("case", "erase", "F-1", says="F-2\n")
    erased = office("case", "erase", "F-1", says="F-1\n")

    assert (still_open.exit_code, not_filed.exit_code, erased.exit_code) == (1, 1, 0)
    assert "nicht gelöscht" in mistyped.stderr
    assert "noch nicht geschlossen" in still_open.stderr
    assert "§ 9b SGB VIII" in not_filed.stderr
    assert "fehlt das noch bei: jobcenter" in not_filed.stderr
    assert json.loads(office("case", "list", "--json").stdout) == []
    assert office("audit", "verify").exit_code == 0


def test_a_case_whose_room_nobody_has_looked_at_since_its_closing_is_not_erased(office: Type) -> None:
    office("case", "close", "F-1")
    filed(office)

    refused = office("case", "erase", "F-1", "--yes")

    assert refused.exit_code == 1
    assert "fallraum up" in refused.stderr


def test_an_erased_case_is_unknown_to_everybody_and_its_label_is_never_given_again(office: Type) -> None:
    office("case", "close", "F-1")
    filed(office)
    office.tampers("DELETE FROM outbox")
    office("case", "erase", "F-1", "--yes")

    again = office("case", "erase", "F-1", "--yes")
    opened = office("case", "open", "--lead", "amira", "--json", says="Selma Yılmaz\n1992-05-04\n")

    assert "F-1" in again.stderr
    assert json.loads(opened.stdout)["case"] == "F-2"
    written = b"".join(path.read_bytes() for path in office.folder.rglob("*") if path.is_file())
    assert b"Jonas" not in written

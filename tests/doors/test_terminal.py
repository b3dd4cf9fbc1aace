"""The door for people at a terminal: what they type, what they are told, and what they are refused."""

import json
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
import structlog
from typer.testing import CliRunner, Result

from hub.catalogue import HOME
from hub.terminal.app import app

Type = Callable[..., Result]


def _in_days(days: int) -> str:
    return (datetime.now(UTC) + timedelta(days=days)).date().isoformat()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The data folder of a hub that nobody has started yet."""
    return tmp_path / "data"


@pytest.fixture
def typed(folder: Path) -> Iterator[Type]:
    """Types one command and gives back what was said; in German, as at home."""
    runner = CliRunner(env={"FALLRAUM_DATA": str(folder), "FALLRAUM_LANGUAGE": "de"})

    def type_(*words: str, says: str | bytes = "") -> Result:
        return runner.invoke(app, list(words), input=says, catch_exceptions=False)

    yield type_
    structlog.reset_defaults()


@pytest.fixture
def office(typed: Type) -> Type:
    """A network in which Amira, Elif and Bo work, and case F-1 that Amira leads with Bo and Elif."""
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
    assert typed("case", "open", *people, says="Jonas Novak\n").exit_code == 0
    return typed


def give(typed: Type, to: str, **other: str) -> Result:
    """Record a consent for one recipient."""
    purpose = other.pop("purpose", "Wohnen")
    words = {"--to": to, "--until": _in_days(60), "--from": _in_days(30)} | other
    return typed("consent", "give", "F-1", *(part for pair in words.items() for part in pair), says=purpose)


def roster(typed: Type) -> dict[str, dict[str, object]]:
    """Who is said to take part in F-1, by name."""
    shown = json.loads(typed("case", "show", "F-1", "--json").stdout)
    return {row["name"]: row for row in shown}


def test_a_consent_makes_exactly_the_named_function_rightful(office: Type) -> None:
    given = office(
        "consent", "give", "F-1", "--to", "jobcenter/Fallmanagement", "--until", _in_days(30), says="Wohnen"
    )

    people = roster(office)

    assert given.exit_code == 0
    assert people["Amira Kaya"]["rightful"] is True
    assert people["Elif Demir"]["rightful"] is False
    assert people["Bo Lindner"]["rightful"] is False


def test_a_withdrawn_consent_makes_nobody_rightful(office: Type) -> None:
    until = _in_days(30)
    words = ("--to", "jobcenter/Fallmanagement", "--until", until, "--json")
    consent = json.loads(office("consent", "give", "F-1", *words, says="Wohnen").stdout)[0]["consent"]

    withdrawn = office("consent", "withdraw", "F-1", consent[:8])

    assert withdrawn.exit_code == 0
    assert roster(office)["Amira Kaya"]["rightful"] is False
    assert "widerrufen" in office("consent", "show", "F-1").stdout


def test_withdrawing_twice_is_refused_and_changes_nothing(office: Type) -> None:
    words = ("--to", "jobcenter/Fallmanagement", "--until", _in_days(30), "--json")
    consent = json.loads(office("consent", "give", "F-1", *words, says="Wohnen").stdout)[0]["consent"]
    office("consent", "withdraw", "F-1", consent)
    before = json.loads(office("consent", "show", "F-1", "--json").stdout)

    again = office("consent", "withdraw", "F-1", consent)

    assert again.exit_code == 1
    assert "schon widerrufen" in again.stderr
    assert json.loads(office("consent", "show", "F-1", "--json").stdout) == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("case", "show", "F-9"), "F-9"),
        (("case", "show", "'; DROP TABLE case"), "gibt es nicht"),
        (("case", "open", "--lead", "nobody"), "@nobody:fallraum.localhost"),
        (("case", "open", "--lead", "@no body:x"), "keine Matrix-Adresse"),
        (("case", "open", "--lead", "amira", "--member", "dario"), "@dario:fallraum.localhost"),
        (("case", "open", "--lead", "amira", "--member", "amira"), "Amira Kaya"),
        (("case", "involve", "F-1", "amira"), "arbeitet schon"),
        (("case", "involve", "F-1", "dario"), "@dario:fallraum.localhost"),
        (("agency", "add", "Job Center", "--name", "x", "--legal-area", "y"), "Job Center"),
        (("agency", "add", "jobcenter", "--name", "x", "--legal-area", "y"), "schon"),
        (("agency", "add", "neu", "--name", "x\x1b[2J", "--legal-area", "y"), "Steuerzeichen"),
        (("consent", "withdraw", "F-1", "abc"), "abc"),
        (("consent", "withdraw", "F-1", ""), "consent show"),
        (("conference", "call", "F-1", "--at", "2020-01-01", "--moderator", "amira"), "Vergangenheit"),
        (("conference", "call", "F-1", "--at", "morgen", "--moderator", "amira"), "morgen"),
    ],
)
def test_what_cannot_be_done_is_refused_with_a_reason(
    office: Type, words: tuple[str, ...], said: str
) -> None:
    refused = office(*words, says="Selma")

    assert refused.exit_code == 1
    assert said in refused.stderr
    assert "Traceback" not in refused.stderr


@pytest.mark.parametrize("name", ["", " ", "\n", "Selma\x1b[2J", b"\xff", "x" * 201])
def test_a_client_whose_name_cannot_be_shown_gets_no_case(office: Type, name: str | bytes) -> None:
    refused = office("case", "open", "--lead", "amira", says=name)

    assert refused.exit_code == 1
    assert "leer" in refused.stderr
    assert [row["case"] for row in json.loads(office("case", "list", "--json").stdout)] == ["F-1"]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"--until": _in_days(20)}, "bevor sie beginnt"),
        ({"--from": "2020-01-01"}, "frühestens"),
        ({"--until": _in_days(400)}, "366"),
        ({"--until": "bald"}, "bald"),
        ({"purpose": " "}, "Zweck"),
        ({"--to": "jugendamt"}, "Stelle und Funktion"),
        ({"--to": "jugendamt/Hausmeisterei"}, "Hausmeisterei"),
        ({"--to": "zirkus/Clown"}, "Clown"),
    ],
)
def test_a_consent_that_makes_no_sense_is_not_stored(
    office: Type, changed: dict[str, str], said: str
) -> None:
    refused = give(office, changed.pop("--to", "jobcenter/Fallmanagement"), **changed)

    assert refused.exit_code == 1
    assert said in refused.stderr
    assert json.loads(office("consent", "show", "F-1", "--json").stdout) == []


def test_a_case_that_cannot_be_opened_whole_is_not_opened_at_all(office: Type) -> None:
    office("case", "open", "--lead", "amira", "--member", "dario", says="Selma Yılmaz")

    labels = [row["case"] for row in json.loads(office("case", "list", "--json").stdout)]

    assert labels == ["F-1"]


def test_refusals_are_json_for_programs(office: Type) -> None:
    refused = office("case", "show", "F-9", "--json")

    assert refused.exit_code == 1
    assert json.loads(refused.stdout)["refused"] == "unknown-case"


def test_a_closed_case_takes_no_consent(office: Type) -> None:
    office("case", "close", "F-1")

    refused = give(office, "jobcenter/Fallmanagement")

    assert refused.exit_code == 1
    assert "geschlossen" in refused.stderr


def test_a_day_as_an_end_includes_itself(office: Type) -> None:
    last_day = _in_days(60)
    give(office, "jobcenter/Fallmanagement", **{"--until": last_day})

    (consent,) = json.loads(office("consent", "show", "F-1", "--json").stdout)
    shown = office("consent", "show", "F-1").stdout

    ends = datetime.fromisoformat(consent["valid_until"]).astimezone(HOME)
    assert ends == datetime.combine(date.fromisoformat(last_day) + timedelta(days=1), time(0), HOME)
    assert f"{date.fromisoformat(last_day):%d.%m.%Y}" in shown
    assert f"{ends:%d.%m.%Y}" not in shown


def test_the_audit_chain_verifies_and_a_changed_byte_is_found(office: Type, folder: Path) -> None:
    assert office("audit", "verify").exit_code == 0

    _tamper(folder / "hub.sqlite", "UPDATE audit_entry SET actor = 'client' WHERE number = 3")
    broken = office("audit", "verify", "--json")

    assert broken.exit_code == 1
    assert json.loads(broken.stdout)["holds"] is False


def test_the_clients_name_and_the_purpose_are_not_on_disk(office: Type, folder: Path) -> None:
    give(office, "jobcenter/Fallmanagement", purpose="Schuldenregulierung Sternwarte")

    written = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())

    assert b"Jonas Novak" not in written
    assert b"Sternwarte" not in written
    assert b"Amira Kaya" in written


def test_secrets_are_for_their_owner_only(office: Type, folder: Path) -> None:
    modes = {path.name: path.stat().st_mode & 0o777 for path in (folder / "secrets").iterdir()}

    assert modes == {"as_token": 0o600, "vault_key": 0o600}
    assert folder.stat().st_mode & 0o777 == 0o700


def test_another_vault_key_is_said_in_one_line_and_does_not_hinder_a_withdrawal(
    office: Type, folder: Path
) -> None:
    given = give(office, "jobcenter/Fallmanagement")
    assert given.exit_code == 0
    (consent,) = json.loads(office("consent", "show", "F-1", "--json").stdout)
    (folder / "secrets" / "vault_key").write_text("00" * 32)

    unreadable = office("consent", "show", "F-1")
    withdrawn = office("consent", "withdraw", "F-1", consent["consent"])

    assert unreadable.exit_code == 2
    assert "vault_key" in unreadable.stderr
    assert withdrawn.exit_code == 0


@pytest.mark.parametrize("spoil", [lambda f: f.chmod(0o644), lambda f: f.write_bytes(b"\xff"), Path.unlink])
def test_a_vault_key_that_cannot_be_trusted_opens_nothing_and_hinders_no_removal(
    office: Type, folder: Path, spoil: Callable[[Path], object]
) -> None:
    give(office, "jobcenter/Fallmanagement")
    (consent,) = json.loads(office("consent", "show", "F-1", "--json").stdout)
    spoil(folder / "secrets" / "vault_key")

    said = office("consent", "show", "F-1")
    withdrawn = office("consent", "withdraw", "F-1", consent["consent"])

    assert (said.exit_code, withdrawn.exit_code) == (2, 0)
    assert "vault_key" in said.stderr


@pytest.mark.parametrize("spoil", [lambda f: f.chmod(0o644), lambda f: f.write_bytes(b"\xff")])
def test_a_token_that_cannot_be_trusted_stops_the_hub(
    office: Type, folder: Path, spoil: Callable[[Path], object]
) -> None:
    spoil(folder / "secrets" / "as_token")

    said = office("case", "list")

    assert said.exit_code == 2
    assert "as_token" in said.stderr


def test_a_file_where_the_folder_should_be_is_said_in_one_line(typed: Type, folder: Path) -> None:
    folder.write_text("a file")

    said = typed("agency", "add", "jobcenter", "--name", "Jobcenter", "--legal-area", "SGB II")

    assert said.exit_code == 2
    assert str(folder) in said.stderr
    assert folder.read_text() == "a file"


def test_a_database_newer_than_the_program_is_left_alone(office: Type, folder: Path) -> None:
    _tamper(folder / "hub.sqlite", "UPDATE alembic_version SET version_num = '9999'")
    before = (folder / "hub.sqlite").read_bytes()

    said = office("case", "list")

    assert said.exit_code == 2
    assert "9999" in said.stderr
    assert (folder / "hub.sqlite").read_bytes() == before


def test_a_file_that_is_no_database_is_said_in_one_line(typed: Type, folder: Path) -> None:
    folder.mkdir(mode=0o700)
    (folder / "hub.sqlite").write_text("no database at all, but long enough to look like one" * 20)

    said = typed("case", "list")

    assert said.exit_code == 2
    assert "Traceback" not in said.stderr


def _tamper(database: Path, statement: str) -> None:
    with sqlite3.connect(database) as connection:
        connection.execute(statement)
    connection.close()


def test_wrong_settings_are_one_line(tmp_path: Path) -> None:
    fallraum = Path(sys.executable).with_name("fallraum")
    settings = os.environ | {"FALLRAUM_DATA": str(tmp_path), "FALLRAUM_DOOR_PORT": "99999"}

    said = subprocess.run([fallraum, "--help"], env=settings, check=False, capture_output=True, text=True)

    assert said.returncode == 2
    assert said.stderr.startswith("FALLRAUM_DOOR_PORT")
    assert len(said.stderr.splitlines()) == 1


def test_the_client_is_shown_by_name_to_whoever_works_at_this_terminal(office: Type) -> None:
    assert roster(office)["Jonas Novak"]["role"] == "client"


def test_without_its_key_a_hub_still_shows_who_sits_and_still_ends_what_must_end(
    office: Type, folder: Path
) -> None:
    give(office, "jobcenter/Fallmanagement")
    (consent,) = json.loads(office("consent", "show", "F-1", "--json").stdout)
    (folder / "secrets" / "vault_key").unlink()

    withdrawn = office("consent", "withdraw", "F-1", consent["consent"])
    unreadable = office("consent", "show", "F-1")
    people = roster(office)

    assert (withdrawn.exit_code, unreadable.exit_code) == (0, 2)
    assert "vault_key" in unreadable.stderr
    assert people["Klientin oder Klient"]["role"] == "client"
    assert not (folder / "secrets" / "vault_key").exists()


@pytest.mark.parametrize(
    "words",
    [("audit", "verify"), ("case", "list"), ("agency", "list"), ("case", "show", "F-1")],
    ids=" ".join,
)
def test_a_folder_without_a_hub_is_said_to_be_one_and_none_is_made(
    typed: Type, folder: Path, words: tuple[str, ...]
) -> None:
    said = typed(*words)

    assert said.exit_code == 2
    assert str(folder) in said.stderr
    assert not folder.exists()


@pytest.mark.parametrize("mode", [0o755, 0o777, 0o750])
def test_a_folder_that_others_may_enter_is_refused_and_left_as_it_is(
    typed: Type, folder: Path, mode: int
) -> None:
    folder.mkdir()
    folder.chmod(mode)

    said = typed("agency", "add", "jobcenter", "--name", "Jobcenter", "--legal-area", "SGB II")

    assert said.exit_code == 2
    assert "chmod 700" in said.stderr
    assert list(folder.iterdir()) == []


def test_what_must_stay_private_is_no_word_of_a_command(office: Type) -> None:
    for command in (("case", "open"), ("consent", "give"), ("conference", "call")):
        told = office(*command, "--help").stdout
        assert not re.search(r"--(client|purpose|topic)\b|CLIENT", told)


def test_a_mistake_in_a_name_makes_no_account(office: Type) -> None:
    words = ("--agency", "jugendmat", "--function", "ASD", "--account")

    refused = office("professional", "add", "nina", "--name", "Nina Vogt", *words)

    assert refused.exit_code == 1
    assert "jugendmat" in refused.stderr
    assert "Passwort" not in refused.stdout


def test_an_account_that_could_not_be_made_can_be_made_later(office: Type, folder: Path) -> None:
    words = ("--agency", "jobcenter", "--function", "Leistung", "--account")

    added = office("professional", "add", "nina", "--name", "Nina Vogt", *words)

    assert added.exit_code == 2
    assert "Nina Vogt" in added.stdout
    assert "professional account" in added.stderr
    assert str(folder) in added.stderr


def test_whoever_withdraws_while_no_hub_runs_is_told_that_nobody_acts_yet(office: Type) -> None:
    give(office, "jobcenter/Fallmanagement")
    (consent,) = json.loads(office("consent", "show", "F-1", "--json").stdout)

    withdrawn = office("consent", "withdraw", "F-1", consent["consent"])

    assert withdrawn.exit_code == 0
    assert "fallraum up" in withdrawn.stdout


def test_topics_are_asked_for_until_an_empty_line(office: Type) -> None:
    when = f"{_in_days(7)} 10:00"
    words = ("conference", "call", "F-1", "--at", when, "--moderator", "amira")

    called = office(*words, says="Mietrückstand\nSchule\n\nnicht mehr gelesen\n")

    assert called.exit_code == 0
    assert called.stdout.count("F-1") == 1


def test_to_trust_somebody_anew_names_a_record_in_the_chain_and_no_account(
    office: Type, folder: Path
) -> None:
    _tamper(
        folder / "hub.sqlite",
        "INSERT INTO pinned_identity VALUES ('@amira:fallraum.localhost', 'key')",
    )

    assert office("professional", "trust", "amira").exit_code == 0

    with sqlite3.connect(folder / "hub.sqlite") as connection:
        ((target,),) = connection.execute(
            "SELECT target FROM audit_entry WHERE deed = 'identity.trusted'"
        ).fetchall()
        ((amira,),) = connection.execute("SELECT id FROM professional WHERE name = 'Amira Kaya'").fetchall()
    connection.close()
    assert target == amira

"""The door for people at a terminal: what they type, what they are told, and what they are refused."""

import json
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from hub.calendar import HOME
from tests.doors.office import TOLD, Type, consents, give, in_days, record, roster, tamper


def test_a_consent_makes_exactly_the_named_function_rightful(office: Type) -> None:
    give(office, "jobcenter/Fallmanagement")

    people = roster(office)

    assert people["Amira Kaya"]["rightful"] is True
    assert people["Elif Demir"]["rightful"] is False
    assert people["Bo Lindner"]["rightful"] is False


def test_a_paper_that_only_one_has_seen_makes_nobody_rightful(office: Type) -> None:
    taken = record(office, "jobcenter/Fallmanagement")

    assert taken.exit_code == 0
    assert "zweite Fachkraft" in taken.stdout
    assert roster(office)["Amira Kaya"]["rightful"] is False


def test_who_took_a_paper_down_cannot_confirm_it(office: Type) -> None:
    record(office, "jobcenter/Fallmanagement")
    (taken,) = consents(office)

    refused = office("consent", "confirm", "F-1", taken["consent"], *office.paper("amira"))

    assert refused.exit_code == 1
    assert "zweite Fachkraft" in refused.stderr
    assert roster(office)["Amira Kaya"]["rightful"] is False


def test_another_paper_than_the_one_taken_down_confirms_nothing(office: Type) -> None:
    record(office, "jobcenter/Fallmanagement")
    (taken,) = consents(office)
    (office.keys / "other.pdf").write_bytes(b"another paper")

    refused = office("consent", "confirm", "F-1", taken["consent"], *office.paper("elif", "other.pdf"))

    assert refused.exit_code == 1
    assert "nicht derselbe" in refused.stderr
    assert roster(office)["Amira Kaya"]["rightful"] is False


def test_a_paper_is_confirmed_by_somebody_who_works_on_the_case(office: Type) -> None:
    who = ("--name", "Dario Rossi", "--agency", "jugendamt", "--function", "Schuldnerberatung")
    office("professional", "add", "dario", *who)
    office("professional", "key", "dario", *office.key("dario"))
    record(office, "jobcenter/Fallmanagement")
    (taken,) = consents(office)

    refused = office("consent", "confirm", "F-1", taken["consent"], *office.paper("dario"))

    assert refused.exit_code == 1
    assert roster(office)["Amira Kaya"]["rightful"] is False


def test_a_withdrawn_consent_makes_nobody_rightful(office: Type) -> None:
    number = give(office, "jobcenter/Fallmanagement")

    withdrawn = office("consent", "withdraw", "F-1", number[:8])

    assert withdrawn.exit_code == 0
    assert roster(office)["Amira Kaya"]["rightful"] is False
    assert "widerrufen" in office("consent", "show", "F-1").stdout


def test_whoever_withdraws_one_of_two_is_told_that_the_other_still_holds(office: Type) -> None:
    first, second = (give(office, "jobcenter/Fallmanagement") for _ in range(2))

    withdrawn = office("consent", "withdraw", "F-1", first)
    both = office("consent", "withdraw", "F-1", second)

    assert second[:8] in withdrawn.stdout
    assert first[:8] not in both.stdout
    assert roster(office)["Amira Kaya"]["rightful"] is False


def test_withdrawing_twice_changes_nothing_is_well_and_hands_out_the_receipt(office: Type) -> None:
    number = give(office, "jobcenter/Fallmanagement")
    office("consent", "withdraw", "F-1", number)
    before, file = consents(office), office.keys / "receipt.json"

    again = office("consent", "withdraw", "F-1", number, "--receipt", str(file))

    assert again.exit_code == 0
    assert "schon widerrufen" in again.stdout
    assert file.exists()
    assert consents(office) == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("case", "involve", "F-1", "amira"), "arbeitet schon"),
        (("case", "relieve", "F-1", "nina"), "nichts weiter nötig"),
    ],
)
def test_what_is_so_already_is_no_error(office: Type, words: tuple[str, ...], said: str) -> None:
    who = ("--name", "Nina Berg", "--agency", "jobcenter", "--function", "Leistung")
    office("professional", "add", "nina", *who)
    entries = json.loads(office("audit", "show", "F-1", "--json").stdout)

    done = office(*words)

    assert done.exit_code == 0
    assert said in done.stdout
    assert json.loads(office("audit", "show", "F-1", "--json").stdout) == entries


def test_a_consent_changed_in_the_database_makes_nobody_rightful_and_is_said_to_be_false(
    office: Type, folder: Path
) -> None:
    give(office, "jobcenter/Fallmanagement")

    tamper(folder / "hub.sqlite", "UPDATE consent_record SET document = replace(document, 'job', 'Job')")
    shown = office("consent", "show", "F-1").stdout
    verified = office("audit", "verify")

    assert roster(office)["Amira Kaya"]["rightful"] is False
    assert "nicht echt" in shown
    assert verified.exit_code == 1
    assert "nicht unterschrieben" in verified.stdout


def test_a_withdrawal_deleted_in_the_database_gives_nothing_back_and_is_said(
    office: Type, folder: Path
) -> None:
    number = give(office, "jobcenter/Fallmanagement")
    office("consent", "withdraw", "F-1", number)

    tamper(folder / "hub.sqlite", "DELETE FROM consent_event WHERE deed = 'withdrawn'")
    shown = office("consent", "show", "F-1").stdout
    verified = office("audit", "verify")

    assert roster(office)["Amira Kaya"]["rightful"] is False
    assert "unstimmig" in shown
    assert verified.exit_code == 1
    assert f"{number[:8]} gespeichert ist, stimmt nicht mit dem Nachweis überein" in verified.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("case", "show", "F-9"), "F-9"),
        (("case", "show", "'; DROP TABLE case"), "gibt es nicht"),
        (("case", "open", "--lead", "nobody"), "@nobody:fallraum.localhost"),
        (("case", "open", "--lead", "@no body:x"), "keine Matrix-Adresse"),
        (("case", "open", "--lead", "amira", "--member", "dario"), "@dario:fallraum.localhost"),
        (("case", "open", "--lead", "amira", "--member", "amira"), "Amira Kaya"),
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
    refused = office(*words, says="Selma\n1992-03-04")

    assert refused.exit_code == 1
    assert said in refused.stderr
    assert "Traceback" not in refused.stderr


@pytest.mark.parametrize("name", [b"", b" ", b"Selma\x1b[2J", b"\xff", b"x" * 201])
def test_a_client_whose_name_cannot_be_shown_gets_no_case(office: Type, name: bytes) -> None:
    refused = office("case", "open", "--lead", "amira", says=name + b"\n1992-03-04")

    assert refused.exit_code == 1
    assert "leer" in refused.stderr
    assert [row["case"] for row in json.loads(office("case", "list", "--json").stdout)] == ["F-1"]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"--from": in_days(30), "--until": in_days(20)}, "bevor sie beginnt"),
        ({"--from": "2020-01-01"}, "frühestens"),
        ({"--until": in_days(400)}, "366"),
        ({"--until": "bald"}, "bald"),
        ({"--until": "9999-12-31"}, "366"),
        ({"purpose": " "}, "Zweck"),
        ({"--to": "jugendamt"}, "Stelle und Funktion"),
        ({"--to": "jugendamt/Hausmeisterei"}, "Hausmeisterei"),
        ({"--to": "zirkus/Clown"}, "Clown"),
        ({"themes": "weather=yes"}, "weather"),
        ({"themes": "school"}, "school"),
        ({"themes": "school=no health=no"}, "kein Thema"),
        ({"--review": "2020-01-01"}, "Überprüfung"),
        ({"--scan": "/nowhere/scan.pdf"}, "/nowhere/scan.pdf"),
        ({"--notice-language": "tlh"}, "tlh"),
    ],
)
def test_a_consent_that_makes_no_sense_is_not_stored(
    office: Type, changed: dict[str, str], said: str
) -> None:
    refused = record(office, changed.pop("--to", "jobcenter/Fallmanagement"), **changed)

    assert refused.exit_code == 1
    assert said in refused.stderr
    assert consents(office) == []


@pytest.mark.parametrize("untold", ["purpose", "refusal", "withdrawal"])
def test_what_was_not_told_before_is_no_consent(office: Type, untold: str) -> None:
    told = [("--told", one) for one in ("purpose", "refusal", "withdrawal") if one != untold]

    refused = record(
        office, "jobcenter/Fallmanagement", *(word for pair in told for word in pair), "--separate"
    )

    assert refused.exit_code == 1
    assert "§ 67b" in refused.stderr
    assert untold in refused.stderr
    assert consents(office) == []


def test_a_consent_tied_to_an_application_is_none(office: Type) -> None:
    refused = record(office, "jobcenter/Fallmanagement", *TOLD[:-1])

    assert refused.exit_code == 1
    assert "Art. 7" in refused.stderr


def test_a_consent_by_word_of_mouth_needs_a_reason_and_is_none_for_health(office: Type) -> None:
    words = ("--to", "jobcenter/Fallmanagement", "--until", in_days(60), *TOLD, *office.key("amira"))

    without = office("consent", "record", "F-1", *words, says="Wohnen\n\n\n")
    health = office("consent", "record", "F-1", *words, says="Wohnen\nhealth=yes\nim Krankenhaus\n")
    taken = office("consent", "record", "F-1", *words, says="Wohnen\n\nim Krankenhaus\n")

    assert (without.exit_code, health.exit_code, taken.exit_code) == (1, 1, 0)
    assert "Grund" in without.stderr
    assert "Art. 9" in health.stderr


# Keys.


def test_a_key_is_for_its_owner_only_and_is_never_overwritten(office: Type) -> None:
    file = office.keys / "amira.key"
    before = file.read_text()

    again = office("professional", "key", "amira", *office.key("amira"))

    assert again.exit_code == 1
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.read_text() == before


def test_who_has_a_key_gets_no_second_one_and_nothing_is_left_behind(office: Type) -> None:
    again = office("professional", "key", "amira", *office.key("second"))

    assert again.exit_code == 1
    assert "schon ein Schlüssel" in again.stderr
    assert not (office.keys / "second.key").exists()


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda f: f.chmod(0o644), "chmod 600"),
        (lambda f: f.write_text("no key"), "beschädigt"),
        (Path.unlink, "nicht lesbar"),
    ],
)
def test_a_key_file_that_cannot_be_trusted_signs_nothing(
    office: Type, spoil: Callable[[Path], object], said: str
) -> None:
    spoil(office.keys / "amira.key")

    refused = record(office, "jobcenter/Fallmanagement")

    assert refused.exit_code == 1
    assert said in refused.stderr
    assert consents(office) == []


def test_a_key_of_nobody_signs_nothing(office: Type) -> None:
    (office.keys / "amira.key").write_text("00" * 32)

    refused = record(office, "jobcenter/Fallmanagement")

    assert refused.exit_code == 1
    assert "keiner eingetragenen Fachkraft" in refused.stderr


def test_a_case_that_cannot_be_opened_whole_is_not_opened_at_all(office: Type) -> None:
    office("case", "open", "--lead", "amira", "--member", "dario", says="Selma Yılmaz\n1992-03-04")

    labels = [row["case"] for row in json.loads(office("case", "list", "--json").stdout)]

    assert labels == ["F-1"]


def test_refusals_are_json_for_programs(office: Type) -> None:
    refused = office("case", "show", "F-9", "--json")

    assert refused.exit_code == 1
    assert json.loads(refused.stdout)["refused"] == "unknown-case"


def test_a_closed_case_takes_no_consent(office: Type) -> None:
    office("case", "close", "F-1")

    refused = record(office, "jobcenter/Fallmanagement")

    assert refused.exit_code == 1
    assert "geschlossen" in refused.stderr


def test_a_day_as_an_end_includes_itself(office: Type) -> None:
    last_day = in_days(60)
    give(office, "jobcenter/Fallmanagement", **{"--until": last_day})

    (consent,) = consents(office)
    shown = office("consent", "show", "F-1").stdout

    ends = datetime.fromisoformat(consent["valid_until"]).astimezone(HOME)
    assert ends == datetime.combine(date.fromisoformat(last_day) + timedelta(days=1), time(0), HOME)
    assert f"{date.fromisoformat(last_day):%d.%m.%Y}" in shown
    assert f"{ends:%d.%m.%Y}" not in shown


def test_the_audit_chain_verifies_and_a_changed_byte_is_found(office: Type, folder: Path) -> None:
    assert office("audit", "verify").exit_code == 0

    tamper(folder / "hub.sqlite", "UPDATE audit_entry SET actor = 'client' WHERE number = 3")
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
    give(office, "jobcenter/Fallmanagement")
    (consent,) = consents(office)
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
    (consent,) = consents(office)
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
    tamper(folder / "hub.sqlite", "UPDATE alembic_version SET version_num = '9999'")
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
    (consent,) = consents(office)
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
    for command in (("case", "open"), ("consent", "record"), ("conference", "call")):
        told = office(*command, "--help").stdout
        assert not re.search(r"--(client|purpose|theme|topic)\b|CLIENT", told)


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
    (consent,) = consents(office)

    withdrawn = office("consent", "withdraw", "F-1", consent["consent"])

    assert withdrawn.exit_code == 0
    assert "fallraum up" in withdrawn.stdout


def test_topics_are_asked_for_until_an_empty_line(office: Type) -> None:
    when = f"{in_days(7)} 10:00"
    words = ("conference", "call", "F-1", "--at", when, "--moderator", "amira")

    called = office(*words, says="Mietrückstand\nSchule\n\nnicht mehr gelesen\n")

    assert called.exit_code == 0
    assert called.stdout.count("F-1") == 1


def test_to_trust_somebody_anew_names_a_record_in_the_chain_and_no_account(
    office: Type, folder: Path
) -> None:
    tamper(
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


# Rooms and what they are about.

SCHOOL_ONLY = "organisation=no school=yes"


def rooms(typed: Type) -> dict[str | None, set[str]]:
    """By theme, who may sit in which room of F-1."""
    shown: list[dict[str, Any]] = json.loads(typed("case", "show", "F-1", "--json").stdout)
    themes = {row["theme"] for row in shown}
    return {theme: {r["name"] for r in shown if r["theme"] == theme and r["consent"]} for theme in themes}


def test_a_theme_that_others_may_hear_is_shown_as_a_room_of_its_own(office: Type) -> None:
    give(office, "jobcenter/Fallmanagement", themes="organisation=yes school=yes")
    give(office, "jugendamt/Allgemeiner Sozialer Dienst", themes=SCHOOL_ONLY)

    shown = office("case", "show", "F-1").stdout

    assert rooms(office) == {"organisation": {"Amira Kaya"}, "school": {"Amira Kaya", "Bo Lindner"}}
    assert "F-1 · " in shown
    assert "Schule" in shown


def test_elif_is_shown_without_access_and_in_no_theme_room(office: Type) -> None:
    give(office, "jugendamt/Allgemeiner Sozialer Dienst", themes=SCHOOL_ONLY)

    shown = json.loads(office("case", "show", "F-1", "--json").stdout)

    assert [(r["theme"], r["rightful"]) for r in shown if r["name"] == "Elif Demir"] == [
        ("organisation", False)
    ]


def test_the_reason_for_a_seat_is_shown_with_whom_it_names_and_its_dates(office: Type) -> None:
    last_day = date.fromisoformat(in_days(60))
    number = give(office, "jobcenter/Fallmanagement")

    amira = roster(office)["Amira Kaya"]
    shown = office("case", "show", "F-1").stdout

    assert f"{datetime.now(HOME):%d.%m.%Y}" in shown
    assert f"{last_day:%d.%m.%Y}" in shown
    assert (amira["consent"], amira["kind"]) == (number, "share")
    assert amira["named"] == {
        "agency": "jobcenter",
        "unit": "",
        "function": "Fallmanagement",
        "person": None,
    }


def test_without_the_vault_key_rooms_are_shown_and_their_themes_are_not(office: Type, folder: Path) -> None:
    give(office, "jugendamt/Allgemeiner Sozialer Dienst", themes=SCHOOL_ONLY)
    (folder / "secrets" / "vault_key").unlink()

    shown = json.loads(office("case", "show", "F-1", "--json").stdout)

    assert {row["theme"] for row in shown} == {None}
    assert {row["name"] for row in shown if row["consent"]} == {"Bo Lindner"}


def test_a_preview_of_a_withdrawal_says_who_would_lose_what_and_changes_nothing(office: Type) -> None:
    number = give(office, "jobcenter/Fallmanagement")
    before = consents(office)

    shown = office("consent", "preview", "F-1", "--withdraw", number[:8])

    assert shown.exit_code == 0
    assert "Amira Kaya hat dann keinen Zugang mehr zum Raum F-1" in shown.stdout
    assert "nur noch die Hauptperson" in shown.stdout
    assert "Mehr als die Hälfte" in shown.stdout
    assert consents(office) == before


def test_a_preview_of_a_consent_says_which_room_would_be_made_and_stores_nothing(office: Type) -> None:
    give(office, "jobcenter/Fallmanagement")
    words = ("consent", "preview", "F-1", "--to", "jugendamt/Allgemeiner Sozialer Dienst")

    told = office(*words, says=SCHOOL_ONLY)
    shown = json.loads(office(*words, "--json", says=SCHOOL_ONLY).stdout)

    assert "Es entsteht ein neuer Raum" in told.stdout
    assert "Bo Lindner bekommt Zugang" in told.stdout
    assert [(r["name"], r["theme"]) for r in shown["gains"]] == [("Bo Lindner", "school")]
    assert [room["theme"] for room in shown["new_rooms"]] == ["school"]
    assert (shown["losses"], shown["alone"], shown["most_lose"]) == ([], [], False)
    assert len(consents(office)) == 1


@pytest.mark.parametrize(
    "words",
    [(), ("--withdraw", "1", "--to", "jobcenter/Fallmanagement")],
    ids=["nothing", "both"],
)
def test_a_preview_is_of_one_change(office: Type, words: tuple[str, ...]) -> None:
    refused = office("consent", "preview", "F-1", *words)

    assert refused.exit_code == 1
    assert "genau eine Änderung" in refused.stderr


def test_a_preview_of_what_cannot_be_asked_for_is_refused(office: Type) -> None:
    refused = office("consent", "preview", "F-1", "--to", "jobcenter/Fallmanagement", says="horoscope=yes")

    assert refused.exit_code == 1
    assert "horoscope" in refused.stderr


def test_a_consent_for_dario_who_does_not_work_on_the_case_is_said_to_change_nothing(office: Type) -> None:
    who = ("--name", "Dario Rossi", "--agency", "jugendamt", "--function", "Schuldnerberatung")
    office("professional", "add", "dario", *who)

    shown = office("consent", "preview", "F-1", "--to", "jugendamt/Schuldnerberatung", says="debts=yes")

    assert "ändert sich dadurch nichts" in shown.stdout
    assert "Dario" not in shown.stdout


def test_whoever_takes_down_or_confirms_a_consent_is_told_what_it_changes(office: Type) -> None:
    taken = record(office, "jobcenter/Fallmanagement")
    (one,) = consents(office)

    given = office("consent", "confirm", "F-1", one["consent"], *office.paper("elif"))

    assert "Sobald das bestätigt ist" in taken.stdout
    for said in (taken.stdout, given.stdout):
        assert "Amira Kaya bekommt Zugang zum Raum F-1" in said


def test_a_paper_is_confirmed_although_the_vault_is_shut(office: Type, folder: Path) -> None:
    record(office, "jobcenter/Fallmanagement")
    number = json.loads(office("consent", "show", "F-1", "--json").stdout)[0]["consent"]
    (folder / "secrets" / "vault_key").unlink()

    given = office("consent", "confirm", "F-1", number, *office.paper("elif"))

    assert given.exit_code == 0
    assert "Amira Kaya bekommt Zugang zum Raum F-1." in given.stdout

"""Children and parents at the terminal, what is withdrawn in part, and what is renewed."""

import json
import sqlite3
import stat
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.doors.office import TOLD, Type, consents, give, in_days, record, roster


def parties(typed: Type, case: str = "F-2") -> dict[str, dict[str, Any]]:
    shown = json.loads(typed("party", "list", case, "--json").stdout)
    return {row["name"]: row for row in shown}


def lena(typed: Type) -> str:
    """Lena's case, led by Amira, with her mother in it; returns how the mother is called."""
    people = ("--lead", "amira", "--member", "elif", "--member", "@bo:jugendamt.example")
    assert typed("case", "open", *people, says="Lena Brandt\n2012-09-09\n").exit_code == 0
    added = typed("party", "add", "F-2", "--json", says="Katja Brandt\n1984-12-01\n")
    assert added.exit_code == 0
    return str(json.loads(added.stdout)["party"]).removeprefix("party:")[:8]


def speaks(typed: Type, mother: str) -> None:
    """Amira takes down that her mother speaks for Lena, and Elif confirms it."""
    custody = ("--guardian", mother, "--of", "client", "--custody", "sole")
    taken = typed("party", "guardian", "F-2", *custody, *typed.paper("amira"))
    assert taken.exit_code == 0, taken.stderr
    (hers,) = parties(typed)["Katja Brandt"]["speaks_for"]
    assert not hers["stands"]
    confirmed = typed("party", "confirm", "F-2", hers["guardianship"][:8], *typed.paper("elif"))
    assert confirmed.exit_code == 0, confirmed.stderr


def takes_down(typed: Type, *more: str, note: str = "Zu viel auf einmal.") -> Any:
    """Amira takes down what was signed for Lena."""
    scan = ("--scan", str(typed.keys / "scan.pdf"))
    what = ("--to", "jobcenter/Fallmanagement", "--until", in_days(60), *scan, *TOLD, *typed.key("amira"))
    return typed("consent", "record", "F-2", *what, *more, says=f"Schule\n\n{note}\n")


def test_a_mother_consents_for_lena_on_paper(office: Type) -> None:
    speaks(office, lena(office))

    taken = takes_down(office, "--not-capable", "--voice", "agrees", "--json")
    assert taken.exit_code == 0, taken.stderr
    number = json.loads(taken.stdout)["consent"]
    confirmed = office("consent", "confirm", "F-2", number, *office.paper("elif"))

    assert confirmed.exit_code == 0, confirmed.stderr
    shown = json.loads(office("consent", "show", "F-2", "--json").stdout)
    assert shown[0]["state"] == "given"
    assert shown[0]["given_by"] == [parties(office)["Katja Brandt"]["party"]]
    seats = json.loads(office("case", "show", "F-2", "--json").stdout)
    assert [row["name"] for row in seats if row["rightful"] and row["consent"]] == ["Amira Kaya"]


def test_what_a_guardian_allowed_ends_with_the_guardianship(office: Type) -> None:
    test_a_mother_consents_for_lena_on_paper(office)
    (hers,) = parties(office)["Katja Brandt"]["speaks_for"]

    ended = office("party", "end", "F-2", hers["guardianship"])

    assert ended.exit_code == 0
    assert "ab sofort nicht mehr" in ended.stdout
    seats = json.loads(office("case", "show", "F-2", "--json").stdout)
    assert not any(row["consent"] for row in seats)
    assert "beendet" in office("party", "list", "F-2").stdout


@pytest.mark.parametrize("spoilt", ["UPDATE party SET person = x'00'", "UPDATE party SET person = 'x'"])
def test_a_party_that_nobody_can_read_hides_no_other(office: Type, folder: Path, spoilt: str) -> None:
    lena(office)

    tampers(folder, spoilt)

    rows = json.loads(office("party", "list", "F-2", "--json").stdout)
    assert [(row["name"], row["born"]) for row in rows] == [("Lena Brandt", None), (None, None)]
    assert "nicht mehr lesbar" in office("party", "list", "F-2").stdout
    assert office("case", "export", "F-2", "--file", str(folder.parent / "akte.zip")).exit_code == 0


def test_a_client_whose_name_nobody_can_read_hides_nobody(office: Type, folder: Path) -> None:
    lena(office)

    tampers(folder, "UPDATE \"case\" SET client_name = x'00' WHERE label = 'F-2'")

    rows = json.loads(office("party", "list", "F-2", "--json").stdout)
    assert [row["name"] for row in rows] == [None, "Katja Brandt"]
    assert len(json.loads(office("case", "show", "F-2", "--json").stdout)) == 4


def tampers(folder: Path, statement: str) -> None:
    with sqlite3.connect(folder / "hub.sqlite") as connection:
        connection.execute(statement)
    connection.close()


def test_without_an_assessment_nobody_consents_for_a_minor(office: Type) -> None:
    lena(office)

    for more, said in (
        ((), "einschätzen"),
        (("--not-capable", "--voice", "agrees"), "Sorgeberechtigtes"),
        (("--capable", "--of", "nobody"), "„nobody“"),
    ):
        refused = takes_down(office, *more)

        assert refused.exit_code == 1
        assert said in refused.stderr
    assert json.loads(office("consent", "show", "F-2", "--json").stdout) == []


def test_nobody_is_recorded_as_the_guardian_of_jonas_who_is_of_age(office: Type) -> None:
    added = office("party", "add", "F-1", "--json", says="Eva Novak\n1975-02-03\n")
    mother = json.loads(added.stdout)["party"].removeprefix("party:")[:8]

    refused = office(
        "party", "guardian", "F-1", "--guardian", mother, "--of", "client", *office.paper("amira")
    )

    assert refused.exit_code == 1
    assert "§ 2 BGB" in refused.stderr


def test_names_and_birthdays_are_asked_for_and_checked(office: Type) -> None:
    for says, said in (
        ("Katja Brandt\nim Dezember\n", "kein Tag"),
        ("Katja Brandt\n2999-01-01\n", "kann nicht stimmen"),
        ("\n1984-12-01\n", "leer"),
    ):
        refused = office("party", "add", "F-1", says=says)

        assert refused.exit_code == 1
        assert said in refused.stderr
    assert list(parties(office, "F-1")) == ["Jonas Novak"]


def test_a_day_may_be_written_as_germans_write_it(office: Type) -> None:
    added = office("party", "add", "F-1", says="Eva Novak\n3.2.1975\n")

    assert added.exit_code == 0, added.stderr
    assert parties(office, "F-1")["Eva Novak"]["born"] == "1975-02-03"


def test_a_birthday_that_is_known_is_not_changed(office: Type) -> None:
    refused = office("party", "born", "F-1", says="2012-01-01\n")

    assert refused.exit_code == 1
    assert "nichts geändert" in refused.stderr


def test_one_theme_is_withdrawn_and_the_rest_holds(office: Type) -> None:
    number = give(office, "jobcenter/Fallmanagement", themes="organisation=yes school=yes")

    narrowed = office("consent", "withdraw", "F-1", number, "--partly", says="school\n")

    assert narrowed.exit_code == 0, narrowed.stderr
    assert "nur noch der Rest" in narrowed.stdout
    states = {row["state"]: row["themes"] for row in consents(office)}
    assert states["given"] == {"organisation": "yes", "school": "no"}
    assert states["superseded"] == {"organisation": "yes", "school": "yes"}
    assert roster(office)["Amira Kaya"]["rightful"] is True


def test_who_withdraws_partly_and_names_no_theme_withdraws_nothing(office: Type) -> None:
    number = give(office, "jobcenter/Fallmanagement", themes="organisation=yes school=yes")

    refused = office("consent", "withdraw", "F-1", number, "--partly", says=" \n")
    in_words = office("consent", "withdraw", "F-1", number, "--theme", "school")

    assert (refused.exit_code, in_words.exit_code) == (1, 2)
    assert "nichts widerrufen" in refused.stderr
    assert [row["state"] for row in consents(office)] == ["given"]


def test_a_consent_is_renewed_by_its_number(office: Type) -> None:
    number = give(office, "jobcenter/Fallmanagement")

    give(office, "jobcenter/Fallmanagement", **{"--renews": number[:8]})

    assert sorted(row["state"] for row in consents(office)) == ["given", "superseded"]
    assert "ersetzt" in office("consent", "show", "F-1").stdout


def test_only_the_lead_ends_what_is_no_longer_needed(office: Type) -> None:
    number = give(office, "jobcenter/Fallmanagement")

    refused = office("consent", "revoke", "F-1", number, *office.key("elif"))
    revoked = office("consent", "revoke", "F-1", number, *office.key("amira"))

    assert (refused.exit_code, revoked.exit_code) == (1, 0)
    assert roster(office)["Amira Kaya"]["rightful"] is False


def test_a_release_names_two_people(office: Type) -> None:
    kind = {"--kind": "secrecy-release", "themes": "school=yes"}

    nobody = record(office, "jobcenter/Fallmanagement", **kind)
    both = record(office, "jobcenter/Fallmanagement", **kind, **{"--person": "amira", "--released": "elif"})

    assert nobody.exit_code == 1
    assert "§ 203 StGB" in nobody.stderr
    assert both.exit_code == 0, both.stderr


def test_a_night_in_which_clocks_change_is_asked_about(office: Type) -> None:
    refused = record(office, "jobcenter/Fallmanagement", **{"--until": "2027-10-31 02:30"})

    assert refused.exit_code == 1
    assert "zweimal" in refused.stderr


def test_who_watches_over_data_protection_declares_a_consent_invalid(office: Type) -> None:
    number = give(office, "jobcenter/Fallmanagement")
    agency = ("--agency", "jobcenter", "--function", "Datenschutz")
    office("professional", "add", "paul", "--name", "Paul Berger", *agency, "--duty", "data-protection")
    office("professional", "key", "paul", *office.key("paul"))

    refused = office("consent", "invalidate", "F-1", number, *office.key("amira"))
    invalid = office("consent", "invalidate", "F-1", number, *office.key("paul"))

    assert (refused.exit_code, invalid.exit_code) == (1, 0), invalid.stderr
    assert [row["state"] for row in consents(office)] == ["invalidated"]
    assert roster(office)["Amira Kaya"]["rightful"] is False


# What she takes away.


def export(office: Type, whom: str, named: str = "akte.zip") -> tuple[Any, Path]:
    file = office.keys / named
    return office("case", "export", "F-2", "--file", str(file), "--for", whom), file


def files_in(archive: Path) -> dict[str, str]:
    with zipfile.ZipFile(archive) as opened:
        return {name: opened.read(name).decode() for name in opened.namelist()}


def test_a_mother_takes_away_what_she_allowed_and_nobody_elses(office: Type) -> None:
    test_a_mother_consents_for_lena_on_paper(office)
    mother = parties(office)["Katja Brandt"]["party"].removeprefix("party:")[:8]

    exported, file = export(office, mother)

    assert exported.exit_code == 0, exported.stderr
    assert "der Person, für die es gemacht ist" in exported.stdout
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    files = files_in(file)
    said = json.loads(files["export.json"])
    assert said["reader"] == {"subject_id": f"F-2/{mother}", "is_client": False, "reads": None}
    assert {place["person"]["name"] for place in said["places"]} == {"Amira Kaya"}
    assert "Was Sie im Fall F-2 sehen dürfen" in files["export.html"]
    for name in ("Lena", "Katja", "Brandt", "Elif", "Bo Lindner", "Jugendamt"):
        assert name not in files["export.html"]


def test_a_client_takes_away_who_is_said_to_speak_for_them(office: Type) -> None:
    speaks(office, lena(office))

    exported, file = export(office, "client")

    assert exported.exit_code == 0
    assert "der Klientin oder dem Klienten geben" in exported.stdout
    assert "Katja Brandt" in files_in(file)["export.html"]


def test_who_is_no_party_of_the_case_takes_nothing_away(office: Type) -> None:
    mother = lena(office)
    added = office("party", "add", "F-1", "--json", says="Eva Novak\n1975-02-03\n")
    of_another_case = json.loads(added.stdout)["party"].removeprefix("party:")[:8]

    for whom, said in (
        (of_another_case, f"„{of_another_case}“"),
        ("dario", "„dario“"),
        ("elif", "„elif“"),
        (mother, "nichts zu sehen"),
    ):
        refused, file = export(office, whom)

        assert refused.exit_code == 1
        assert said in refused.stderr
        assert not file.exists()


def test_who_did_what_and_because_of_what_is_shown_without_anybodys_name(office: Type) -> None:
    number = give(office, "jobcenter/Fallmanagement")
    office("consent", "withdraw", "F-1", number)

    shown = office("audit", "show", "F-1")
    rows = json.loads(office("audit", "show", "F-1", "--json").stdout)

    assert shown.exit_code == 0
    assert "Amira" not in shown.stdout
    assert "Jonas" not in shown.stdout
    deeds = [row["deed"] for row in rows]
    assert deeds[-3:] == ["consent.recorded", "consent.confirmed", "consent.withdrawn"]
    assert rows[-1]["target"] == number


def test_a_checkpoint_takes_no_other_files_place(office: Type) -> None:
    give(office, "jobcenter/Fallmanagement")
    file = office.keys / "checkpoint.json"
    file.write_text("somebody else's")

    refused = office("audit", "checkpoint", "--file", str(file))

    assert refused.exit_code == 1
    assert "nie überschrieben" in refused.stderr
    assert file.read_text() == "somebody else's"

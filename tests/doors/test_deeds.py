"""`fallraum audit show`, as people read it: words for deeds, functions for people, and no names."""

import json
import re
from pathlib import Path

import pytest

from hub.terminal.deeds import Reading
from tests.doors.office import TOLD as EXPLAINED
from tests.doors.office import Type, consents, give, record, tamper
from tests.people import AMIRA, F1, case_f1

DARIO = ("--name", "Dario Rossi", "--agency", "jobcenter", "--function", "Schuldnerberatung")
NUMBER = re.compile(r"\b[0-9a-f]{9,}\b")


def shown(typed: Type, *more: str) -> str:
    """What stands in the table, as one line: cells that are too narrow have several."""
    return " ".join(typed("audit", "show", "F-1", *more).stdout.split())


def told(typed: Type, *more: str) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = json.loads(typed("audit", "show", "F-1", *more, "--json").stdout)
    return rows


def test_deeds_are_told_in_words_and_people_by_their_function(office: Type) -> None:
    number = give(office, "jobcenter/Fallmanagement")
    read = shown(office)

    for said in ("jobcenter /", "Leistung", "Fall eröffnet", "bestätigt", "F-1"):
        assert said in read
    for name in ("Amira", "Elif", "Lindner"):
        assert name not in read
    assert number[:8] in read
    assert "consent." not in read
    assert "case." not in read
    assert NUMBER.search(read) is None


def test_programs_are_told_the_entries_as_they_are(office: Type) -> None:
    number = give(office, "jobcenter/Fallmanagement")

    last = told(office)[-1]

    assert (last["deed"], last["target"], last["server"]) == ("consent.confirmed", number, None)
    assert len(str(last["actor"])) == 32


def test_it_speaks_english_where_the_terminal_does(office: Type, folder: Path) -> None:
    english = Type(folder, language="en")

    assert "case opened" in shown(english)
    assert "lead begun" in shown(english)


def test_the_client_and_their_family_are_named_nowhere(office: Type) -> None:
    office("party", "add", "F-1", says="Petra Novak\n1980-02-03\n")
    office("case", "export", "F-1", "--file", str(office.keys / "F-1.zip"))

    read = shown(office)

    assert "Daten zum" in read
    assert "Novak" not in read
    assert "Novak" not in json.dumps(told(office))


def test_of_whoever_does_not_work_on_the_case_not_even_the_function_is_told(
    office: Type, folder: Path
) -> None:
    office("professional", "add", "dario", *DARIO)
    tamper(
        folder / "hub.sqlite",
        "UPDATE audit_entry SET actor = (SELECT id FROM professional WHERE name = 'Dario Rossi') "
        "WHERE deed = 'case.opened'",
    )

    read = shown(office)

    assert "nicht am" in read
    assert "Schuldnerberatung" not in read


def test_who_no_longer_works_on_the_case_keeps_their_function_there(office: Type) -> None:
    before = shown(office).count("Leistung")
    office("case", "relieve", "F-1", "elif")

    assert shown(office).count("Leistung") == before + 1


def test_two_with_the_same_function_are_told_apart(office: Type) -> None:
    who = ("--name", "Nina Berg", "--agency", "jobcenter", "--function", "Leistung")
    office("professional", "add", "nina", *who)
    office("case", "involve", "F-1", "nina")

    elif_, nina = (str(told(office)[at]["target"]) for at in (2, -1))

    assert elif_[:8] in shown(office)
    assert nina[:8] in shown(office)


def test_of_a_talk_alone_the_table_tells_only_whoever_asks_for_it(office: Type) -> None:
    record(office, "jobcenter/Fallmanagement", "--alone", "--person", "amira", *EXPLAINED)
    (number,) = [str(one["target"]) for one in told(office, "--side")]

    assert consents(office) == []
    assert number[:8] not in shown(office)
    assert number[:8] in shown(office, "--side")


def test_what_nobody_has_a_word_for_stands_there_as_the_chain_has_it(office: Type, folder: Path) -> None:
    tamper(folder / "hub.sqlite", "UPDATE audit_entry SET deed = 'x.y' WHERE deed = 'case.led'")

    assert "x.y" in shown(office)


def cells(monkeypatch: pytest.MonkeyPatch, **entry: object) -> dict[str, object]:
    """An entry of F-1's chain as people read it, where Amira is known."""
    monkeypatch.setenv("FALLRAUM_LANGUAGE", "de")
    row = {"server": None, "basis": "", "cause": None, "latency_seconds": None} | entry
    columns = Reading(case_f1().case, {AMIRA.id: "jobcenter / Fallmanagement"}).columns
    return {key: columns[key](row) for key in ("actor", "deed", "target", "basis", "act-because")}


def test_a_seat_is_told_with_whose_and_where_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    seat = {"actor": "hub", "deed": "seat.ended", "basis": "0123456789ab"}
    because = {"cause": "consent.withdrawn", "latency_seconds": 0.1234}
    in_team = cells(monkeypatch, target=f"{AMIRA.id}:team", **seat, **because)
    in_common = cells(monkeypatch, target=AMIRA.id, **seat)
    asked = cells(monkeypatch, target="fedcba9876543210:consult-3f2a91bc", **seat)

    assert list(in_team.values()) == [
        "Fallraum",
        "aus dem Raum genommen",
        "jobcenter / Fallmanagement im Raum F-1 · Team",
        "01234567",
        "Einwilligung widerrufen (0.123 s)",
    ]
    assert in_common["target"] == "jobcenter / Fallmanagement"
    assert asked["target"] == "Fachkraft fedcba98 (nicht am Fall) im Raum Q-3f2a"


def test_a_room_is_told_by_its_name_and_another_server_by_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    common = cells(monkeypatch, actor="hub", deed="room.made", target=F1)
    team = cells(monkeypatch, actor="hub", deed="room.lost", target="team")
    left = cells(monkeypatch, actor="hub", deed="leave.seen", target="other", server="jugendamt.example")

    assert (common["target"], team["target"]) == ("F-1", "F-1 · Team")
    assert (left["target"], left["basis"]) == ("unbekannt", "jugendamt.example")

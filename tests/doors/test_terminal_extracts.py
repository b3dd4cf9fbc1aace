"""`fallraum extract …` and the closing note, as they are typed."""

import json
import sqlite3
from pathlib import Path

import pytest

from tests.doors.office import Type, give, tamper

NOTE = "teilweise\nMietschulden regeln\n\nJugendamt, Frau Lindner\n"
BO = "@bo:jugendamt.example"


@pytest.fixture
def over(office: Type) -> Type:
    """Case F-1 after its end; Jonas had consented for Amira. Bo and Elif only worked on it."""
    give(office, "jobcenter/Fallmanagement")
    assert office("case", "close", "F-1", *office.key("amira"), says=NOTE).exit_code == 0
    return office


def made(typed: Type, who: str) -> Path:
    """Somebody's extract in a file."""
    file = typed.keys / f"{who}.json"
    assert typed("extract", "make", "F-1", "--file", str(file), *typed.key(who)).exit_code == 0
    return file


def stands(typed: Type) -> dict[str, str]:
    rows = json.loads(typed("extract", "list", "F-1", "--json").stdout)
    return {row["name"]: row["stand"] for row in rows}


def deeds(folder: Path) -> set[str]:
    """What the audit chain tells."""
    with sqlite3.connect(folder / "hub.sqlite") as connection:
        rows = connection.execute("SELECT deed FROM audit_entry").fetchall()
    connection.close()
    return {deed for (deed,) in rows}


def test_closing_says_what_to_do_next_and_asks_for_nothing_without_a_key(office: Type) -> None:
    closed = office("case", "close", "F-1")

    assert closed.exit_code == 0
    for word in ("ist geschlossen", "fallraum case export F-1", "fallraum case note F-1"):
        assert word in closed.stdout


def test_the_note_is_asked_for_and_stands_in_no_file_in_the_clear(over: Type, folder: Path) -> None:
    written = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())

    assert b"Mietschulden" not in written
    again = over("case", "note", "F-1", *over.key("amira"), says=NOTE)
    assert again.exit_code == 1
    assert "schon einen Abschlussvermerk" in again.stderr


@pytest.mark.parametrize(
    ("who", "says", "said"),
    [
        ("amira", "gut\n", "kein Ausgang"),
        ("amira", "", "steht in jedem Abschlussvermerk"),
        ("amira", "erreicht\n\n\n", "leer"),
        ("elif", NOTE, "nur die Fallführung"),
    ],
)
def test_without_a_whole_note_of_the_lead_nothing_is_closed(
    office: Type, who: str, says: str, said: str
) -> None:
    refused = office("case", "close", "F-1", *office.key(who), says=says)

    assert refused.exit_code == 1
    assert said in refused.stderr
    assert json.loads(office("case", "list", "--json").stdout)[0]["closed_at"] is None


def test_each_takes_over_what_was_made_for_them_and_nothing_else(over: Type) -> None:
    amira, bo = made(over, "amira"), made(over, "bo")

    for_bo = json.loads(bo.read_text())
    assert (for_bo["consents"], for_bo["closing_note"]) == ([], None)
    assert json.loads(amira.read_text())["closing_note"]["remains"] == ["Mietschulden regeln"]
    wrong = over("extract", "take", "F-1", str(amira), *over.key("bo"))
    taken = over("extract", "take", "F-1", str(amira), *over.key("amira"))

    assert (wrong.exit_code, taken.exit_code) == (1, 0)
    assert "nicht für Sie" in wrong.stderr
    assert stands(over) == {"Amira Kaya": "taken", "Bo Lindner": "missing", "Elif Demir": "missing"}
    assert "fehlt" in over("extract", "list", "F-1").stdout


def test_whoever_does_not_work_on_the_case_gets_no_extract_and_no_file(over: Type) -> None:
    over("agency", "add", "neustart", "--name", "Neustart", "--legal-area", "SGB II")
    who = ("--name", "Dario Rossi", "--agency", "neustart", "--function", "Schuldnerberatung")
    over("professional", "add", "dario", *who)
    over("professional", "key", "dario", *over.key("dario"))
    file = over.keys / "dario.json"

    refused = over("extract", "make", "F-1", "--file", str(file), *over.key("dario"))

    assert refused.exit_code == 1
    assert "wer am Fall F-1 mitarbeitet" in refused.stderr
    assert not file.exists()


def test_an_extract_is_verified_with_the_published_key_and_one_changed_byte_is_found(over: Type) -> None:
    file = made(over, "bo")
    key = over("receipt", "key").stdout.strip()
    holds = over("extract", "verify", str(file), "--key", key)
    file.write_text(file.read_text().replace("Lindner", "Lindnex", 1))

    changed = over("extract", "verify", str(file), "--key", key)
    taken = over("extract", "take", "F-1", str(file), *over.key("bo"))
    as_json = over("extract", "verify", str(file), "--key", key, "--json")

    assert holds.exit_code == 0
    assert "echt und unverändert" in holds.stdout
    for refused in (changed, taken):
        assert refused.exit_code == 1
        assert "verändert" in refused.stderr
    assert json.loads(as_json.stdout)["refused"] == "extract-changed"
    assert stands(over)["Bo Lindner"] == "missing"


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"\xff\xfe", b'{"@type": "dpv:ConsentReceipt", "proof": {}}']
)
def test_what_is_no_extract_is_taken_over_by_nobody(over: Type, content: bytes) -> None:
    file = over.keys / "nothing.json"
    file.write_bytes(content)

    refused = over("extract", "take", "F-1", str(file), *over.key("amira"))

    assert refused.exit_code == 1
    assert "kein Auszug" in refused.stderr


def test_an_extract_is_printed_beside_its_file(over: Type) -> None:
    file, pdf = over.keys / "bo.json", over.keys / "bo.pdf"

    over("extract", "make", "F-1", "--file", str(file), "--pdf", str(pdf), *over.key("bo"))

    assert pdf.read_bytes().startswith(b"%PDF")
    assert (file.stat().st_mode & 0o777, pdf.stat().st_mode & 0o777) == (0o600, 0o600)


def test_who_was_given_an_extract_is_among_the_retrievals(over: Type) -> None:
    made(over, "bo")

    assert "Auszug" in over("audit", "retrievals", "F-1").stdout


def test_a_case_is_erased_when_all_have_filed_or_the_lead_says_why_not(over: Type, folder: Path) -> None:
    for who in ("amira", "elif"):
        file = made(over, who)
        assert over("extract", "take", "F-1", str(file), *over.key(who)).exit_code == 0
    missing = over("case", "erase", "F-1", "--yes")
    by_elif = over("extract", "waive", "F-1", "jugendamt", *over.key("elif"), says="keine Akte\n")
    no_reason = over("extract", "waive", "F-1", "jugendamt", *over.key("amira"), says="\n")
    waived = over("extract", "waive", "F-1", "jugendamt", *over.key("amira"), says="nur beraten\n")
    tamper(folder / "hub.sqlite", "DELETE FROM outbox")
    erased = over("case", "erase", "F-1", "--yes")

    answers = (missing, by_elif, no_reason, waived, erased)
    assert [answer.exit_code for answer in answers] == [1, 1, 1, 0, 0]
    assert "fehlt das noch bei: jugendamt" in missing.stderr
    assert json.loads(over("case", "list", "--json").stdout) == []
    # Who filed it the chain still tells.
    assert {"closing.noted", "closing.taken", "closing.waived"} <= deeds(folder)
    assert over("audit", "verify").exit_code == 0


def test_of_a_waiver_and_a_take_over_the_later_one_counts_and_is_said(over: Type) -> None:
    file = made(over, "bo")
    waive = ("extract", "waive", "F-1", "jugendamt", *over.key("amira"))
    take = ("extract", "take", "F-1", str(file), *over.key("bo"))

    waived, waived_again = over(*waive, says="nur beraten\n"), over(*waive, says="nur beraten\n")
    stood = stands(over)["Bo Lindner"]
    taken, taken_again = over(*take), over(*take)
    stands_then = stands(over)["Bo Lindner"]
    replaced = over(*waive, says="doch nicht\n")

    answers = (waived, waived_again, taken, taken_again, replaced)
    assert [answer.exit_code for answer in answers] == [0] * 5
    assert "nichts weiter nötig" in waived_again.stdout
    assert "keine Akte" in taken.stdout
    assert "nichts weiter nötig" in taken_again.stdout
    assert "Bo Lindner" in replaced.stdout
    assert (stood, stands_then, stands(over)["Bo Lindner"]) == ("waived", "taken", "waived")


def test_a_case_that_nobody_erased_in_time_is_shown(over: Type, folder: Path) -> None:
    before = over("case", "list")
    tamper(folder / "hub.sqlite", "UPDATE \"case\" SET closed_at = '2020-01-01 00:00:00.000000'")

    listed = over("case", "list")

    assert "noch nicht gelöscht" not in before.stdout
    assert "noch nicht gelöscht: F-1" in listed.stdout
    assert json.loads(over("case", "list", "--json").stdout)[0]["overdue"] is True

"""The door for receipts: made for the client, and verified by anybody who has nothing but a key."""

import json
import os
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from hub.canonical import encode
from tests.doors.office import Type, consents, give, record, tamper


def make(office: Type, number: str, *more: str, named: str = "quittung.json") -> Path:
    file = office.keys / named
    made = office("receipt", "make", "F-1", number[:8], "--file", str(file), *more)
    assert made.exit_code == 0, made.stderr
    return file


def key(office: Type) -> str:
    return office("receipt", "key").stdout.strip()


def test_whoever_confirms_or_withdraws_is_told_how_to_get_the_receipt(office: Type) -> None:
    record(office, "jobcenter/Fallmanagement")
    (taken,) = consents(office)
    number = taken["consent"][:8]

    confirmed = office("consent", "confirm", "F-1", number, *office.paper("elif"))
    withdrawn = office("consent", "withdraw", "F-1", number)

    for said in (confirmed, withdrawn):
        assert f"fallraum receipt make F-1 {number}" in said.stdout


def test_a_receipt_is_for_its_owner_only_and_holds(office: Type) -> None:
    number = give(office, "jobcenter/Fallmanagement")

    file = make(office, number)
    verified = office("receipt", "verify", str(file), "--key", key(office))

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert verified.exit_code == 0
    assert "echt und unverändert" in verified.stdout
    assert json.loads(file.read_text("utf-8"))["record"]["stand"] == "given"


def test_a_receipt_of_a_withdrawn_consent_says_so_and_holds(office: Type) -> None:
    number = give(office, "jobcenter/Fallmanagement")
    office("consent", "withdraw", "F-1", number)

    file = make(office, number)

    assert json.loads(file.read_text("utf-8"))["record"]["stand"] == "withdrawn"
    assert office("receipt", "verify", str(file), "--key", key(office)).exit_code == 0


def test_the_paper_comes_along_for_its_owner_only(office: Type) -> None:
    number = give(office, "jobcenter/Fallmanagement")
    pdf = office.keys / "quittung.pdf"

    make(office, number, "--pdf", str(pdf), "--language", "en")

    assert pdf.read_bytes().startswith(b"%PDF-1.7")
    assert stat.S_IMODE(pdf.stat().st_mode) == 0o600


def test_verifying_takes_no_hub_and_no_folder(office: Type, tmp_path: Path) -> None:
    file = make(office, give(office, "jobcenter/Fallmanagement"))
    nowhere = Type(tmp_path / "nowhere" / "data")

    verified = nowhere("receipt", "verify", str(file), "--key", key(office))

    assert verified.exit_code == 0
    assert not (tmp_path / "nowhere").exists()


def test_verifying_asks_nobody(tmp_path: Path) -> None:
    # A receipt is held against its key where nobody trusts the hub's machine.
    file = tmp_path / "letter.txt"
    file.write_text("no receipt")
    said = subprocess.run(
        [sys.executable, "-c", OFFLINE, "receipt", "verify", str(file), "--key", encode(bytes(32))],
        cwd=Path(__file__).parents[2],
        env=os.environ | {"FALLRAUM_DATA": str(tmp_path / "data"), "FALLRAUM_LANGUAGE": "de"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (said.returncode, said.stderr) == (1, "")
    assert "keine Quittung" in said.stdout
    assert not (tmp_path / "data").exists()


OFFLINE = """
import socket, sys
def refuse(*_): raise AssertionError("somebody asked the network")
socket.socket.connect = socket.getaddrinfo = refuse
from hub.terminal.start import main
main()
"""


def test_a_changed_receipt_is_found_and_the_status_says_it(office: Type) -> None:
    file = make(office, give(office, "jobcenter/Fallmanagement"))
    file.write_text(file.read_text("utf-8").replace("Fallmanagement", "Leistung"), "utf-8")

    said = office("receipt", "verify", str(file), "--key", key(office))

    assert said.exit_code == 1
    assert "verändert" in said.stdout


def test_a_receipt_of_another_hub_is_said_to_be_one(office: Type) -> None:
    file = make(office, give(office, "jobcenter/Fallmanagement"))
    somebody_elses = encode(bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"))

    said = office("receipt", "verify", str(file), "--key", somebody_elses, "--json")

    assert said.exit_code == 1
    assert json.loads(said.stdout) == {"verdict": "another-hub"}


@pytest.mark.parametrize("content", ["", "Lieber Herr Novak", "{}", "[1]"])
def test_a_file_that_is_no_receipt_is_said_to_be_none(office: Type, content: str) -> None:
    file = office.keys / "letter.txt"
    file.write_text(content)

    said = office("receipt", "verify", str(file), "--key", key(office))

    assert said.exit_code == 1
    assert "keine Quittung" in said.stdout


@pytest.mark.parametrize("wrong", ["", "kein Schlüssel", "A" * 42, "A" * 44])
def test_a_key_that_is_none_is_refused(office: Type, wrong: str) -> None:
    said = office("receipt", "verify", "/nowhere", "--key", wrong)

    assert said.exit_code == 1
    assert "kein öffentlicher Schlüssel" in said.stderr


def test_a_file_that_cannot_be_read_is_said_to_be_unreadable(office: Type) -> None:
    said = office("receipt", "verify", "/nowhere/quittung.json", "--key", key(office))

    assert said.exit_code == 1
    assert "/nowhere/quittung.json" in said.stderr


# What is not made.


@pytest.mark.parametrize("option", ["--file", "--pdf"])
def test_an_existing_file_is_never_overwritten_and_nothing_is_left_behind(office: Type, option: str) -> None:
    number = give(office, "jobcenter/Fallmanagement")
    theirs = office.keys / "brief.txt"
    theirs.write_text("Brief")
    other = office.keys / "other"
    names = {"--file": str(other), "--pdf": str(other)} | {option: str(theirs)}

    words = [part for pair in names.items() for part in pair]
    refused = office("receipt", "make", "F-1", number, *words)

    assert refused.exit_code == 1
    assert "nie überschrieben" in refused.stderr
    assert theirs.read_text() == "Brief"
    assert not other.exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("F-9", "abc"), "F-9"),
        (("F-1", "abc"), "abc"),
        (("F-1", "abc", "--language", "tlh"), "tlh"),
    ],
)
def test_what_cannot_be_made_is_refused_and_leaves_no_file(
    office: Type, words: tuple[str, ...], said: str
) -> None:
    file = office.keys / "quittung.json"

    refused = office("receipt", "make", *words, "--file", str(file))

    assert refused.exit_code == 1
    assert said in refused.stderr
    assert not file.exists()


def test_an_altered_consent_gets_no_receipt(office: Type, folder: Path) -> None:
    number = give(office, "jobcenter/Fallmanagement")
    tamper(folder / "hub.sqlite", "UPDATE consent_event SET signature = 'forged'")
    file = office.keys / "quittung.json"

    refused = office("receipt", "make", "F-1", number, "--file", str(file))

    assert refused.exit_code == 1
    assert "audit verify" in refused.stderr
    assert not file.exists()


def test_without_the_hubs_key_nothing_is_signed_and_nothing_left_behind(office: Type, folder: Path) -> None:
    number = give(office, "jobcenter/Fallmanagement")
    (folder / "secrets" / "vault_key").unlink()
    file = office.keys / "quittung.json"

    made = office("receipt", "make", "F-1", number, "--file", str(file))
    shown = office("receipt", "key")

    assert (made.exit_code, shown.exit_code) == (2, 2)
    assert "vault_key" in made.stderr
    assert not file.exists()


def test_what_was_handed_out_is_sealed_on_the_hubs_disk(office: Type, folder: Path) -> None:
    make(office, give(office, "jobcenter/Fallmanagement", purpose="Schuldenregulierung Sternwarte"))

    written = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())

    assert b"Sternwarte" not in written


def test_no_receipt_names_the_client_nor_who_has_no_part_in_it(office: Type) -> None:
    who = ("--name", "Dario Rossi", "--agency", "jugendamt", "--function", "Schuldnerberatung")
    office("professional", "add", "dario", *who)

    said = make(office, give(office, "jobcenter/Fallmanagement")).read_text("utf-8")

    for name in ("Jonas", "Novak", "Elif", "Dario", "Rossi"):
        assert name not in said


# What the client takes away.


def export(office: Type, *more: str, named: str = "akte.zip") -> Path:
    file = office.keys / named
    exported = office("case", "export", "F-1", "--file", str(file), *more)
    assert exported.exit_code == 0, exported.stderr
    return file


def files_in(archive: Path) -> dict[str, str]:
    with zipfile.ZipFile(archive) as opened:
        return {name: opened.read(name).decode() for name in opened.namelist()}


def test_a_client_takes_away_one_file_for_its_owner_only(office: Type) -> None:
    number = give(office, "jobcenter/Fallmanagement", purpose="Schuldenregulierung Sternwarte")
    make(office, number)

    archive = export(office)

    files = files_in(archive)
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    assert {"export.json", "export.html", "export.schema.json"} < set(files)
    assert "Sternwarte" in files["export.html"]
    assert "Jonas" not in "".join(files.values())


def test_the_page_speaks_the_language_that_was_asked_for(office: Type) -> None:
    assert "Your data in case F-1" in files_in(export(office, "--language", "en"))["export.html"]
    assert "Ihre Daten im Fall F-1" in files_in(export(office, named="akte-2.zip"))["export.html"]


def test_elif_is_said_to_read_nothing_and_who_is_not_on_the_case_is_not_said(office: Type) -> None:
    who = ("--name", "Dario Rossi", "--agency", "jugendamt", "--function", "Schuldnerberatung")
    office("professional", "add", "dario", *who)
    give(office, "jobcenter/Fallmanagement")

    files = files_in(export(office))

    may = {p["person"].get("name"): p["may_sit"] for p in json.loads(files["export.json"])["places"]}
    assert (may["Amira Kaya"], may["Elif Demir"]) == (True, False)
    assert "Dario" not in "".join(files.values())


@pytest.mark.parametrize(("words", "said"), [(("F-9",), "F-9"), (("F-1", "--language", "tlh"), "tlh")])
def test_what_cannot_be_taken_away_leaves_no_file(office: Type, words: tuple[str, ...], said: str) -> None:
    file = office.keys / "akte.zip"

    refused = office("case", "export", *words, "--file", str(file))

    assert refused.exit_code == 1
    assert said in refused.stderr
    assert not file.exists()


def test_an_archive_never_takes_the_place_of_another_file(office: Type) -> None:
    archive = export(office)
    before = archive.read_bytes()

    refused = office("case", "export", "F-1", "--file", str(archive))

    assert refused.exit_code == 1
    assert "nie überschrieben" in refused.stderr
    assert archive.read_bytes() == before


def test_a_receipt_is_handed_out_with_the_consent_and_with_its_end(office: Type) -> None:
    record(office, "jobcenter/Fallmanagement")
    (taken,) = consents(office)
    files = [office.keys / "gegeben.json", office.keys / "widerrufen.json"]

    given = office(
        "consent", "confirm", "F-1", taken["consent"], *office.paper("elif"), "--receipt", str(files[0])
    )
    ended = office("consent", "withdraw", "F-1", taken["consent"], "--receipt", str(files[1]))

    assert (given.exit_code, ended.exit_code) == (0, 0)
    stands = [json.loads(file.read_text("utf-8"))["record"]["stand"] for file in files]
    assert stands == ["given", "withdrawn"]


def test_a_withdrawal_takes_effect_also_if_its_receipt_cannot_be_written(office: Type) -> None:
    number = give(office, "jobcenter/Fallmanagement")

    ended = office("consent", "withdraw", "F-1", number, "--receipt", str(office.keys))

    assert ended.exit_code == 1
    assert [row["state"] for row in consents(office)] == ["withdrawn"]

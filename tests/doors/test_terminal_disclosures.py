"""The door for people at a terminal: passing on, warning, reviewing, answering, and the law behind it."""

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog
from typer.testing import Result

from hub.law.book import known_law
from tests.doors.office import Type, give

ASD = "jugendamt/Allgemeiner Sozialer Dienst"
REASON = "Blaue Flecken, dreimal"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The data folder of a hub that nobody has started yet."""
    return tmp_path / "data"


@pytest.fixture
def network(data: Path) -> Iterator[Type]:
    """The network of Musterstadt; Amira leads F-1, Bo, Chloe and Elif work on it, all have keys."""
    typed = Type(data)
    for agency, area, kind in (
        ("jobcenter", "SGB II", "jobcenter"),
        ("jugendamt", "SGB VIII", "youth-office"),
        ("bruecke-ev", "§ 13a SGB VIII", "school-social-work"),
        ("neustart-ev", "§ 16a SGB II", "provider"),
    ):
        said = ("--name", agency.title(), "--legal-area", area, "--kind", kind)
        assert typed("agency", "add", agency, *said).exit_code == 0
    for user, agency, function, duty in (
        ("amira", "jobcenter", "Fallmanagement", "none"),
        ("elif", "jobcenter", "Leistung", "none"),
        ("bo", "jugendamt", "Allgemeiner Sozialer Dienst", "none"),
        ("ruth", "jugendamt", "Insoweit erfahrene Fachkraft", "child-protection-expert"),
        ("chloe", "bruecke-ev", "Schulsozialarbeit", "none"),
        ("dario", "neustart-ev", "Schuldnerberatung", "none"),
    ):
        words = ("--name", user.title(), "--agency", agency, "--function", function, "--duty", duty)
        assert typed("professional", "add", user, *words).exit_code == 0
        assert typed("professional", "key", user, *typed.key(user)).exit_code == 0
    people = ("--lead", "amira", "--member", "bo", "--member", "chloe", "--member", "elif")
    assert typed("case", "open", *people, says="Jonas Novak\n2007-05-31\n").exit_code == 0
    (typed.keys / "scan.pdf").write_bytes(b"the scan")
    yield typed
    structlog.reset_defaults()


def make(
    typed: Type, who: str, *words: str, to: str = ASD, themes: str = "housing", why: str = "Nötig."
) -> Result:
    """Somebody passes something on."""
    return typed("disclosure", "make", "F-1", "--to", to, *words, *typed.key(who), says=f"{themes}\n{why}\n")


def warn(
    typed: Type, who: str = "chloe", *, to: str = ASD, norm: str = "KKG4_3", told: str = "nein\nGefahr"
) -> Result:
    """Somebody warns the youth office."""
    words = ("--to", to, "--norm", norm, "--secret", *typed.key(who))
    return typed("disclosure", "warn", "F-1", *words, says=f"{REASON}\n{told}\n")


def follow(typed: Type, deed: str, number: str, who: str, says: str) -> Result:
    return typed("disclosure", deed, "F-1", number, *typed.key(who), says=says)


def shown(typed: Type, who: str) -> list[dict[str, Any]]:
    """What somebody reads with their key."""
    said = typed("disclosure", "show", "F-1", *typed.key(who), "--json")
    rows: list[dict[str, Any]] = json.loads(said.stdout)
    return rows


def warned(typed: Type) -> str:
    assert warn(typed).exit_code == 0
    (row,) = shown(typed, "chloe")
    return str(row["disclosure"])


def test_what_a_task_needs_is_passed_on_and_the_norm_is_named(network: Type) -> None:
    made = make(network, "amira", "--norm", "TASK69")

    (row,) = shown(network, "bo")
    assert made.exit_code == 0
    assert "§ 69" in made.stdout
    assert (row["basis"], row["themes"], row["proven"]) == ("TASK69@1", ["housing"], True)


def test_what_the_client_agreed_to_is_passed_on(network: Type) -> None:
    number = give(network, ASD, themes="housing=yes work=ask")

    refused = make(network, "amira", "--consent", number[:8], themes="housing work")
    made = make(network, "amira", "--consent", number[:8], "--json", themes="housing work=agreed", why="")

    assert refused.exit_code == 1
    assert "work=agreed" in refused.stderr
    assert json.loads(made.stdout)["basis"] == number


def test_after_the_withdrawal_nothing_is_passed_on(network: Type) -> None:
    number = give(network, ASD, themes="housing=yes")
    network("consent", "withdraw", "F-1", number)

    refused = make(network, "amira", "--consent", number)

    assert refused.exit_code == 1
    assert "widerrufen" in refused.stderr
    assert shown(network, "bo") == []


def test_dario_and_elif_get_nothing(network: Type) -> None:
    make(network, "amira", "--norm", "TASK69")
    number = warned(network)

    for stranger in ("dario", "elif"):
        assert shown(network, stranger) == []
        assert follow(network, "review", number, stranger, "ja\n\n").exit_code == 1
        assert follow(network, "feedback", number, stranger, "ja\nja\nja\n").exit_code == 1


def test_dario_passes_nothing_on_and_warns_nobody(network: Type) -> None:
    refusals = (make(network, "dario", "--norm", "TASK69"), warn(network, "dario"))

    assert [refused.exit_code for refused in refusals] == [1, 1]
    assert all("mitarbeitet" in refused.stderr for refused in refusals)


@pytest.mark.parametrize(
    ("words", "changed", "said"),
    [
        (("--norm", "TASK70"), {}, "TASK70"),
        (("--norm", "TASK69@2"), {}, "TASK69@2"),
        (("--norm", "TASK69@x"), {}, "TASK69@x"),
        (("--norm", "SGB2_18"), {}, "§ 18 SGB II"),
        (("--norm", "KKG4_3"), {}, "disclosure warn"),
        (("--norm", "SGB2_50"), {}, "§ 50"),
        (("--norm", "TASK69", "--entrusted"), {}, "§ 65"),
        (("--norm", "TASK69", "--secret"), {}, "§ 203"),
        (("--norm", "TASK69"), {"why": ""}, "erforderlich"),
        (("--norm", "TASK69"), {"themes": ""}, "Thema"),
        (("--norm", "TASK69"), {"themes": "weather"}, "weather"),
        (("--norm", "TASK69"), {"themes": "housing=maybe"}, "housing=maybe"),
        (("--norm", "TASK69"), {"to": "jugendamt/Hausmeisterei"}, "Hausmeisterei"),
        (("--norm", "TASK69"), {"to": "@nobody:x"}, "@nobody:x"),
        (("--norm", "TASK69"), {"to": "neustart-ev/Schuldnerberatung"}, "§ 78"),
        (("--consent", "abc"), {}, "abc"),
        ((), {}, "genau eine"),
        (("--norm", "TASK69", "--consent", "abc"), {}, "genau eine"),
    ],
)
def test_what_may_not_be_passed_on_is_refused_with_its_paragraph(
    network: Type, words: tuple[str, ...], changed: dict[str, str], said: str
) -> None:
    refused = make(network, "amira", *words, **changed)

    assert refused.exit_code == 1
    assert said in refused.stderr
    assert shown(network, "amira") == []


def test_an_expert_is_asked_by_name_and_with_pseudonyms(network: Type) -> None:
    ruth = {"to": "@ruth:fallraum.localhost"}
    note = ("--note", "pseudonymised")

    by_function = make(
        network, "chloe", "--norm", "KKG4_2", *note, to="jugendamt/Insoweit erfahrene Fachkraft"
    )
    plainly = make(network, "chloe", "--norm", "KKG4_2", **ruth)
    made = make(network, "chloe", "--norm", "KKG4_2", *note, **ruth)

    assert (by_function.exit_code, plainly.exit_code, made.exit_code) == (1, 1, 0)
    assert "pseudonymisiert" in plainly.stderr
    assert len(shown(network, "ruth")) == 1


def test_a_warning_is_due_for_review(network: Type) -> None:
    said = warn(network)

    (row,) = shown(network, "chloe")
    assert said.exit_code == 0
    assert "muss ihn jemand überprüfen" in said.stdout
    assert "professional entrust" in said.stdout
    assert (row["way"], row["necessity"]) == ("warning", REASON)
    assert row["told"] == {"before": False, "why": "Gefahr"}
    told = network("disclosure", "show", "F-1", *network.key("chloe")).stdout
    assert "Überprüfung" in told
    assert f"warum: {REASON}" in told
    assert "nicht vorher informiert, denn: Gefahr" in told


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"to": "neustart-ev/Schuldnerberatung"}, "nur an das Jugendamt"),
        ({"norm": "TASK69"}, "KKG4_3"),
        ({"norm": "SGBX_71"}, "§ 71"),
        ({"told": "vielleicht"}, "vielleicht"),
        ({"told": "nein"}, "warum"),
    ],
)
def test_a_warning_that_may_not_go_is_refused(network: Type, changed: dict[str, str], said: str) -> None:
    refused = warn(network, **changed)

    assert refused.exit_code == 1
    assert said in refused.stderr
    assert shown(network, "chloe") == []


def test_a_warning_is_reviewed_and_answered_once(network: Type) -> None:
    number = warned(network)

    by_herself = follow(network, "review", number, "chloe", "ja\n\n")
    without = follow(network, "review", number, "ruth", "nein\n\n")
    reviewed = follow(network, "review", number[:8], "ruth", "nein\nZu früh.\n")
    answered = follow(network, "feedback", number[:8], "bo", "ja\nja\nnein\n")
    again = follow(network, "feedback", number, "bo", "ja\nja\nnein\n")

    (row,) = shown(network, "chloe")
    codes = [r.exit_code for r in (by_herself, without, reviewed, answered, again)]
    assert codes == [1, 1, 0, 0, 1]
    assert (row["review"]["in_order"], row["review"]["remark"]) == (False, "Zu früh.")
    facts = {"confirmed": True, "acted": True, "acts": False}
    assert facts.items() <= row["feedback"].items()
    assert set(row["feedback"]) == {"at", "by", "proven", *facts}
    said = network("disclosure", "show", "F-1", *network.key("chloe")).stdout
    assert "beantwortet" in said
    assert "in Ordnung: nein. Zu früh." in said
    assert "Anhaltspunkte bestätigt: ja; tätig geworden: ja; noch tätig: nein" in said


def test_of_what_is_passed_on_no_word_is_on_disk(network: Type, data: Path) -> None:
    number = warned(network)
    follow(network, "review", number, "ruth", "nein\nZu früh.\n")
    make(network, "amira", "--norm", "TASK69", why="Mietrückstand Birkenhof")

    written = b"".join(path.read_bytes() for path in data.rglob("*") if path.is_file())

    for word in ("Flecken", "Gefahr", "Zu früh", "Birkenhof"):
        assert word.encode() not in written


def test_a_disclosure_changed_in_the_database_is_read_by_nobody_and_the_audit_says_so(
    network: Type, data: Path
) -> None:
    make(network, "amira", "--norm", "TASK69")
    number = shown(network, "amira")[0]["disclosure"]

    tampers(data, "UPDATE disclosure SET document = replace(document, 'TASK69@1', 'TASK69@2')")

    assert shown(network, "amira") == []
    verified = network("audit", "verify", "--json")
    assert (verified.exit_code, json.loads(verified.stdout)["doubtful_disclosures"]) == (1, [number])
    assert f"Weitergabe {number[:8]}" in network("audit", "verify").stdout


def test_a_disclosure_whose_words_were_changed_is_said_to_be_false(network: Type, data: Path) -> None:
    make(network, "amira", "--norm", "TASK69")

    tampers(data, "UPDATE disclosure SET contents = x'00'")

    (row,) = shown(network, "amira")
    assert (row["proven"], row["necessity"]) == (False, "")
    assert "nicht" in network("disclosure", "show", "F-1", *network.key("amira")).stdout


def tampers(data: Path, statement: str) -> None:
    with sqlite3.connect(data / "hub.sqlite") as connection:
        connection.execute(statement)
    connection.close()


# What agencies and people are to the law.


def test_an_agency_of_unknown_kind_gets_and_sends_nothing_until_it_is_said(network: Type) -> None:
    network("agency", "classify", "jugendamt", "--kind", "unknown")

    refused = make(network, "amira", "--norm", "TASK69")
    said = network("agency", "classify", "jugendamt", "--kind", "youth-office")
    made = make(network, "amira", "--norm", "TASK69")

    assert (refused.exit_code, said.exit_code, made.exit_code) == (1, 0, 0)
    assert "agency classify" in refused.stderr
    assert "Jugendamt" in said.stdout


def test_who_was_added_without_a_kind_or_a_duty_has_none(network: Type) -> None:
    network("agency", "add", "neu", "--name", "Neu", "--legal-area", "x")

    agencies = json.loads(network("agency", "list", "--json").stdout)

    assert {a["agency"]: a["kind"] for a in agencies}["neu"] == "unknown"
    assert "nicht angegeben" in network("agency", "list").stdout


def test_a_duty_can_be_given_later(network: Type) -> None:
    number = warned(network)

    before = follow(network, "review", number, "amira", "ja\n\n")
    given = network("professional", "entrust", "amira", "--duty", "data-protection")
    after = follow(network, "review", number, "amira", "ja\n\n")

    assert (before.exit_code, given.exit_code, after.exit_code) == (1, 0, 0)


@pytest.mark.parametrize(
    "words",
    [
        ("agency", "classify", "zirkus", "--kind", "school"),
        ("professional", "entrust", "nobody", "--duty", "data-protection"),
    ],
)
def test_nobody_knows_whom_nobody_added(network: Type, words: tuple[str, ...]) -> None:
    assert network(*words).exit_code == 1


# The law.


def test_every_norm_in_force_is_listed_and_can_be_shown(network: Type) -> None:
    listed = {row["norm"] for row in json.loads(network("law", "list", "--json").stdout)}

    assert listed == {str(id_) for id_ in known_law()}
    assert "§ 69" in network("law", "list").stdout
    for id_ in known_law():
        assert network("law", "show", id_.code).exit_code == 0


def test_a_norm_shows_what_it_asks_for_and_how_well_it_was_checked(network: Type) -> None:
    shown_ = network("law", "show", "SGB8_65").stdout
    limits = network("law", "show", "SGB8_64_2").stdout
    ways = json.loads(network("law", "show", "KKG4_3", "--json").stdout)["ways"]

    assert "Familiengericht" in shown_
    assert "Anhaltspunkte" in shown_
    assert "im Gesetz gelesen" in shown_
    assert "der Erfolg der Hilfe" in limits
    assert ways[0]["recipients"] == ["youth-office"]


def test_a_norm_nobody_knows_is_not_shown(network: Type) -> None:
    refused = network("law", "show", "TASK70")

    assert refused.exit_code == 1
    assert "law list" in refused.stderr

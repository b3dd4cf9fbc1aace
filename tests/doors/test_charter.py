"""The charter of the network at the terminal: published, acknowledged by each agency, changed, left."""

import json
import stat
from pathlib import Path
from typing import Any

import pytest

from tests.doors.office import Type, consents, give, in_days, roster, tamper

BO = "@bo:jugendamt.example"


def positions(typed: Type) -> dict[str, dict[str, Any]]:
    rows = json.loads(typed("charter", "status", "--json").stdout)
    return {row["agency"]: row for row in rows}


def acknowledge(typed: Type, version: str, who: str) -> Any:
    return typed("charter", "acknowledge", version, *typed.key(who))


@pytest.fixture
def founding(typed: Type) -> Type:
    """Amira and Elif of the Jobcenter, with keys and a case; nobody has published a charter."""
    assert typed("agency", "add", "jobcenter", "--name", "Jobcenter", "--legal-area", "SGB II").exit_code == 0
    for user, function in (("amira", "Fallmanagement"), ("elif", "Leistung")):
        words = ("--name", user.title(), "--agency", "jobcenter", "--function", function)
        assert typed("professional", "add", user, *words).exit_code == 0
        assert typed("professional", "key", user, *typed.key(user)).exit_code == 0
    people = ("--lead", "amira", "--member", "elif")
    assert typed("case", "open", *people, says="Jonas Novak\n2007-05-31\n").exit_code == 0
    (typed.keys / "scan.pdf").write_bytes(b"the scan")
    return typed


def test_an_office_begins_with_two_commands(founding: Type) -> None:
    published = founding("charter", "publish")
    acknowledged = acknowledge(founding, "1", "amira")

    assert (published.exit_code, acknowledged.exit_code) == (0, 0), acknowledged.stderr
    assert "Fassung 1" in published.stdout
    assert "jobcenter" in acknowledged.stdout
    status = founding("charter", "status")
    assert status.exit_code == 0
    assert "jobcenter" in status.stdout


def test_without_a_charter_nobody_sits_and_it_is_said_why(founding: Type) -> None:
    give(founding, "jobcenter/Fallmanagement")

    mine = roster(founding)["Amira"]

    assert (mine["rightful"], mine["unbound"]) == (False, True)
    assert roster(founding)["Elif"]["unbound"] is False
    assert "Vereinbarung" in founding("case", "show", "F-1").stdout
    status = founding("charter", "status")
    assert status.exit_code == 1
    assert "Es gibt noch keine Netzwerkvereinbarung" in status.stdout
    assert "charter publish" in founding("charter", "show").stderr


def test_a_preview_says_who_gets_no_seat_and_after_acknowledging_it_does_not(founding: Type) -> None:
    to = ("consent", "preview", "F-1", "--to", "jobcenter/Fallmanagement")
    before = founding(*to, says="\n")
    as_json = json.loads(founding(*to, "--json", says="\n").stdout)
    founding("charter", "publish")
    acknowledge(founding, "1", "amira")

    assert before.exit_code == 0, before.stderr
    assert "Amira bekommt keinen Zugang" in before.stdout
    assert [row["name"] for row in as_json["unbound"]] == ["Amira"]
    assert "bekommt keinen Zugang" not in founding(*to, says="\n").stdout


def test_what_is_agreed_on_is_shown_to_people_and_programs(office: Type) -> None:
    shown = office("charter", "show")
    said = json.loads(office("charter", "show", "--version", "1", "--json").stdout)

    for word in ("Zweck:", "Jobcenter", "72 Stunden", "Protokoll:", "Austritt: mit einer Frist von 28 Tagen"):
        assert word in shown.stdout
    assert said["version"] == 1
    assert [member["agency"] for member in said["members"]] == ["jobcenter", "jugendamt"]
    assert said["response_hours"]["request"] == 72
    assert said["signature"]
    assert said["public_key"] == office("receipt", "key").stdout.strip()


def test_a_charter_is_written_to_a_file_changed_and_published(office: Type, tmp_path: Path) -> None:
    file = tmp_path / "vereinbarung.toml"
    assert office("charter", "template", "--file", str(file)).exit_code == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    file.write_text(file.read_text().replace("request = 72", "request = 48"))

    published = office("charter", "publish", str(file), "--json")

    assert published.exit_code == 0, published.stderr
    said = json.loads(published.stdout)
    assert (said["version"], said["response_hours"]["request"], said["published"]) == (2, 48, True)
    assert said["unbound"] == ["jobcenter", "jugendamt"]
    assert "72 Stunden" in office("charter", "show").stdout
    assert "48 Stunden" in office("charter", "show", "--version", "2").stdout


def test_a_preview_of_a_new_version_names_who_must_acknowledge_it_and_stores_nothing(office: Type) -> None:
    seen = office("charter", "publish", "--preview")

    assert seen.exit_code == 0
    assert "Es wurde nichts gespeichert" in seen.stdout
    assert "jugendamt" in seen.stdout
    assert office("charter", "show", "--version", "2").exit_code == 1


def test_the_status_warns_before_a_word_is_missing(office: Type) -> None:
    assert office("charter", "publish").exit_code == 0
    early = office("charter", "status")
    assert acknowledge(office, "2", "bo").exit_code == 0
    assert office("charter", "publish", "--from", in_days(3), "--urgent", "Es eilt").exit_code == 1
    assert office("charter", "publish", "--from", in_days(20), "--urgent", "Es eilt").exit_code == 0

    assert early.exit_code == 0
    assert "Fassung 2" in early.stdout
    assert (positions(office)["jugendamt"]["missing"], positions(office)["jobcenter"]["missing"]) == (3, 2)


def test_what_is_urgent_is_due_at_once(office: Type) -> None:
    give(office, "jobcenter/Fallmanagement")
    assert roster(office)["Amira Kaya"]["rightful"] is True

    assert office("charter", "publish", "--urgent", "Sicherheitslücke").exit_code == 0

    status = office("charter", "status")
    assert status.exit_code == 1
    assert "Fassung 2" in status.stdout
    assert roster(office)["Amira Kaya"]["rightful"] is False
    assert "Sicherheitslücke" in office("charter", "show").stdout
    assert acknowledge(office, "2", "elif").exit_code == 0
    assert roster(office)["Amira Kaya"]["rightful"] is True
    assert roster(office)["Elif Demir"]["rightful"] is False


def test_nobody_acknowledges_what_is_unknown_or_with_an_unknown_key(office: Type) -> None:
    office("agency", "add", "neustart-ev", "--name", "Neustart", "--legal-area", "x")
    who = ("--name", "Dario Rossi", "--agency", "neustart-ev", "--function", "Schuldnerberatung")
    office("professional", "add", "dario", *who)
    office("professional", "key", "dario", *office.key("dario"))
    (office.keys / "stranger.key").write_text("ab" * 32)
    (office.keys / "stranger.key").chmod(0o600)

    for version, key, said in (
        ("7", "amira", "Eine Fassung 7"),
        ("1", "dario", "nennt die Stelle „neustart-ev“ nicht"),
        ("1", "stranger", "keiner eingetragenen Fachkraft"),
        ("1", "nobody", "nicht lesbar"),
    ):
        refused = acknowledge(office, version, key)

        assert refused.exit_code == 1
        assert said in refused.stderr
    assert set(positions(office)) == {"jobcenter", "jugendamt"}


def test_to_acknowledge_what_the_agency_has_acknowledged_needs_nothing_and_is_no_error(office: Type) -> None:
    before = positions(office)

    again = acknowledge(office, "1", "elif")
    as_json = office("charter", "acknowledge", "1", *office.key("elif"), "--json")

    assert (again.exit_code, as_json.exit_code) == (0, 0)
    assert "schon anerkannt" in again.stdout
    assert json.loads(as_json.stdout)["unneeded"] == "charter-acknowledged"
    assert positions(office) == before


def test_an_agency_that_came_later_joins_once_its_kind_is_known_and_gets_no_seat_by_it(office: Type) -> None:
    office("agency", "add", "neustart-ev", "--name", "Neustart", "--legal-area", "x", "--kind", "provider")
    who = ("--name", "Dario Rossi", "--agency", "neustart-ev", "--function", "Schuldnerberatung")
    office("professional", "add", "dario", *who)
    office("professional", "key", "dario", *office.key("dario"))
    office("case", "involve", "F-1", "dario")

    assert acknowledge(office, "1", "dario").exit_code == 0

    assert positions(office)["neustart-ev"]["bound"] is True
    assert roster(office)["Dario Rossi"]["rightful"] is False


def test_an_agency_leaves_with_notice_or_at_once(office: Type) -> None:
    give(office, "jobcenter/Fallmanagement")

    later = office("charter", "leave", *office.key("elif"))
    assert later.exit_code == 0, later.stderr
    assert "tritt aus" in later.stdout
    assert positions(office)["jobcenter"]["bound"] is True
    again = office("charter", "leave", *office.key("amira"))
    at_once = office("charter", "leave", "--at-once", *office.key("amira"))

    assert again.exit_code == 1
    assert "--at-once" in again.stderr
    assert at_once.exit_code == 0
    assert "ab sofort" in at_once.stdout
    assert roster(office)["Amira Kaya"]["rightful"] is False
    assert positions(office)["jobcenter"]["missing"] is None
    assert office("charter", "status").exit_code == 0
    assert len(consents(office)) == 1


def test_programs_read_what_became_of_a_word(office: Type) -> None:
    left = json.loads(office("charter", "leave", "--at-once", "--json", *office.key("bo")).stdout)
    back = json.loads(office("charter", "acknowledge", "1", "--json", *office.key("bo")).stdout)

    assert (left["agency"], left["bound"]) == ("jugendamt", False)
    assert (back["agency"], back["bound"], back["bound_until"]) == ("jugendamt", True, None)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "minutes"),
        (b"minutes = 1\nexit = 1\nresponse_hours = 1\npurpose = 1", "purpose"),
        (b"zweck = 'x'", "zweck"),
        (b"[[[", "line 1"),
        (b"\xff\xfe", "UTF-8"),
    ],
)
def test_a_file_that_is_no_charter_is_refused_and_nothing_is_stored(
    office: Type, tmp_path: Path, content: bytes, said: str
) -> None:
    file = tmp_path / "vereinbarung.toml"
    file.write_bytes(content)

    refused = office("charter", "publish", str(file))

    assert refused.exit_code == 1
    assert said in refused.stderr
    assert "charter template" in refused.stderr
    assert office("charter", "publish", str(tmp_path / "absent.toml")).exit_code == 1
    assert office("charter", "show", "--version", "2").exit_code == 1


def test_a_new_version_needs_its_time(office: Type) -> None:
    too_soon = office("charter", "publish", "--from", in_days(13))
    past = office("charter", "publish", "--from", "2020-01-01", "--urgent", "Es eilt")

    assert (too_soon.exit_code, past.exit_code) == (1, 1)
    assert "14 Tagen" in too_soon.stderr
    assert "Vergangenheit" in past.stderr


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE charter SET document = '{}'", "Fassung 1"),
        ("UPDATE charter_acknowledgement SET signature = 'x' WHERE agency_id = 'jobcenter'", "jobcenter"),
        ("DELETE FROM charter_acknowledgement WHERE agency_id = 'jobcenter'", "jobcenter"),
        ("UPDATE charter_acknowledgement SET version = 'x' WHERE agency_id = 'jobcenter'", "jobcenter"),
        ("UPDATE charter_acknowledgement SET at = 'x' WHERE agency_id = 'jobcenter'", "jobcenter"),
    ],
)
def test_what_somebody_wrote_into_the_database_seats_nobody_and_is_found(
    office: Type, folder: Path, statement: str, said: str
) -> None:
    give(office, "jobcenter/Fallmanagement")

    tamper(folder / "hub.sqlite", statement)

    assert roster(office)["Amira Kaya"]["rightful"] is False
    verified = office("audit", "verify")
    assert verified.exit_code == 1
    assert said in verified.stdout
    assert office("charter", "status").exit_code in (0, 1)


def test_a_hub_without_its_key_publishes_nothing_and_still_knows_who_is_bound(
    office: Type, folder: Path
) -> None:
    give(office, "jobcenter/Fallmanagement")
    (folder / "secrets" / "vault_key").unlink()

    refused = office("charter", "publish")

    assert refused.exit_code == 2
    assert roster(office)["Amira Kaya"]["rightful"] is True
    assert positions(office)["jobcenter"]["bound"] is True

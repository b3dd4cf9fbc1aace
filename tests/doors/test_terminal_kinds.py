"""At the terminal: professionals among themselves, and what it tells of talks with the client alone."""

import json

import pytest

from tests.doors.office import TOLD, Type, consents, give, record

NINA = "@nina:horizont.example"
AT_HORIZONT = "horizont/Hilfe zur Erziehung"
# Whatever anybody can ask of a case without asking for talks in private.
ASKED = (
    ("case", "show", "F-1"),
    ("case", "show", "F-1", "--json"),
    ("consent", "show", "F-1"),
    ("consent", "show", "F-1", "--json"),
    ("audit", "show", "F-1"),
    ("audit", "show", "F-1", "--json"),
    ("party", "list", "F-1"),
    ("disclosure", "show", "F-1"),
    ("case", "list"),
)


@pytest.fixture
def with_nina(office: Type) -> Type:
    """Nina works in the network, and not on the case."""
    nina_comes(office)
    return office


def nina_comes(office: Type) -> None:
    assert (
        office("agency", "add", "horizont", "--name", "Horizont", "--legal-area", "SGB VIII").exit_code == 0
    )
    words = ("--name", "Nina Vogt", "--agency", "horizont", "--function", "Hilfe zur Erziehung")
    assert office("professional", "add", NINA, *words).exit_code == 0
    assert office("professional", "key", NINA, *office.key("nina")).exit_code == 0
    assert office("agency", "classify", "horizont", "--kind", "provider").exit_code == 0
    assert office("charter", "acknowledge", "1", *office.key("nina")).exit_code == 0
    give(office, "jobcenter/Fallmanagement")


def lets_talk_alone(typed: Type) -> str:
    """Jonas signs that Nina may talk with him alone; Amira and Elif take it down. Returns its number."""
    taken = record(typed, AT_HORIZONT, *TOLD, "--alone", "--person", NINA, "--json")
    assert taken.exit_code == 0, taken.output
    number = str(json.loads(taken.stdout)["consent"])
    assert typed("consent", "confirm", "F-1", number[:8], *typed.paper("elif")).exit_code == 0
    return number


def told(typed: Type) -> dict[tuple[str, ...], str]:
    return {words: typed(*words).stdout for words in ASKED}


def test_what_the_terminal_tells_is_the_same_while_two_talk_alone(with_nina: Type) -> None:
    before = told(with_nina)

    number = lets_talk_alone(with_nina)
    during = told(with_nina)
    assert with_nina("consent", "withdraw", "F-1", number[:8]).exit_code == 0

    assert during == before
    assert told(with_nina) == before
    assert "Nina" not in str(before)


def test_who_asks_for_just_that_is_told_and_noted(with_nina: Type) -> None:
    number = lets_talk_alone(with_nina)

    seats = json.loads(with_nina("case", "show", "F-1", "--side", "--json").stdout)
    shown = with_nina("case", "show", "F-1", "--side").stdout
    (consent,) = json.loads(with_nina("consent", "show", "F-1", "--side", "--json").stdout)
    acts = json.loads(with_nina("audit", "show", "F-1", "--side", "--json").stdout)

    assert {(row["name"], row["role"], row["room_kind"]) for row in seats} == {
        ("Nina Vogt", "adviser", "side"),
        ("Jonas Novak", "client", "side"),
    }
    assert "Nina Vogt" in shown
    assert consent["consent"] == number
    assert [act["deed"] for act in acts] == ["consent.recorded", "consent.confirmed"]
    assert "die Gespräche unter vier Augen" in " ".join(
        with_nina("audit", "retrievals", "F-1").stdout.split()
    )


def test_there_is_nothing_to_tell_where_nobody_talks_alone(with_nina: Type) -> None:
    shown = with_nina("case", "show", "F-1", "--side")

    assert shown.exit_code == 0
    assert "Hier gibt es nichts zu zeigen." in shown.stdout


def test_nobody_finds_such_a_consent_by_guessing_its_number(with_nina: Type) -> None:
    number = lets_talk_alone(with_nina)

    guessed = with_nina("consent", "withdraw", "F-1", number[:7])
    invented = with_nina("consent", "withdraw", "F-1", "z" * 7)

    assert guessed.exit_code == invented.exit_code != 0
    assert guessed.stderr.replace(number[:7], "") == invented.stderr.replace("z" * 7, "")


def test_ending_something_else_does_not_tell_that_somebody_there_talks_alone(with_nina: Type) -> None:
    lets_talk_alone(with_nina)
    (other,) = [c["consent"] for c in consents(with_nina)]
    openly = give(with_nina, AT_HORIZONT)

    ended = with_nina("consent", "withdraw", "F-1", openly)

    assert other != openly
    assert ended.exit_code == 0
    assert "gilt noch die Einwilligung" not in ended.stdout


def test_whoever_takes_it_down_sees_which_room_comes_of_it_and_nothing_of_the_case_in_its_name(
    with_nina: Type,
) -> None:
    taken = record(with_nina, AT_HORIZONT, *TOLD, "--alone", "--person", NINA, "--json")

    preview = json.loads(taken.stdout)["preview"]
    assert [gain["name"] for gain in preview["gains"]] == ["Nina Vogt"]
    assert preview["gains"][0]["room"].startswith("S-")


def test_to_talk_alone_takes_a_name(with_nina: Type) -> None:
    refused = record(with_nina, AT_HORIZONT, *TOLD, "--alone")

    assert refused.exit_code != 0
    assert "--person" in refused.stderr


# Professionals among themselves.


def test_professionals_may_talk_among_themselves_when_that_was_signed(office: Type) -> None:
    for to in ("jobcenter/Fallmanagement", "jugendamt/Allgemeiner Sozialer Dienst"):
        assert record(office, to, *TOLD, "--team").exit_code == 0
        (number,) = [c["consent"] for c in consents(office) if c["state"] == "recorded"]
        assert office("consent", "confirm", "F-1", number, *office.paper("elif")).exit_code == 0

    rows = json.loads(office("case", "show", "F-1", "--json").stdout)

    team = [row["name"] for row in rows if row["room_kind"] == "team"]
    assert sorted(team) == ["Amira Kaya", "Bo Lindner"]


def test_a_preview_says_which_room_they_would_have_among_themselves(office: Type) -> None:
    record(office, "jobcenter/Fallmanagement", *TOLD, "--team")
    (number,) = [c["consent"] for c in consents(office)]
    assert office("consent", "confirm", "F-1", number, *office.paper("elif")).exit_code == 0

    to = ("--to", "jugendamt/Allgemeiner Sozialer Dienst", "--team")
    shown = office("consent", "preview", "F-1", *to, says="\n")

    assert "F-1 · Team" in shown.stdout


def test_what_concerns_nobody_else_is_nothing_to_talk_about_without_the_client(office: Type) -> None:
    refused = record(office, "jobcenter/Fallmanagement", *TOLD, "--team", themes="school=yes")

    assert refused.exit_code != 0
    assert "organisation=yes" in refused.stderr

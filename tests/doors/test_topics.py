"""`fallraum conference topic …` as it is typed."""

import json

import pytest

from tests.doors.office import Type, give, tamper
from tests.doors.test_conferences import TOPIC, call


def name(typed: Type, said: str = "Ausbildung", *, by: str = "amira") -> tuple[int, str]:
    named = typed("conference", "topic", "add", "F-1", "--by", by, says=f"{said}\n")
    return named.exit_code, named.output


def test_topics_are_named_listed_and_taken_back(office: Type) -> None:
    call(office)
    named = name(office)
    listed = json.loads(office("conference", "topic", "list", "F-1", "--by", "amira", "--json").stdout)
    gone = office("conference", "topic", "withdraw", "F-1", "2", "--by", "amira")
    left = office("conference", "topic", "list", "F-1", "--by", "amira")

    assert named == (0, "Das Thema steht unter der Nummer 2 auf der Tagesordnung.\n")
    assert [(row["topic"], row["author"]) for row in listed] == [
        (TOPIC, "Amira Kaya"),
        ("Ausbildung", "Amira Kaya"),
    ]
    assert gone.exit_code == 0
    assert "Ausbildung" not in left.stdout
    assert "die Themen" in office("audit", "retrievals", "F-1").stdout


@pytest.mark.parametrize("who", ["elif", "dario", "@bo:jugendamt.example"])
def test_who_takes_no_part_is_told_so_and_reads_no_topic(office: Type, who: str) -> None:
    call(office)

    listed = office("conference", "topic", "list", "F-1", "--by", who)

    assert (name(office, by=who)[0], listed.exit_code) == (1, 1)
    assert "teilnimmt" in listed.stderr
    assert TOPIC not in listed.output


def test_who_may_sit_there_by_consent_names_a_topic(office: Type) -> None:
    call(office)
    give(office, "jugendamt/Allgemeiner Sozialer Dienst")

    assert name(office, by="@bo:jugendamt.example")[0] == 0


def test_where_no_conference_is_called_that_is_said(office: Type) -> None:
    assert "gibt es diese Fallkonferenz nicht" in name(office)[1]


def test_a_topic_without_words_is_listed_as_one(office: Type) -> None:
    call(office)
    tamper(office.keys / "data" / "hub.sqlite", "UPDATE conference_topic SET text = NULL")
    listed = json.loads(office("conference", "topic", "list", "F-1", "--by", "amira", "--json").stdout)

    assert [(row["topic"], row["author"]) for row in listed] == [(None, "Amira Kaya")]
    assert "ohne Worte" in office("conference", "topic", "list", "F-1", "--by", "amira").stdout

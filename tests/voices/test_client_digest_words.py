"""What a client is told in their own room: days, and what it is about; no names, no reproach."""

from datetime import date

import pytest

from bots import words
from hub.catalogue import CLIENT_LANGUAGES
from hub.monitoring.model import ClientDigest, ClientItem
from tests.people import AMIRA, BO, F1, JONAS

TODAY = date(2027, 3, 1)
WEDNESDAY = date(2027, 3, 3)


def item(day: date, kind: str, subject: str = "t") -> ClientItem:
    return ClientItem(day=day, kind=kind, subject=subject, due_on=TODAY)


DIGEST = ClientDigest(
    case=F1,
    day=TODAY,
    items=(
        item(TODAY, "r19"),
        # Two on a day stand there as one.
        item(WEDNESDAY, "r20"),
        item(WEDNESDAY, "r20", "u"),
        item(date(2027, 3, 31), "r21"),
    ),
)


def lines(language: str) -> list[str]:
    return str(words.client_digest(DIGEST, language)["body"]).split("\n")


def test_in_german_each_thing_has_its_day() -> None:
    title, *items, hint = lines("de")

    assert title == "Guten Tag. Daran möchten wir Sie erinnern:"
    assert items == [
        "• Heute: Eine Aufgabe aus Ihrem Plan",
        "• Am Mi., 3. März 2027: Eine Fallkonferenz, zu der Sie eingeladen sind",
        "• Am Mi., 31. März 2027: Eine Einwilligung endet. Sie können sie erneuern oder enden lassen.",
    ]
    assert "verlassen Sie diesen Raum" in hint


@pytest.mark.parametrize("language", CLIENT_LANGUAGES)
def test_in_every_language_it_is_as_long_and_names_nobody(language: str) -> None:
    said = words.client_digest(DIGEST, language)

    assert len(lines(language)) == 5
    assert "F-1" not in said["body"]
    assert not [one.name for one in (AMIRA, BO, JONAS) if one.name in said["body"]]
    assert said["m.mentions"] == {}

"""What a digest says, in both languages: the case's label and what is due, and nothing of people."""

from datetime import date

import pytest

from bots import words
from hub.monitoring.model import Digest, Due, Item
from tests.people import BO, F1

TODAY = date(2027, 3, 1)


def digest(*days: date, more: int = 0) -> Digest:
    items = tuple(
        Item(due=Due(due_on=TODAY, day=day, case=F1, kind="r6", subject="t", professional=BO.id), label="F-1")
        for day in days
    )
    return Digest(professional=BO.id, day=TODAY, items=items, more=more)


def test_one_thing_can_be_ticked_off_by_a_sign() -> None:
    said = words.digest(digest(TODAY), "de")

    assert "1️⃣ Fall F-1: Aufgabe – heute" in said["body"]
    assert "✅" in said["body"]
    assert BO.name not in said["body"]
    assert said["m.mentions"] == {}


@pytest.mark.parametrize(
    ("language", "past", "future", "more"),
    [
        (
            "de",
            "F-1: Aufgabe – offen seit Fr., 26. Feb. 2027",
            "F-1: Aufgabe – Mi., 3. März 2027",
            "Noch ein",
        ),
        ("en", "F-1: Task – open since Fri, Feb 26, 2027", "F-1: Task – Wed, Mar 3, 2027", "One more"),
    ],
)
def test_of_several_each_has_its_number_and_its_day(language: str, past: str, future: str, more: str) -> None:
    said = words.digest(digest(date(2027, 2, 26), date(2027, 3, 3), more=1), language)

    lines = [line.replace("\u2068", "").replace("\u2069", "") for line in said["body"].split("\n")]
    assert lines[2].startswith("1️⃣ ")
    assert lines[2].endswith(past)
    assert lines[3].startswith("2️⃣ ")
    assert lines[3].endswith(future)
    assert lines[4].startswith(more)
    assert "✅" not in said["body"]

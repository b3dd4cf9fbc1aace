"""`fallraum conference write|answer|answers|close` as it is typed."""

import json

from tests.doors.office import Type


def test_a_conference_in_writing_is_called_answered_and_closed(office: Type) -> None:
    called = office("conference", "write", "F-1", "--moderator", "amira", "--days", "5", says="\n")
    said = office("conference", "answer", "F-1", "2", "--by", "amira", says="Ein Absatz\nNoch einer\n\n")
    passed = office("conference", "answer", "F-1", "1", "--by", "amira", "--pass")
    empty = office("conference", "answer", "F-1", "1", "--by", "amira", says="\n")
    shown = json.loads(office("conference", "answers", "F-1", "--by", "amira", "--json").stdout)
    by_elif = office("conference", "answers", "F-1", "--by", "elif")
    open_ = office("conference", "answers", "F-1", "--by", "amira", "--open")
    closed = office("conference", "close", "F-1", "--by", "amira")

    assert (called.exit_code, said.exit_code, passed.exit_code, empty.exit_code) == (0, 0, 0, 1)
    assert [(row["number"], row["said"]) for row in shown] == [
        (1, "(nichts dazu)"),
        (2, "Ein Absatz\nNoch einer"),
    ]
    assert (by_elif.exit_code, open_.exit_code, closed.exit_code) == (1, 0, 0)
    assert office("conference", "close", "F-1", "--by", "amira").exit_code == 1


def test_it_is_open_for_twenty_days_at_most(office: Type) -> None:
    called = office("conference", "write", "F-1", "--moderator", "amira", "--days", "21", says="\n")

    assert called.exit_code == 1
    assert "höchstens 20" in called.stderr

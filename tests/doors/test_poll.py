"""`fallraum conference plan|poll|vote|fix` as it is typed."""

import json

from tests.doors.office import Type, in_days


def test_a_date_is_found_and_the_conference_called(office: Type) -> None:
    times = ("--at", f"{in_days(8)} 10:00", "--at", f"{in_days(7)} 10:00")

    nothing = office("conference", "poll", "F-1", "--by", "amira")
    planned = office("conference", "plan", "F-1", "--moderator", "amira", *times, "--suggest")
    voted = office("conference", "vote", "F-1", "2", "if-need-be", "--by", "amira")
    by_elif = office("conference", "vote", "F-1", "2", "yes", "--by", "elif")
    seen = json.loads(office("conference", "poll", "F-1", "--by", "amira", "--json").stdout)
    fixed = office("conference", "fix", "F-1", "2", "--by", "amira")
    (row,) = json.loads(office("conference", "list", "F-1", "--json").stdout)

    assert nothing.exit_code == 1
    assert "2 Termine" in planned.stdout
    assert (voted.exit_code, by_elif.exit_code, fixed.exit_code) == (0, 1, 0)
    assert [(one["number"], one["if-need-be"]) for one in seen] == [(1, 0), (2, 1)]
    assert row["begins_at"][:10] == in_days(8)


def test_one_time_is_nothing_to_choose_among(office: Type) -> None:
    planned = office("conference", "plan", "F-1", "--moderator", "amira", "--at", f"{in_days(8)} 10:00")

    assert planned.exit_code == 1
    assert "2 bis 10" in planned.stderr

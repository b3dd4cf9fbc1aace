"""Bad input around conferences as it is typed: a friendly refusal, and nothing half done."""

import json

import pytest

from tests.doors.office import Type, in_days
from tests.doors.test_conferences import call

HUGE = "x" * 100_000
STRANGE = 'code = "kurz"\nversion = 1\ntitle = "Kurz"\nform = "meeting"\nabout = "case"\nfarbe = "rot"\n'


def test_a_conference_without_a_moderator_is_refused(office: Type) -> None:
    refused = call(office, moderator="niemand")
    unsaid = office("conference", "call", "F-1", "--at", f"{in_days(3)} 10:00", says="\n")

    assert refused.exit_code == 1
    assert "niemand" in refused.stderr
    assert unsaid.exit_code == 2
    assert json.loads(office("conference", "list", "F-1", "--json").stdout) == []


def test_a_topic_of_100_kb_is_refused_with_what_fits(office: Type) -> None:
    words = ("--at", f"{in_days(3)} 10:00", "--moderator", "amira")

    at_once = office("conference", "call", "F-1", *words, says=f"{HUGE}\n\n")
    call(office)
    later = office("conference", "topic", "add", "F-1", "--by", "amira", says=f"{HUGE}\n")

    for refused in (at_once, later):
        assert refused.exit_code == 1
        assert "300" in refused.stderr
        assert HUGE[:100] not in refused.output
    assert len(json.loads(office("conference", "list", "F-1", "--json").stdout)) == 1


def test_a_template_with_an_unknown_field_is_refused_by_its_name(office: Type) -> None:
    file = office.keys / "kurz.toml"
    file.write_text(STRANGE)

    refused = office("conference", "template", "add", str(file), "--agency", "jobcenter")

    assert refused.exit_code == 1
    assert "farbe" in refused.stderr


@pytest.mark.parametrize("who", ["elif", "dario"])
def test_a_command_by_somebody_who_may_not_is_refused_kindly(office: Type, who: str) -> None:
    call(office)

    cancelled = office("conference", "cancel", "F-1", "--by", who, says="darum\n")

    assert cancelled.exit_code == 1
    assert "teilnimmt" in cancelled.stderr
    (row,) = json.loads(office("conference", "list", "F-1", "--json").stdout)
    assert row["stage"] == "collecting"

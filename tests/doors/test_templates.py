"""`fallraum conference template …` as it is typed."""

import json

from tests.doors.office import Type, in_days
from tests.rules.test_conference_template import CLIENT_FIRST, HEAD, OWN


def test_a_template_is_laid_down_shown_and_called_by(office: Type) -> None:
    file = office.keys / "kurz.toml"
    file.write_text(HEAD + CLIENT_FIRST + OWN)

    added = office("conference", "template", "add", str(file), "--agency", "jobcenter")
    listed = json.loads(office("conference", "template", "list", "--json").stdout)
    shown = office("conference", "template", "show", "jobcenter/kurz-2")
    words = ("--at", f"{in_days(3)} 10:00", "--moderator", "amira", "--template", "jobcenter/kurz-2")
    called = office("conference", "call", "F-1", *words, says="\n")
    (row,) = json.loads(office("conference", "list", "F-1", "--json").stdout)

    assert added.exit_code == 0
    assert [one["template"] for one in listed] == [
        "case-1",
        "case-written-1",
        "collegial-1",
        "jobcenter/kurz-2",
    ]
    assert "Was noch?" in shown.stdout
    assert called.exit_code == 0
    assert (row["template"], row["minutes"]) == ("jobcenter/kurz-2", 15)


def test_what_is_not_as_it_must_be_is_refused_with_its_place(office: Type) -> None:
    file = office.keys / "kurz.toml"
    file.write_text(HEAD + OWN)

    refused = office("conference", "template", "add", str(file), "--agency", "jobcenter")

    assert refused.exit_code == 1
    assert "item 2: who = client" in refused.stderr


def test_a_template_that_is_not_there_is_refused(office: Type) -> None:
    for words in (("show", "case-9"), ("show", "nonsense")):
        assert office("conference", "template", *words).exit_code == 1

"""Templates are read strictly: whatever is not as it must be is refused with its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.audit import Act
from hub.conference import rules, template
from hub.conference.book import shipped
from hub.conference.model import CASE, TEMPLATE, About, Form, Item, Output, Template, TemplateId, Who
from hub.conference.template import LONGEST_FILE, LONGEST_ITEM, MOST_ITEMS
from hub.errors import Refused
from hub.identifiers import COMMON, TEAM
from tests.clock import MONDAY
from tests.people import AMIRA, JOBCENTER, case_f1
from tests.rules.test_conference import HOUR, MINUTE, conference

HEAD = 'code = "kurz"\nversion = 2\nown_title = "Kurz"\nform = "meeting"\nabout = "case"\n'
CLIENT_FIRST = '[[item]]\nkey = "client-view"\nminutes = 10\nwho = "client"\n'
OWN = '[[item]]\ntext = "Was noch?"\nminutes = 5\nwho = "round"\noutput = "facts"\n'
COLLEGIAL = TemplateId("collegial", 1)


def refused(text: str) -> str:
    """At which place."""
    answer = template.read(text)
    assert isinstance(answer, Refused)
    assert answer.reason == "template-malformed"
    return answer.facts["what"]


def test_an_agencys_own_template_is_read() -> None:
    assert template.read(HEAD + CLIENT_FIRST + OWN, agency=JOBCENTER.id) == Template(
        id=TemplateId("kurz", 2, JOBCENTER.id),
        title="Kurz",
        is_own_title=True,
        form=Form.MEETING,
        about=About.CASE,
        items=(
            Item("client-view", 10, Who.CLIENT),
            Item("", 5, Who.ROUND, Output.FACTS, "Was noch?"),
        ),
        most_minutes=LONGEST_ITEM,
    )


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("", "form: meeting | written"),
        ("x" * (LONGEST_FILE + 1), f"> {LONGEST_FILE}"),
        ("[[[", "Invalid"),
        (HEAD + "secret = 1\n" + CLIENT_FIRST, "secret"),
        (HEAD + CLIENT_FIRST + "secret = 1\n", "item 1: secret"),
        (HEAD, "item: 1-30"),
        (HEAD + CLIENT_FIRST * (MOST_ITEMS + 1), "item: 1-30"),
        (HEAD + "item = 7\n", "item: 1-30"),
        (HEAD + "item = [7]\n", "item 1: [[item]]"),
        (HEAD.replace('"kurz"', '"Kurz!"') + CLIENT_FIRST, "code"),
        (HEAD.replace('"kurz"', "7") + CLIENT_FIRST, "code"),
        (HEAD.replace("= 2", "= 0") + CLIENT_FIRST, "version: 1-9999"),
        (HEAD.replace("= 2", "= true") + CLIENT_FIRST, "version: 1-9999"),
        (HEAD.replace('"meeting"', '"party"') + CLIENT_FIRST, "form: meeting | written"),
        (HEAD.replace('"meeting"', "7") + CLIENT_FIRST, "form: meeting | written"),
        (HEAD.replace('own_title = "Kurz"', 'title = "Kurz"') + CLIENT_FIRST, "title: case"),
        (HEAD.replace('"Kurz"', '"<b>Kurz</b>"') + CLIENT_FIRST, "own_title"),
        (HEAD.replace('"Kurz"', '""') + CLIENT_FIRST, "own_title"),
        (HEAD.replace('"Kurz"', "7") + CLIENT_FIRST, "own_title"),
        (HEAD + "most_minutes = 5\n" + CLIENT_FIRST, "minutes: > 5"),
        (HEAD + CLIENT_FIRST.replace("= 10", "= 0"), "item 1: minutes: 1-480"),
        (HEAD + CLIENT_FIRST.replace("= 10", "= 481"), "item 1: minutes: 1-480"),
        (HEAD + CLIENT_FIRST.replace('"client"', '"dog"'), "item 1: who: everybody | moderator"),
        (HEAD + CLIENT_FIRST.replace('"client-view"', '"dance"'), "item 1: key: arrival"),
        (HEAD + CLIENT_FIRST + 'text = "beides"\n', "item 1: key / text"),
        (HEAD + CLIENT_FIRST + OWN.replace('"facts"', '"cake"'), "item 2: output: roles"),
        (HEAD + CLIENT_FIRST + OWN.replace("Was noch?", "@room"), "item 2: text"),
        (HEAD + CLIENT_FIRST + OWN.replace("Was noch?", "[x](https://x)"), "item 2: text"),
        (HEAD + CLIENT_FIRST + OWN.replace("Was noch?", "a\\nb"), "item 2: text"),
        (HEAD + CLIENT_FIRST + OWN.replace("Was noch?", "x" * 201), "item 2: text"),
        (HEAD + OWN, "item 2: who = client"),
        (HEAD + OWN + OWN + CLIENT_FIRST, "item 2: who = client"),
        (HEAD.replace('"case"', '"consultation"') + CLIENT_FIRST, "item 1: who"),
        (HEAD.replace('"meeting"', '"written"') + CLIENT_FIRST, "item 1: minutes"),
    ],
)
def test_what_is_not_as_it_must_be_is_refused_with_its_place(text: str, place: str) -> None:
    assert refused(text).startswith(place)


def test_toml_that_nobody_can_follow_is_refused() -> None:
    assert refused("a = " + "[" * 60_000)


@given(st.text(max_size=300))
def test_whatever_stands_in_a_file_gets_an_answer(text: str) -> None:
    assert isinstance(template.read(text), Template | Refused)
    assert isinstance(template.read(HEAD + text), Template | Refused)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("case-1", CASE),
        ("case-written-1", TemplateId("case-written", 1)),
        ("jobcenter/case-12", TemplateId("case", 12, "jobcenter")),
    ],
)
def test_a_template_is_called_by_code_and_version(typed: str, meant: TemplateId) -> None:
    assert template.read_id(typed) == meant
    assert str(meant) == typed


@pytest.mark.parametrize("typed", ["case", "case-0", "/case-1", "a/b/case-1", "case-99999", ""])
def test_what_names_no_template_is_refused(typed: str) -> None:
    assert template.read_id(typed) == Refused("unknown-template", {"template": typed})


# What comes with the hub.


def test_what_everybody_goes_by_is_what_stands_in_its_file() -> None:
    assert shipped()[CASE].items == TEMPLATE
    assert shipped()[CASE].minutes == 60


def test_in_writing_the_same_is_asked_without_minutes() -> None:
    written = shipped()[TemplateId("case-written", 1)]

    assert [item.key for item in written.items] == [item.key for item in TEMPLATE]
    assert (written.form, written.minutes, written.circle) == (Form.WRITTEN, 0, COMMON)


def test_a_collegial_consultation_goes_by_the_model_of_heilsbronn_without_the_client() -> None:
    one = shipped()[COLLEGIAL]

    assert [item.minutes for item in one.items] == [5, 5, 15, 10, 5, 10, 10, 5]
    assert [item.key for item in one.items if item.who is Who.OTHERS] == [
        "questions",
        "hypotheses",
        "proposals",
    ]
    assert (one.circle, one.most_minutes) == (TEAM, 90)
    assert Who.CLIENT not in {item.who for item in one.items}


# What follows for a conference.


def test_a_conference_lasts_no_longer_than_its_template_lets_it() -> None:
    long = conference(lasts=91 * MINUTE)

    refused_ = rules.call(long, [], case_f1(), longest=90 * MINUTE)

    assert refused_ == Refused("longer-than-template", {"minutes": "90"})
    assert isinstance(rules.call(conference(lasts=HOUR), [], case_f1(), longest=HOUR), rules.Called)


def test_a_template_is_recorded_by_its_name_and_hash() -> None:
    act = rules.template_laid_down(TemplateId("kurz", 2, "jobcenter"), "00ff", AMIRA.id, MONDAY)

    told = {"deed": "template.added", "target": "jobcenter/kurz-2", "basis": "00ff"}
    assert act == Act(at=MONDAY, actor=AMIRA.id, **told)

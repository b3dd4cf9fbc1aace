"""How kinds of reminders are read: strictly; those that come with the hub never change."""

import re
from hashlib import sha256
from pathlib import Path

import pytest

from hub.catalogue import CLIENT_LANGUAGES, LANGUAGES, say
from hub.errors import Refused
from hub.monitoring import kind
from hub.monitoring.book import known_kinds
from hub.monitoring.model import Audience, Kind, KindId, Recurrence, Span, Trigger
from hub.monitoring.reactions import MARKS, Done, Mute, Snooze, meant

FOLDER = Path(kind.__file__).parent / "kinds"
WHOLE = """
code = "r1"
version = 2
trigger = "date"
audience = "lead"
offsets = [-7, 0]
escalate = 14
norm = "§ 1 SGB I"
duty = true

[after]
days = 3

[recurrence]
months = 6
until = "closed"
"""
# A file that changes is another version.
PUBLISHED = Path(__file__).parent / "published-kinds.txt"


def read(text: str) -> Kind | Refused:
    return kind.read(text, known_texts={"r1", "r6"})


def what(text: str) -> str:
    said = read(text)
    assert isinstance(said, Refused)
    assert said.reason == "kind-malformed"
    return said.facts["what"]


def test_a_file_says_all_there_is_to_a_kind() -> None:
    assert read(WHOLE) == Kind(
        id=KindId("r1", 2),
        trigger=Trigger.DATE,
        audience=Audience.LEAD,
        offsets=(-7, 0),
        escalate=14,
        after=Span(days=3),
        recurrence=Recurrence(every=Span(months=6)),
        norm="§ 1 SGB I",
        is_duty=True,
    )


def test_most_of_it_may_be_left_out() -> None:
    said = read('code = "r6"\nversion = 1\ntrigger = "task"\naudience = "owner"\noffsets = [0]')

    assert isinstance(said, Kind)
    assert (said.escalate, said.recurrence, said.norm, said.is_duty) == (None, None, "", False)


def test_what_comes_again_may_end_after_so_many_times() -> None:
    said = read(WHOLE.replace('until = "closed"', "times = 4"))

    assert isinstance(said, Kind)
    assert said.recurrence == Recurrence(every=Span(months=6), times=4)


@pytest.mark.parametrize(
    ("before", "after", "place"),
    [
        ('code = "r1"', 'code = "R1"', "code"),
        ('code = "r1"', "code = 1", "code"),
        ('code = "r1"', 'code = "r2"', "no text: remind-r2"),
        ("version = 2", "version = 0", "version: 1-9999"),
        ("version = 2", "version = true", "version: 1-9999"),
        ("version = 2", 'version = 2\ncolour = "red"', "colour"),
        ('trigger = "date"', 'trigger = "moon"', "trigger: date | task"),
        ('trigger = "date"', "", "trigger: date | task"),
        ('audience = "lead"', 'audience = "everybody"', "audience: owner"),
        ('audience = "lead"', 'audience = "owner"', "audience: date has no owner"),
        ("offsets = [-7, 0]", "offsets = []", "offsets: 1-6"),
        ("offsets = [-7, 0]", "offsets = 7", "offsets: 1-6"),
        ("offsets = [-7, 0]", "offsets = [0, -7]", "offsets: in order"),
        ("offsets = [-7, 0]", "offsets = [0, 0]", "offsets: in order"),
        ("offsets = [-7, 0]", "offsets = [-500]", "offsets: -400"),
        ("offsets = [-7, 0]", "offsets = [true]", "offsets: -400"),
        ("escalate = 14", "escalate = 0", "escalate: 1-400"),
        ('norm = "§ 1 SGB I"', "norm = 1", "norm"),
        ('norm = "§ 1 SGB I"', f'norm = "{"§" * 61}"', "norm"),
        ("duty = true", 'duty = "yes"', "duty: true | false"),
        ("days = 3", "", "after: days | months | working_days"),
        ("days = 3", "weeks = 3", "after: weeks"),
        # It would never happen, or all the time.
        ("months = 6", "", "recurrence: days | months | working_days"),
        ("months = 6", "months = 0", "recurrence: months: 1-400"),
        ("months = 6", "months = 25", "recurrence: months: 1-24"),
        # It would never end.
        ('until = "closed"', "", "recurrence: times, or until"),
        ('until = "closed"', 'until = "never"', "recurrence: until"),
        ('until = "closed"', 'until = "closed"\ntimes = 2', "recurrence: times, or until"),
        ('until = "closed"', "times = 0", "recurrence: times: 1-100"),
        ('trigger = "date"', 'trigger = "consent"', "recurrence: trigger consent"),
        ("[after]\ndays = 3", "after = 3", "after: days | months | working_days"),
        ("[after]", "[after", "Expected"),
    ],
)
def test_what_is_not_as_it_must_be_is_named(before: str, after: str, place: str) -> None:
    assert before in WHOLE

    assert what(WHOLE.replace(before, after)).startswith(place)


def test_every_kind_of_the_catalogue_is_there_with_a_text_in_every_language() -> None:
    codes = {f"r{n}" for n in range(1, 22) if n != 17} | {"r9b", "r16b", "r17a", "r17b"}

    assert set(known_kinds()) == codes
    for language in LANGUAGES:
        texts = [say(language, f"remind-{code}") for code in codes]
        assert not [text for text in texts if text.startswith("remind-")]
        # Whoever reads it over somebody's shoulder learns of no agency.
        assert not [text for text in texts for word in ("Jobcenter", "Jugendamt", "office") if word in text]


def test_what_clients_are_told_has_a_text_in_each_of_their_languages_and_threatens_nobody() -> None:
    codes = [one.id.code for one in known_kinds().values() if one.audience is Audience.CLIENT]
    threats = re.compile(
        "Sanktion|Kürzung|Pflicht|müssen Sie|sanction|must|versäumt|überfällig", re.IGNORECASE
    )

    assert codes == ["r19", "r20", "r21"]
    for key in (*(f"remind-{code}" for code in codes), "own-digest-title", "own-digest-hint"):
        texts = [say(language, key) for language in CLIENT_LANGUAGES]
        assert len(set(texts)) == len(CLIENT_LANGUAGES)
        assert not any(threats.search(text) for text in texts)


def test_simple_german_keeps_to_short_sentences_there() -> None:
    keys = ("own-digest-title", "own-digest-hint", "remind-r19", "remind-r20", "remind-r21")
    sentences = [one for key in keys for one in re.split("[.?:]", say("de-simple", key))]

    assert max(len(one.split()) for one in sentences) <= 8


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ('trigger = "date"', "audience: no client is reminded of date"),
        ("escalate = 7", "escalate"),
        ('norm = "§ 1"', "norm"),
        ("offsets = [0, 3]", "offsets: none behind the day"),
        # What was said would be forgotten before its day, and be said again.
        ("offsets = [-31, 0]", "offsets: none earlier than -30"),
    ],
)
def test_no_kind_chases_a_client(change: str, place: str) -> None:
    lines = {"trigger": '"task"', "audience": '"client"', "offsets": "[-3, 0]"}
    name, _, value = change.partition(" = ")
    text = "\n".join(f"{key} = {one}" for key, one in (lines | {name: value}).items())

    assert what(f'code = "r6"\nversion = 1\n{text}') == place


def test_what_a_law_asks_for_names_it() -> None:
    assert not [one.id for one in known_kinds().values() if one.is_duty and not one.norm]


def test_a_published_kind_never_changes() -> None:
    known = {file.stem: sha256(file.read_bytes()).hexdigest() for file in FOLDER.glob("*.toml")}

    lines = PUBLISHED.read_text(encoding="utf-8").splitlines()
    assert known == dict(line.split() for line in lines)


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("✅", Done()),
        ("✅️", Done()),
        ("1️⃣", Done(1)),
        ("9⃣", Done(9)),
        ("⏰", Snooze()),
        ("🔕", Mute()),
        ("🟢", None),
        ("1", None),
        ("🦆", None),
    ],
)
def test_a_reaction_says_what_becomes_of_a_digest(key: str, said: object) -> None:
    assert meant(key) == said


def test_there_are_nine_numbers() -> None:
    assert len(MARKS) == len(set(MARKS)) == 9

"""Whatever people type, every message fits into an event: otherwise it would wait to be sent for ever."""

import json
from dataclasses import replace

import pytest

from bots import below, words
from bots.bilingual import DIVIDER, joined
from bots.fitting import cut, first_that_fits, fits
from bots.identity import Device
from bots.session import RoomSession
from hub.catalogue import CLIENT_LANGUAGES, GERMAN, LANGUAGES, say
from hub.conference.model import Item, Occasion
from hub.conference.rules import LONGEST_TOPIC, MOST_TOPICS
from hub.conference.template import LONGEST_TEXT, MOST_ITEMS
from hub.conference.told import Agenda
from hub.identifiers import RoomId, UserId
from tests.clock import MONDAY
from tests.people import BO
from tests.voices.test_words import agenda

LARGEST_EVENT = 65_536
# What the homeserver adds to what is sent: who, where, when, behind which events, hashes and signatures.
BESIDE = 4_096
# Four bytes each, and twelve as it is sealed.
LETTER = "\U0001f3e0"
TOPICS = (LETTER * LONGEST_TOPIC,) * MOST_TOPICS
LONG_NAME = replace(BO, name=LETTER * 200, function=LETTER * 200)
ITEMS = tuple(Item("own", 10, text=LETTER * LONGEST_TEXT) for _ in range(MOST_ITEMS))

both_languages = pytest.mark.parametrize("language", LANGUAGES)
every_other = pytest.mark.parametrize(
    "language", [language for language in CLIENT_LANGUAGES if language != GERMAN]
)


def sealed(content: dict[str, object]) -> int:
    """How many bytes a message has when it is sent."""
    device = Device.new(UserId("@fallraum-conference:fallraum.localhost"), "DEVICE")
    session = RoomSession(device, RoomId("!room:fallraum.localhost"), MONDAY)
    return len(json.dumps(session.encrypt(content)))


@both_languages
@pytest.mark.parametrize(
    "posted",
    [
        agenda(*TOPICS),
        replace(agenda(), deviations=(LETTER * 500,) * 200),
        replace(agenda(*TOPICS), items=ITEMS, present=(LETTER * 200,) * 20),
        replace(agenda(*TOPICS), occasion=Occasion.START, items=ITEMS),
        replace(agenda(), unsaid=(LONG_NAME,) * MOST_TOPICS, items=ITEMS, invites_until=MONDAY),
    ],
    ids=["topics", "deviations", "items", "beginning", "unsaid"],
)
def test_an_agenda_that_is_too_long_is_shortened_and_says_so(posted: Agenda, language: str) -> None:
    said = [words.agenda(posted, language), words.of_conference(posted, language)]

    for content in said:
        assert sealed(content) + BESIDE < LARGEST_EVENT
        assert "F-1" in content["body"]
        assert content["m.mentions"] == {}


def test_where_topics_are_left_out_the_items_stay_and_it_says_where_to_read_them() -> None:
    content = words.agenda(agenda(*TOPICS), "de")

    assert "Sicht und Wunsch" in content["body"]
    assert "gewünschte Themen: 20" in content["body"]
    assert "gewünschte Themen: 20" in content["formatted_body"]
    assert LETTER not in content["body"]


def test_topics_without_words_are_counted_where_they_are_left_out_and_one_is_still_added() -> None:
    content = words.agenda(replace(agenda(*TOPICS[:19]), unsaid=(BO,), invites_until=MONDAY), "de")

    assert "gewünschte Themen: 20" in content["body"]
    assert BO.name not in content["body"]
    assert "mit ➕ reagieren" in content["body"]


def test_what_is_not_too_long_is_said_to_the_letter() -> None:
    content = words.agenda(agenda(LETTER * LONGEST_TOPIC), "de")

    assert LETTER * LONGEST_TOPIC in content["body"]
    assert "zu lang" not in content["body"]


def test_whatever_has_no_shorter_form_is_cut() -> None:
    long = {"msgtype": "m.notice", "body": LETTER * 50_000, "m.mentions": {}, "formatted_body": LETTER}

    content = cut(long)

    assert sealed(content) + BESIDE < LARGEST_EVENT
    assert content["body"].endswith(f"{LETTER} …")
    assert len(content["body"]) > 2_000
    assert "formatted_body" not in content
    assert content["m.mentions"] == {}


def test_the_first_that_fits_is_taken() -> None:
    long, short = ({"msgtype": "m.notice", "body": "a" * size, "m.mentions": {}} for size in (50_000, 5))

    assert first_that_fits([short, long]) == short
    assert first_that_fits([long, short]) == short
    assert fits(first_that_fits([long]))
    assert cut(short) == short


@every_other
def test_two_languages_that_are_too_long_together_stand_there_without_markup(language: str) -> None:
    posted = replace(agenda(*TOPICS[:5]), deviations=(LETTER * 60,))
    above, lower = words.agenda(posted, GERMAN), below.agenda(posted, GERMAN, language)

    content = joined(above, lower, language)
    upper, _, under = content["body"].partition(DIVIDER)

    assert fits(above)
    assert sealed(content) + BESIDE < LARGEST_EVENT
    assert "formatted_body" not in content
    assert say(GERMAN, "agenda-feedback") in upper
    assert say(language, "agenda-feedback") in under
    assert say(language, "below-topics", number=6) in under


@every_other
def test_two_languages_of_which_each_is_too_long_get_half_of_the_room_each(language: str) -> None:
    long = cut({"msgtype": "m.notice", "body": LETTER * 50_000, "m.mentions": {}})

    content = joined(long, long, language)
    upper, _, under = content["body"].partition(DIVIDER)

    assert sealed(content) + BESIDE < LARGEST_EVENT
    assert upper.count(LETTER) > 1_000
    assert under.count(LETTER) > 1_000


@every_other
def test_where_the_german_words_are_shortened_the_lower_ones_say_so(language: str) -> None:
    said = below.agenda(agenda(*TOPICS), GERMAN, language)["body"]

    assert say(language, "agenda-too-long", topics=20) in said
    assert say(language, "below-topics", number=20) not in said

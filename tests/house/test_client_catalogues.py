"""What a client is told stands in every language clients read: all of it, the same facts, translated."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import pytest
from babel import Locale
from fluent.syntax import FluentParser, FluentSerializer
from fluent.syntax.ast import Junk, Message, SelectExpression
from fluent.syntax.visitor import Visitor

from hub.catalogue import CLIENT_LANGUAGES, GERMAN, LANGUAGES, RIGHT_TO_LEFT, say, spoken
from tests.house.sayings import ROOT, sayings
from tests.house.test_catalogue import facts_in

OTHERS = [language for language in CLIENT_LANGUAGES if language != GERMAN]
# What is said in rooms in which no client sits, or stands above in German alone.
NEVER_TO_A_CLIENT = {
    "roster-team",
    "roster-consult",
    "roster-consulting",
    "consult-asked",
    "consult-how",
    "command-help-alone",
    "command-of-case",
    "listening-alone-.+",
    "listening-alone-how",
}
CATEGORIES = {"zero", "one", "two", "few", "many", "other"}

every_language = pytest.mark.parametrize("language", CLIENT_LANGUAGES)
every_other = pytest.mark.parametrize("language", OTHERS)


@every_language
def test_a_catalogue_can_be_read_and_says_nothing_twice(language: str) -> None:
    entries = FluentParser().parse(file(language).read_text("utf-8")).body

    ids = [entry.id.name for entry in entries if isinstance(entry, Message)]
    assert [entry.content for entry in entries if isinstance(entry, Junk)] == []
    assert len(set(ids)) == len(ids)


@every_other
def test_every_language_tells_a_client_the_same_things_with_the_same_facts(language: str) -> None:
    assert facts(language) == facts(GERMAN)


@every_other
def test_no_text_is_german_left_standing(language: str) -> None:
    # A few words can be the same in simple German, and a measure in English.
    alike = [key for key, text in texts(language).items() if text == texts(GERMAN)[key]]

    longest = {"de-simple": 30, "en": 20}.get(language, 0)
    assert [key for key in alike if len(texts(GERMAN)[key]) > longest] == []


@every_language
def test_numbers_are_told_by_the_rules_of_the_language(language: str) -> None:
    expected = set(Locale.parse(spoken(language)).plural_form.tags) | {"other"}

    found = {key: counted for key, message in messages(language).items() for counted in plurals(message)}

    assert {"replies-missing", "minutes-lost", "below-topics", "below-entries"} <= found.keys()
    assert {key for key, categories in found.items() if set(categories) != expected} == set()


@pytest.mark.parametrize(
    ("language", "number", "said"),
    [
        ("ar", 1, "موضوع واحد"),
        ("ar", 2, "موضوعان"),
        ("ar", 3, "مواضيع"),
        ("ar", 11, "موضوعًا"),
        ("ar", 100, "موضوع كما"),
        ("uk", 1, "1 тема"),
        ("uk", 3, "3 теми"),
        ("uk", 5, "5 тем"),
        ("uk", 11, "11 тем"),
        ("uk", 21, "21 тема"),
        ("ru", 1, "1 тема"),
        ("ru", 4, "4 темы"),
        ("ru", 12, "12 тем"),
        ("ru", 31, "31 тема"),
        ("tr", 1, "bir konu"),
        ("tr", 2, "2 konu"),
        ("de-simple", 1, "ein Thema"),
        ("en", 2, "2 topics"),
    ],
)
def test_a_number_takes_the_word_that_goes_with_it(language: str, number: int, said: str) -> None:
    assert said in plain(say(language, "below-topics", number=number))


@pytest.mark.parametrize("language", sorted(RIGHT_TO_LEFT))
def test_what_is_filled_in_stands_apart_where_one_reads_from_right_to_left(language: str) -> None:
    said = say(language, "departure", name="Chloe Martin", function="Schulsozialarbeit")

    assert "\u2068Chloe Martin\u2069" in said
    assert "\u2068Schulsozialarbeit\u2069" in said


def test_elsewhere_nothing_invisible_is_put_in() -> None:
    for language in set(CLIENT_LANGUAGES) - RIGHT_TO_LEFT:
        said = say(language, "departure", name="Chloe Martin", function="Schulsozialarbeit")
        assert not re.search("[\u2066-\u2069]", said)


def test_whatever_voices_say_to_a_client_stands_in_these_catalogues() -> None:
    known = facts(GERMAN).keys()
    spoken_of = [
        said for said in sayings() if re.match(r"bots/(words|below)\.py|hub/minutes/sheet\.py", said.place)
    ]

    # What was said in a conference stands above, or on paper; of what is due professionals are told alone.
    of_entries = re.compile(
        r"minutes-(decision|gaps|next|objection|agreed|date|dissent|heading|column).*"
        r"|(direct|refused|digest|remind)-.*"
    )
    missing = {
        said.pattern
        for said in spoken_of
        if not any(said.may_mean(key) for key in known) and not of_entries.fullmatch(said.pattern)
    }
    assert missing - NEVER_TO_A_CLIENT == set()


def test_a_text_that_no_client_is_told_is_german_in_a_language_without_it() -> None:
    assert "tr" not in LANGUAGES
    assert say("tr", "farewell") == say("de-simple", "farewell") == say(GERMAN, "farewell")


def test_simple_german_is_spoken_as_german() -> None:
    assert [spoken(language) for language in CLIENT_LANGUAGES] == ["de", "de", "en", "tr", "ar", "uk", "ru"]


# What the catalogues say.


def file(language: str) -> Path:
    return ROOT / "hub" / "locales" / language / "client.ftl"


@cache
def messages(language: str) -> Mapping[str, Message]:
    entries = FluentParser().parse(file(language).read_text("utf-8")).body
    return {entry.id.name: entry for entry in entries if isinstance(entry, Message)}


def facts(language: str) -> Mapping[str, frozenset[str]]:
    return {key: facts_in(message) for key, message in messages(language).items()}


@cache
def texts(language: str) -> Mapping[str, str]:
    said = {key: FluentSerializer().serialize_entry(message) for key, message in messages(language).items()}
    return {key: text.partition("=")[2].strip() for key, text in said.items()}


def plurals(message: Message) -> Sequence[Sequence[str]]:
    found = Choices()
    found.visit(message)
    return [names for names in found.names if set(names) <= CATEGORIES]


def plain(text: str) -> str:
    return re.sub("[\u2066-\u2069]", "", text)


class Choices(Visitor):
    """Collects between which cases a text chooses."""

    def __init__(self) -> None:
        self.names: list[list[str]] = []

    def visit_SelectExpression(self, node: SelectExpression) -> None:  # noqa: N802
        keys = [variant.key for variant in node.variants]
        self.names.append([getattr(key, "name", getattr(key, "value", "")) for key in keys])

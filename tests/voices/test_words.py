"""Words: plain, neutral, in both languages, and whatever people typed stays text."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots import words
from hub.cases.model import CaseFile, Corner, Listener, Professional
from hub.catalogue import LANGUAGES, day, say
from hub.commands.model import Answer
from hub.conference import rules
from hub.conference.book import shipped
from hub.conference.model import TEMPLATE, Conference, Form, Item, TemplateId, Who
from hub.conference.rules import Called
from hub.conference.told import Agenda, AlmostOver, Asked, Change, Closed, Ended, Turn
from hub.consent.model import ORGANISATION, THEMES
from hub.direct.model import Word
from hub.handover.model import Deed, News
from hub.identifiers import COMMON, TEAM, CircleId, ConferenceId, RoomId, UserId
from hub.listening.model import Deed as Listening
from hub.matrix.wire import Json
from hub.rooms.model import Kind, Membership, OwnCase, Seat, kind_of
from hub.rooms.service import Circle, Departure, Roster
from tests.clock import MONDAY
from tests.people import (
    AGENCIES,
    AMIRA,
    BO,
    CHLOE,
    DARIO,
    ELIF,
    F1,
    JONAS,
    PROFESSIONALS,
    case_f1,
    consent_for,
)
from tests.rules.handing import ended, offered
from tests.rules.seats import basis_of
from tests.rules.test_conference_polling import POLL

HOUR = timedelta(hours=1)
MARKUP = "<a href='https://evil.example'>&amp;\"</a><script>alert(1)</script>"
# What a voice may write with; everything else in a post is text.
TAGS = {"p", "strong", "ol", "ul", "li", "em"}

both_languages = pytest.mark.parametrize("language", LANGUAGES)
typed = st.text(st.sampled_from("<>&\"'/=;ab\n @room\u202e\u2028") | st.characters(codec="utf-8"), min_size=1)


def agenda(
    *topics: str, moderator: Professional = AMIRA, begins_at: datetime = MONDAY, file: CaseFile | None = None
) -> Agenda:
    conference = Conference(
        id=ConferenceId("conference-1"),
        case=F1,
        begins_at=begins_at,
        lasts=HOUR,
        moderator=moderator.id,
        called_at=begins_at - HOUR,
    )
    return rules.agenda(conference, topics, moderator=moderator, file=file or case_f1(BO))


def departure(person: Professional) -> Departure:
    circle = Circle(RoomId("!room:fallraum.localhost"), case_f1(BO, CHLOE), frozenset({JONAS.user}))
    return Departure(circle, person)


def lines(content: Json) -> list[str]:
    return str(content["body"]).split("\n")


def tags(content: Json) -> set[str]:
    return set(re.findall(r"</?([^>\s/]+)", content["formatted_body"]))


def shown(content: Json) -> str:
    """The text a person sees who reads the formatted post."""
    return unescape(re.sub(r"<[^>]*>", "", content["formatted_body"]))


# The agenda.


@pytest.mark.parametrize(
    ("language", "title", "second"),
    [
        (
            "de",
            "Fallkonferenz F-1 · Mo., 23. Nov. 2026, 10:00–11:00 Uhr · Moderation: Amira Kaya",
            "2. 10:05 Sicht und Wunsch der Klientin oder des Klienten – 10 min",
        ),
        (
            "en",
            "Case conference F-1 · Mon, Nov 23, 2026, 10:00–11:00 · Chair: Amira Kaya",
            "2. 10:05 The client’s view and wishes – 10 min",
        ),
    ],
)
def test_an_agenda_says_what_when_and_by_whom_and_hears_the_client_first(
    language: str, title: str, second: str
) -> None:
    content = words.agenda(agenda("Wohnen"), language)

    assert lines(content)[0] == title
    assert lines(content)[2] == second
    assert lines(content)[-1] == "• Wohnen"


@both_languages
def test_an_agenda_lists_every_item_with_its_minutes_and_then_the_topics(language: str) -> None:
    content = words.agenda(agenda("Wohnen", "Ausbildung"), language)

    numbered = [line for line in lines(content) if re.match(r"\d+\. ", line)]
    assert [line.rpartition(" – ")[2] for line in numbered] == [f"{item.minutes} min" for item in TEMPLATE]
    assert lines(content)[-2:] == ["• Wohnen", "• Ausbildung"]
    assert len(lines(content)) == 1 + len(TEMPLATE) + 1 + 2


@both_languages
def test_without_topics_nothing_is_said_of_topics(language: str) -> None:
    content = words.agenda(agenda(), language)

    assert len(lines(content)) == 1 + len(TEMPLATE)
    assert "<ul>" not in content["formatted_body"]


@both_languages
def test_every_item_of_the_template_has_words(language: str) -> None:
    content = words.agenda(agenda("Wohnen"), language)

    assert "agenda-" not in content["body"] + content["formatted_body"]


@pytest.mark.parametrize(
    ("begins_at", "times"),
    [
        (datetime(2026, 12, 1, 9, 0, tzinfo=UTC), "10:00–11:00"),
        (datetime(2027, 6, 1, 8, 0, tzinfo=UTC), "10:00–11:00"),
        (datetime(2027, 3, 28, 0, 30, tzinfo=UTC), "01:30–03:30"),
    ],
    ids=["in winter", "in summer", "while the clocks change"],
)
@both_languages
def test_times_are_those_of_the_clock_on_the_wall(language: str, begins_at: datetime, times: str) -> None:
    content = words.agenda(agenda(begins_at=begins_at), language)

    assert times in lines(content)[0]


@both_languages
def test_an_agenda_names_the_case_by_its_label_and_nobody_but_who_moderates(language: str) -> None:
    content = words.agenda(agenda(file=case_f1(BO, CHLOE)), language)

    everything = content["body"] + content["formatted_body"]
    assert AMIRA.name in everything
    for person in (JONAS, BO, CHLOE, DARIO, ELIF):
        assert person.name not in everything
        assert person.user not in everything


# Departures.


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "de",
            "Chloe Martin (Schulsozialarbeit) gehört nicht mehr zu diesem Raum. "
            "Neue Nachrichten erreichen diese Person nicht.",
        ),
        (
            "en",
            "Chloe Martin (Schulsozialarbeit) no longer belongs to this room. "
            "New messages will not reach this person.",
        ),
    ],
)
def test_a_departure_says_who_and_what_follows(language: str, said: str) -> None:
    content = words.departure(departure(CHLOE), language)

    assert content["body"] == said
    assert shown(content) == said


@both_languages
@pytest.mark.parametrize("person", PROFESSIONALS, ids=lambda person: person.name)
def test_a_departure_never_says_why(language: str, person: Professional) -> None:
    said = words.departure(departure(person), language)["body"].lower()

    of_reasons = (
        "einwillig",
        "widerr",
        "entzog",
        "abgelauf",
        "entfern",
        "ausgeschl",
        "grund",
        "weil",
        "gekünd",
    )
    of_grounds = (
        "consent",
        "withdr",
        "revok",
        "expir",
        "remov",
        "kick",
        "ban",
        "exclud",
        "reason",
        "because",
    )
    assert not [word for word in (*of_reasons, *of_grounds) if word in said]
    assert JONAS.name.lower() not in said


# Who is there.


def roster(*people: Professional, circle: CircleId = COMMON, client: Seat | None = None) -> Roster:
    """Those people in a room of Jonas's case, each by a consent."""
    side = circle if kind_of(circle) is Kind.SIDE else None
    given_ones = [consent_for(person, side=side) for person in people]
    seats = {person.user: Seat(Membership.JOINED, MONDAY) for person in people}
    file = case_f1(*(person for person in people if person != AMIRA))
    return Roster(
        file=file,
        may={JONAS.user: OwnCase()} | {p.user: basis_of(c) for p, c in zip(people, given_ones, strict=True)},
        seats=seats | ({JONAS.user: client} if client else {}),
        circle=circle,
        people=people,
        agencies={agency.id: agency for agency in AGENCIES},
    )


@both_languages
@pytest.mark.parametrize("theme", sorted(set(THEMES) - {ORGANISATION}))
def test_a_room_is_said_to_be_about_its_theme_in_words_and_not_by_its_key(language: str, theme: str) -> None:
    content = words.roster(roster(BO, circle=CircleId("5c")), theme, language)

    assert say(language, f"theme-{theme}") in content["body"]
    assert "theme-" not in content["body"]


def test_everybody_is_named_with_agency_function_corner_since_until_and_why() -> None:
    body = words.roster(roster(AMIRA, CHLOE, client=Seat(Membership.JOINED, MONDAY)), "", "de")["body"]

    assert body.splitlines()[1:] == [
        "• Klientin oder Klient: eigener Fall, dabei seit 23.11.2026",
        "• Amira Kaya, Jobcenter Musterstadt, Fallmanagement (Leistungsträger): dabei seit 23.11.2026, "
        "bis 21.02.2027 10:00, durch die Einwilligung vom 23.11.2026",
        "• Chloe Martin, Brücke e. V., Schulsozialarbeit (Leistungserbringer): dabei seit 23.11.2026, "
        "bis 21.02.2027 10:00, durch die Einwilligung vom 23.11.2026",
    ]


def test_who_was_asked_in_and_has_not_come_is_said_to_be_asked_in() -> None:
    invited = Seat(Membership.INVITED, MONDAY)

    assert "eingeladen seit 23.11.2026" in words.roster(roster(client=invited), "", "de")["body"]


def test_the_client_s_name_is_not_in_it() -> None:
    assert JONAS.name not in words.roster(roster(client=Seat(Membership.JOINED, MONDAY)), "", "de")["body"]


@both_languages
@pytest.mark.parametrize("circle", [COMMON, TEAM, CircleId("side-5c")], ids=["client", "team", "side"])
def test_every_kind_of_room_says_what_it_is_for(language: str, circle: CircleId) -> None:
    content = words.roster(roster(BO, circle=circle), "", language)

    assert say(language, f"roster-{kind_of(circle)}") in content["body"]
    assert shown(content) == content["body"].replace("\n", "").replace("• ", "")


# Whatever is posted.


def everything_posted(text: str, language: str) -> list[Json]:
    """Each kind of post, with `text` wherever people can type something."""
    someone = replace(BO, name=text, function=text)
    return [
        words.agenda(agenda(text, moderator=someone), language),
        words.departure(departure(someone), language),
        words.roster(roster(someone), "", language),
    ]


@both_languages
def test_markup_that_people_type_is_shown_and_not_obeyed(language: str) -> None:
    for content in everything_posted(MARKUP, language):
        assert tags(content) <= TAGS
        assert MARKUP in content["body"]
        assert MARKUP in shown(content)


@given(typed, st.sampled_from(LANGUAGES))
def test_no_typed_text_becomes_markup(text: str, language: str) -> None:
    for content, harmless in zip(
        everything_posted(text, language), everything_posted("x", language), strict=True
    ):
        in_order = r"</?\w+>"
        found = re.findall(in_order, content["formatted_body"])
        assert found == re.findall(in_order, harmless["formatted_body"])
        assert content["formatted_body"].count("<") == len(found)
        assert text in content["body"]
        assert text in shown(content)


@both_languages
@pytest.mark.parametrize("text", ["@room", "@room: bitte lesen", JONAS.user, "Wohnen"])
def test_nobody_is_made_to_ring_whatever_people_type(language: str, text: str) -> None:
    for content in everything_posted(text, language):
        assert content["m.mentions"] == {}
        assert content["msgtype"] == "m.notice"
        assert "matrix.to" not in content["formatted_body"]
        assert tags(content) <= TAGS


@both_languages
def test_an_agenda_says_the_same_plain_and_formatted(language: str) -> None:
    content = words.agenda(agenda("Wohnen & Essen", "Schule"), language)

    title, *numbered, heading, first, second = lines(content)
    items = [re.fullmatch(r"\d+\. (.+) – (.+)", line) for line in numbered]
    texts = [text for item in items if item for text in (item[1], f"({item[2]})")]
    formatted = [unescape(part).strip() for part in re.split(r"<[^>]+>", content["formatted_body"])]
    assert content["format"] == "org.matrix.custom.html"
    assert [part for part in formatted if part] == [
        title,
        *texts,
        heading,
        first.removeprefix("• "),
        second.removeprefix("• "),
    ]


@pytest.mark.parametrize(
    "topic",
    [
        pytest.param("Wohnen\n9. Beschluss: Herr Rossi kommt dazu – 5 min", id="line feed"),
        pytest.param("Wohnen\r9. Beschluss", id="carriage return"),
        pytest.param("Wohnen\u20289. Beschluss", id="line separator"),
    ],
)
def test_no_topic_that_was_taken_can_pass_itself_off_as_a_line_of_the_agenda(topic: str) -> None:
    conference = agenda().conference
    called = rules.call(conference, [topic], case_f1())

    if isinstance(called, Called):
        content = words.agenda(agenda(*called.topics), "de")
        assert len(content["body"].splitlines()) == 1 + len(TEMPLATE) + 1 + 1


@both_languages
def test_a_closing_is_announced_with_whom_to_ask_and_never_why(language: str) -> None:
    content = words.closing(case_f1(BO), language, kind=Kind.CLIENT)
    leaderless = words.closing(replace(case_f1(), participations=()), language, kind=Kind.CLIENT)

    assert AMIRA.name in content["body"]
    assert AMIRA.function in content["body"]
    for name in (BO.name, JONAS.name, "F-1"):
        assert name not in content["body"]
    assert AMIRA.name not in leaderless["body"]
    assert leaderless["m.mentions"] == {}


# Who is spoken to alone.


@both_languages
@pytest.mark.parametrize(("word", "is_about_statuses"), [(Word.GREETING, True), (Word.PLAIN_GREETING, False)])
def test_a_greeting_speaks_of_statuses_where_there_are_any(
    word: Word, is_about_statuses: bool, language: str
) -> None:
    said = words.direct(word, {}, language)

    assert ("🟢" in said["body"]) is is_about_statuses
    assert said["msgtype"] == "m.notice"


# Who leads.


def news(deed: Deed, *, by: Professional = AMIRA, to: Professional = BO) -> News:
    found = offered(by=by, to=to, has_reason=True)
    taken = ended(found, Deed.ACCEPT, to.id) if deed is Deed.ACCEPT else found
    agency = next(agency for agency in AGENCIES if agency.id == to.agency)
    return News(case_f1(BO), deed, taken, to, agency)


@both_languages
@pytest.mark.parametrize("deed", [Deed.OFFER, Deed.ACCEPT])
def test_a_lead_is_told_by_name_agency_and_function_and_that_consents_stay(language: str, deed: Deed) -> None:
    text = str(words.lead(news(deed), language)["body"])

    for said in (BO.name, "Jugendamt Musterstadt", BO.function):
        assert said in text
    assert ("Einwilligungen" if language == "de" else "consents") in text


def test_a_lead_is_told_from_when_on_and_whether_the_one_before_handed_it_over() -> None:
    by_lead = words.lead(news(Deed.ACCEPT), "de")["body"]
    by_others = words.lead(news(Deed.ACCEPT, by=BO, to=CHLOE), "de")["body"]
    to_come = words.lead(news(Deed.OFFER, by=BO, to=CHLOE), "de")["body"]

    assert f"Seit dem {day(MONDAY)} führt Bo Lindner diesen Fall" in by_lead
    assert "Die bisherige Fallführung hat den Fall übergeben." in by_lead
    assert "ohne die bisherige Fallführung" in by_others
    assert f"frühestens ab dem {day(MONDAY + timedelta(days=3))}" in to_come


@given(name=typed)
def test_whatever_somebody_is_called_their_lead_is_told_as_text(name: str) -> None:
    content = words.lead(news(Deed.ACCEPT, to=replace(BO, name=name)), "de")

    assert tags(content) <= TAGS
    assert AMIRA.name not in content["body"] or AMIRA.name in name


# How a conference goes.


@both_languages
def test_an_agenda_says_who_takes_part_and_which_side_is_missing(language: str) -> None:
    there = replace(agenda("Wohnen"), present=("Jobcenter <b>",), has_client=True, missing=(Corner.PROVIDER,))
    content = words.agenda(there, language)

    assert lines(content)[1:3] == [
        "Dabei: Jobcenter <b> · Klientin oder Klient",
        "Fehlt: Leistungserbringer",
    ] or (language == "en")
    assert "Jobcenter &lt;b&gt;" in content["formatted_body"]
    assert JONAS.name not in content["body"]


def test_topics_without_words_stand_behind_the_others_and_how_to_add_one_at_the_end() -> None:
    posted = replace(agenda("Wohnen"), unsaid=(replace(BO, name="Bo <b>"), None), invites_until=MONDAY)
    content = words.agenda(posted, "de")

    assert lines(content)[-5:] == [
        "Gewünschte Themen",
        "• Wohnen",
        "• Thema von Bo <b> (Allgemeiner Sozialer Dienst): wird in der Konferenz genannt",
        "• Thema der Klientin oder des Klienten: wird in der Konferenz genannt",
        "Thema ergänzen: bis Mo., 23. Nov. 2026, 10:00 Uhr auf diese Nachricht mit ➕ reagieren; worum es "
        "geht, sagen Sie in der Konferenz. Wer die Reaktion entfernt, nimmt es zurück. Reaktionen sind nicht "
        "verschlüsselt; ein Thema steht nicht darin.",
    ]
    assert "Bo &lt;b&gt;" in content["formatted_body"]
    assert tags(content) <= TAGS


@both_languages
def test_once_the_agenda_stands_nobody_is_invited_to_add_a_topic(language: str) -> None:
    assert "➕" not in words.agenda(replace(agenda("Wohnen"), unsaid=(BO,)), language)["body"]


@both_languages
def test_items_stand_there_with_the_clock_on_the_wall(language: str) -> None:
    numbered = [line for line in lines(words.agenda(agenda(), language)) if re.match(r"\d+\. ", line)]

    assert [line.split()[1] for line in numbered] == [
        "10:00",
        "10:05",
        "10:15",
        "10:23",
        "10:33",
        "10:40",
        "10:50",
        "10:57",
    ]


@both_languages
def test_where_the_plan_went_otherwise_stands_under_the_look_back(language: str) -> None:
    content = words.agenda(replace(agenda(), deviations=("<i>Antrag</i> fehlt",)), language)

    assert lines(content)[4] == "   • <i>Antrag</i> fehlt"
    assert "&lt;i&gt;Antrag" in content["formatted_body"]


@both_languages
def test_a_beginning_is_short_unless_anything_changed(language: str) -> None:
    short = words.of_conference(replace(agenda("Wohnen"), is_news=False), language)
    whole = words.of_conference(agenda("Wohnen"), language)

    assert len(lines(short)) == 1
    assert "5 min" in short["body"]
    assert lines(whole)[1:] == lines(words.agenda(agenda("Wohnen"), language))
    assert short["m.mentions"] == whole["m.mentions"] == {}


@both_languages
@pytest.mark.parametrize("cancelled_at", [None, MONDAY], ids=["moved", "cancelled"])
def test_a_change_is_said_with_its_reason_and_no_markup(language: str, cancelled_at: datetime | None) -> None:
    one = replace(agenda().conference, cancelled_at=cancelled_at)
    change = Change(file=case_f1(), conference=one, reason="@room <b>krank</b>")

    content = words.of_conference(change, language)

    assert "@room <b>krank</b>" in content["body"]
    assert "&lt;b&gt;krank" in content["formatted_body"]
    assert content["m.mentions"] == {}


def test_without_anybody_to_moderate_that_is_said() -> None:
    content = words.agenda(replace(agenda(), moderator=None), "de")

    assert lines(content)[0].endswith("Moderation: offen")


@both_languages
def test_among_colleagues_with_pseudonyms_not_even_the_label_is_said(language: str) -> None:
    items = shipped()[TemplateId("collegial", 1)].items
    one = replace(agenda().conference, circle=TEAM)
    drawn = replace(agenda(), conference=one, items=items)
    change = Change(file=case_f1(), conference=one, reason="krank")

    for content in (words.agenda(drawn, language), words.of_conference(change, language)):
        assert "F-1" not in content["body"] + content["formatted_body"]
    assert say(language, "who-others") in words.agenda(drawn, language)["body"]
    assert "agenda-" not in words.agenda(drawn, language)["body"]


def test_an_item_of_ones_own_is_plain_text() -> None:
    own = Item("", 5, Who.EVERYBODY, text="1 < 2 & mehr")

    content = words.agenda(replace(agenda(), items=(own,)), "de")

    assert lines(content)[1] == "1. 10:00 1 < 2 & mehr – 5 min"
    assert "1 &lt; 2 &amp; mehr" in content["formatted_body"]


@both_languages
def test_an_item_is_said_with_its_time_whose_turn_it_is_and_what_comes_behind_it(language: str) -> None:
    one = agenda().conference
    turn = Turn(
        conference=one,
        number=4,
        item=TEMPLATE[3],
        minutes=10,
        following=TEMPLATE[4],
        order=("Jobcenter", "Jugendamt"),
    )
    told = words.of_conference(turn, language)["body"]
    last = words.of_conference(replace(turn, item=TEMPLATE[7], following=None), language)["body"]

    assert "(10 min)" in told
    assert "Jobcenter → Jugendamt" in told
    assert say(language, "agenda-assessment") in told
    assert last.endswith("(10 min)")
    assert "✋" not in told + last


@both_languages
def test_with_the_first_item_it_is_said_how_one_asks_to_speak(language: str) -> None:
    turn = Turn(
        conference=agenda().conference,
        number=1,
        item=TEMPLATE[0],
        minutes=5,
        following=TEMPLATE[1],
        order=(),
        is_first=True,
    )
    told = words.of_conference(turn, language)["body"]

    assert say(language, "agenda-client-view") in told
    assert told.endswith(say(language, "item-hands"))
    assert "✋" in told


@both_languages
def test_that_time_is_almost_over_and_that_it_is_over_are_short_and_name_nobody(language: str) -> None:
    one = agenda().conference
    warned = words.of_conference(AlmostOver(conference=one, number=2, item=TEMPLATE[1]), language)
    over = words.of_conference(Ended(conference=one), language)

    for content in (warned, over):
        assert len(lines(content)) == 1
        assert content["m.mentions"] == {}
        assert AMIRA.name not in content["body"]


@both_languages
def test_an_agenda_in_writing_has_no_clock_and_says_until_when(language: str) -> None:
    one = replace(agenda().conference, form=Form.WRITTEN, lasts=timedelta(days=7))
    content = words.agenda(replace(agenda(), conference=one), language)
    begins = words.of_conference(replace(agenda(), conference=one, is_news=False), language)

    numbered = [line for line in lines(content) if re.match(r"\d+\. ", line)]
    assert all(line.endswith(say(language, "item-in-writing")) for line in numbered)
    assert not [line for line in numbered if re.search(r"\d\d:\d\d", line)]
    assert "min" not in begins["body"].split()


@both_languages
def test_at_the_end_in_writing_what_is_missing_is_counted_and_nobody_named(language: str) -> None:
    one = agenda().conference
    some = words.of_conference(Closed(conference=one, missing={2: 1, 5: 2}), language)["body"]
    none = words.of_conference(Closed(conference=one, missing={}), language)["body"]

    assert "3" in some
    assert "2, 5" in some
    assert none == say(language, "conference-is-over")


@both_languages
def test_a_poll_lists_its_times_by_the_clock_on_the_wall_and_names_nobody(language: str) -> None:
    content = words.of_conference(Asked(file=case_f1(), conference=POLL.draft(), poll=POLL), language)

    assert len(lines(content)) == 1 + len(POLL.options) + 1
    assert "10:00" in lines(content)[1]
    assert "F-1" in lines(content)[0]
    assert AMIRA.name not in content["body"]
    assert content["m.mentions"] == {}


@both_languages
def test_that_the_hub_listens_is_said_with_what_it_can_be_asked(language: str) -> None:
    deeds = (Listening.BEGUN, Listening.ENDED)
    begins, ends = (words.listening(deed, Kind.CLIENT, language) for deed in deeds)
    in_the_own_room = words.listening(Listening.BEGUN, Kind.OWN, language)["body"]

    assert say(language, "listening-own") in in_the_own_room
    assert say(language, "listening-own") not in begins["body"]

    assert [word in begins["body"] for word in ("!thema", "!aufgabe", "!erledigt", "!termin", "!hilfe")] == [
        True
    ] * 5
    assert "!" not in ends["body"]
    assert begins["m.mentions"] == ends["m.mentions"] == {}


@both_languages
def test_an_answer_to_a_command_mentions_nobody_and_is_text(language: str) -> None:
    refused = Answer(key="refused-unknown-in-plan", facts={"number": "@room <b>"})
    begins = Answer(key="command-next-conference", facts={"begins": "2026-11-23T09:00:00+00:00"})

    no, when = words.command(refused, language), words.command(begins, language)

    assert "<b>" not in no["formatted_body"]
    assert no["m.mentions"] == {}
    assert "10:00" in when["body"]


@both_languages
def test_who_is_in_a_room_includes_that_the_hub_reads_there(language: str) -> None:
    here = Listener(UserId("@fallraum-ohr-1:fallraum.localhost"), COMMON, may_sit=True)
    file = replace(case_f1(BO), listeners=(here,))

    heard = words.roster(Roster(file, {}, {}), "", language)
    unheard = words.roster(Roster(case_f1(BO), {}, {}), "", language)

    for key in ("roster-listener", "listening-how"):
        assert say(language, key) in heard["body"]
        assert say(language, key) not in unheard["body"]

"""What stands below a German post for a client who reads another language."""

import re
from dataclasses import replace
from html import unescape

import pytest
from hypothesis import given

from bots import below, words
from bots.bilingual import DIVIDER, joined, stands_below
from hub.catalogue import CLIENT_LANGUAGES, RIGHT_TO_LEFT, say
from hub.conference.model import TEMPLATE, Item, Who
from hub.conference.told import AlmostOver, Change, Ended, Turn
from hub.consult.model import Posting
from hub.handover.model import Deed
from hub.identifiers import RoomId
from hub.matrix.wire import Json
from hub.minutes.model import DRAFT, FINAL
from hub.minutes.model import Posting as MinutesPosting
from hub.minutes.rules import minutes
from hub.rooms.model import Kind, Membership, Seat
from hub.rooms.service import Circle
from tests.clock import MONDAY
from tests.people import AMIRA, BO, CHLOE, JONAS, JUGENDAMT, RUTH, case_f1
from tests.rules.asking import ANSWER, ASKED, question
from tests.rules.minuting import CONFERENCE, FILE, entry, objection, version
from tests.voices.test_minutes_words import NAMES
from tests.voices.test_words import MARKUP, TAGS, agenda, departure, lines, news, roster, tags, typed

OTHERS = [language for language in CLIENT_LANGUAGES if language != "de"]
ISOLATES, POPS = "\u2066\u2067\u2068", "\u2069"

every_other = pytest.mark.parametrize("language", OTHERS)


def lower(content: Json) -> list[str]:
    """The lines below the divider, without what nobody sees."""
    return [visible(line) for line in lines(content)[lines(content).index(DIVIDER) + 1 :]]


def visible(text: str) -> str:
    return re.sub("[\u2066-\u2069]", "", text)


# What is read.


def test_an_arabic_client_reads_the_agenda_below_the_german_one() -> None:
    posted = replace(agenda("Wohnen", "Schule"), present=("Jobcenter",), has_client=True)
    content = joined(words.agenda(posted, "de"), below.agenda(posted, "de", "ar"), "ar")

    assert lines(content)[0].startswith("Fallkonferenz F-1 · Mo., 23. Nov. 2026, 10:00–11:00 Uhr")
    assert "• Wohnen" in lines(content)[: lines(content).index(DIVIDER)]
    assert lower(content) == [
        "اللقاء المشترك F-1 · الاثنين، 23 نوفمبر 2026, 10:00 – 11:00 · يدير اللقاء: Amira Kaya",
        "المشاركون: Jobcenter · أنتم",
        "الغائب: –",
        "1. 10:00 ترحيب، توزيع الأدوار، السرّية، من يقرأ المحضر – 5 دقائق",
        "2. 10:05 رأيكم ورغباتكم – 10 دقائق",
        "3. 10:15 على ماذا اتفقنا وماذا تحقق منه – 8 دقائق",
        "4. 10:23 أخبار من الجهات (الجديد والضروري فقط) · تتحدث الجهات بالتناوب – 10 دقائق",
        "5. 10:33 تقييم مشترك – أيضًا حيث لا نتفق – 7 دقائق",
        "6. 10:40 الأهداف والإمكانيات (اثنان على الأقل) – 10 دقائق",
        "7. 10:50 القرارات: من، ماذا، حتى متى · ما ينقص من مساعدات – 7 دقائق",
        "8. 10:57 انطباعكم عن اللقاء، الموعد القادم – 3 دقائق",
        "في الأعلى موضوعان كما ذُكرا. وهما غير مترجمين.",
    ]


def test_a_ukrainian_client_reads_minutes_lead_and_roster_in_ukrainian() -> None:
    posting = drafted()
    read = below.minutes(posting, "de", "uk")
    led = words.lead(news(Deed.ACCEPT), "uk")
    there = words.roster(roster(AMIRA, client=Seat(Membership.JOINED, MONDAY)), "", "uk")

    assert lines(read) == [
        "Протокол спільної зустрічі F-1 · пн, 23 лист. 2026\u202fр., 10:00–11:00 · Веде зустріч: Bo Lindner",
        "Це чернетка. Якщо щось не так, Ви можете заперечити до 30.11.2026 включно. Кожне заперечення буде "
        "повністю записано в остаточному протоколі.",
        "Були присутні: Amira Kaya, Bo Lindner",
        "Вище є 2 записи, так як їх написали. Їх не перекладено. Щось незрозуміло? Тоді, будь ласка, "
        "попросіть пояснити, за бажанням із перекладачем.",
    ]
    assert lines(led) == [
        "З 23.11.2026 Вашу справу веде Bo Lindner (Jugendamt Musterstadt, Allgemeiner Sozialer Dienst).",
        "Попередній відповідальний фахівець передав справу.",
        "Якщо у Вас є запитання, першою Вам допоможе ця особа: Bo Lindner. Ваші згоди не змінюються.",
    ]
    assert lines(there) == [
        "У цій кімнаті говорять про те, що стосується всіх. Тут присутні:",
        "• Ви: Ваша справа, тут з 23.11.2026",
        "• Amira Kaya, Jobcenter Musterstadt, Fallmanagement (установа, що оплачує допомогу): "
        "тут з 23.11.2026, до 21.02.2027 10:00, за згодою від 23.11.2026",
    ]


@pytest.mark.parametrize("language", ["ar", "uk", "ru"])
def test_in_another_script_nothing_german_is_left_standing(language: str) -> None:
    for said in everything_below("12", language):
        assert re.findall("[A-Za-zÄÖÜäöüß]+", said["body"].replace("F-1", "")) == []


# What people wrote themselves.


@every_other
def test_what_people_wrote_stands_above_alone_and_below_it_is_said_so(language: str) -> None:
    posted = replace(agenda("Wohnen"), deviations=("Antrag fehlt",))

    said = below.agenda(posted, "de", language)
    short = below.of_conference(replace(posted, is_news=False), "de", language)
    read = below.minutes(drafted(), "de", language)
    told = below.answer(Posting(question(), ASKED, ANSWER, RUTH, JUGENDAMT), language)

    assert lines(said)[-1] == say(language, "below-topics", number=2)
    assert not [text for text in ("Wohnen", "Antrag") if text in said["body"]]
    assert len(lines(short)) == 1
    assert lines(read)[-1] == say(language, "below-entries", number=2)
    assert "Jonas" not in read["body"]
    assert lines(told)[-1] == say(language, "below-not-translated")
    assert ANSWER[0] not in told["body"]
    # An item of an agency's own is said again: the list would be none without it.
    own = below.agenda(replace(agenda(), items=(Item("", 5, Who.EVERYBODY, text="Eigenes"),)), "de", language)
    assert "Eigenes" in own["body"]
    assert lines(own)[-1] == say(language, "below-not-translated")


@every_other
def test_a_topic_without_words_is_said_in_both_languages_and_counted_as_nobodys_words(language: str) -> None:
    posted = replace(agenda(), unsaid=(BO, None), invites_until=MONDAY)

    said = lines(below.agenda(posted, "de", language))

    by_bo = say(language, "agenda-unsaid", name=BO.name, function=BO.function)
    assert said[-4:-1] == [
        say(language, "agenda-topics"),
        f"• {by_bo}",
        f"• {say(language, 'agenda-unsaid-client')}",
    ]
    assert "➕" in said[-1]


@every_other
def test_where_nobody_wrote_anything_nothing_is_said_of_it(language: str) -> None:
    notes = [say(language, "below-not-translated"), say(language, "below-topics", number=0)]
    final = replace(drafted(), minutes=minutes(version(FINAL, items=())))

    for said in (
        below.agenda(agenda(), "de", language),
        below.of_conference(Ended(conference=CONFERENCE), "de", language),
        below.of_conference(AlmostOver(conference=CONFERENCE, number=1, item=TEMPLATE[0]), "de", language),
        below.minutes(final, "de", language),
    ):
        assert lines(said)[-1] not in notes
        assert say(language, "below-entries", number=0) not in said["body"]


@every_other
def test_a_reason_and_an_item_of_ones_own_are_repeated_and_said_not_to_be_translated(language: str) -> None:
    own = Item("", 5, Who.EVERYBODY, text="Eigenes")
    change = Change(file=case_f1(), conference=CONFERENCE, reason="krank")
    turn = Turn(conference=CONFERENCE, number=1, item=own, minutes=5, following=None, order=())

    for told, text in ((change, "krank"), (turn, "Eigenes")):
        said = below.of_conference(told, "de", language)
        assert text in lines(said)[0]
        assert lines(said)[-1] == say(language, "below-not-translated")


# How the two stand together.


@every_other
def test_plain_and_formatted_say_the_same_and_ring_for_nobody(language: str) -> None:
    content = joined(
        words.departure(departure(CHLOE), "de"), words.departure(departure(CHLOE), language), language
    )

    assert content["formatted_body"].count("<hr>") == 1
    formatted = [visible(unescape(part)) for part in re.split(r"<[^>]+>", content["formatted_body"]) if part]
    assert [visible(line) for line in lines(content) if line != DIVIDER] == formatted
    assert content["m.mentions"] == {}
    assert content["msgtype"] == "m.notice"


@every_other
def test_each_line_that_runs_from_right_to_left_says_so_by_itself(language: str) -> None:
    there = words.roster(roster(AMIRA, BO, client=Seat(Membership.JOINED, MONDAY)), "", language)
    content = joined(words.departure(departure(CHLOE), "de"), there, language)

    turned = [line for line in lines(content) if line.startswith("\u2067") and line.endswith(POPS)]
    assert len(turned) == (len(lines(there)) if language in RIGHT_TO_LEFT else 0)
    for text in [*lines(content), *re.split(r"<[^>]+>", content["formatted_body"])]:
        assert sum(text.count(mark) for mark in ISOLATES) == text.count(POPS)


@given(typed)
def test_no_typed_text_becomes_markup_where_lines_are_turned_around(text: str) -> None:
    said = words.departure(departure(replace(CHLOE, name=text)), "ar")

    formatted = joined(said, said, "ar")["formatted_body"]

    assert tags(joined(said, said, "ar")) == {"p", "hr"}
    assert formatted.count("<") == len(re.findall(r"</?\w+>", formatted)) == 5


@every_other
def test_markup_that_people_type_is_shown_and_not_obeyed(language: str) -> None:
    for said in everything_below(MARKUP, language):
        content = joined(said, said, language)
        assert tags(content) <= TAGS | {"hr", "br"}
        assert "<script>" not in content["formatted_body"]


# Where it stands.


def test_it_stands_where_the_client_reads_along_and_nowhere_else() -> None:
    theirs = Circle(RoomId("!room"), case_f1(BO), frozenset({JONAS.user, BO.user}))
    alone = replace(theirs, kind=Kind.SIDE)
    team = replace(theirs, audience=frozenset({AMIRA.user, BO.user}), kind=Kind.TEAM)

    assert stands_below("ar", "de", theirs)
    assert stands_below("ar", "de", alone)
    assert not stands_below("ar", "de", team)


@pytest.mark.parametrize("reads", ["", "de", "fa", "xx", "../en"])
def test_german_stands_there_alone_for_who_reads_it_and_where_nobody_knows(reads: str) -> None:
    theirs = Circle(RoomId("!room"), case_f1(BO), frozenset({JONAS.user}))

    assert not stands_below(reads, "de", theirs)


def drafted() -> MinutesPosting:
    written = version(DRAFT, entry(1), objections=(objection(1),), items=("assessment",))
    return MinutesPosting(file=FILE, conference=CONFERENCE, minutes=minutes(written), names=NAMES)


def everything_below(text: str, language: str) -> list[Json]:
    """Each kind of post, with `text` wherever people can type something."""
    someone = replace(BO, name=text, function=text)
    agency = replace(JUGENDAMT, name=text)
    posting = replace(drafted(), names={person.id: text for person in (AMIRA, BO, CHLOE)})
    drawn = replace(
        agenda(text, moderator=someone),
        unsaid=(someone, None),
        invites_until=MONDAY,
        present=(text,),
        has_client=True,
    )
    led = [replace(news(deed, to=someone), agency=agency) for deed in (Deed.OFFER, Deed.ACCEPT)]
    there = replace(roster(someone), agencies={JUGENDAMT.id: agency})
    return [
        below.agenda(drawn, "de", language),
        below.of_conference(Change(file=case_f1(), conference=CONFERENCE, reason=text), "de", language),
        below.of_conference(Ended(conference=CONFERENCE), "de", language),
        below.minutes(posting, "de", language),
        words.departure(departure(someone), language),
        words.roster(there, "health", language),
        words.closing(case_f1(BO), language, kind=Kind.SIDE),
        *(words.lead(one, language) for one in led),
    ]

"""Bad input around conferences: a refusal and nothing half done, or text that stays text."""

import re
from datetime import timedelta

import pytest

from bots import words
from bots.fitting import fits
from hub.conference.model import Conference
from hub.conference.rules import LONGEST_TOPIC, MOST_TOPICS
from hub.errors import Refused
from hub.identifiers import CaseId, UserId
from hub.matrix.wire import Json
from hub.minutes.model import Kind, Words
from hub.plan.rules import LONGEST_TEXT
from tests.desk import Desk
from tests.people import AMIRA, BO, DARIO, ELIF, JOBCENTER, JONAS

HUGE = "x" * 100_000
MARKUP = f"@room {JONAS.user} <a href='https://matrix.to/#/{JONAS.user}'>hier</a><script>alert(1)</script>"
TOO_MUCH = Refused("too-much-for-an-agenda", {"topics": str(MOST_TOPICS), "most": str(LONGEST_TOPIC)})
STRANGE = 'code = "kurz"\nversion = 1\ntitle = "Kurz"\nform = "meeting"\nabout = "case"\nfarbe = "rot"\n'


async def calls(
    desk: Desk, case: CaseId, *topics: str, moderator: UserId = AMIRA.user
) -> Conference | Refused:
    return await desk.hub.conferences.call(
        case,
        begins_at=desk.clock.now() + timedelta(days=9),
        lasts=None,
        moderator=moderator,
        topics=topics,
        by="test",
    )


def is_text(content: Json, typed: str = MARKUP) -> bool:
    """Whether what was typed stands there to the letter, and neither rings nor is obeyed."""
    tags = set(re.findall(r"</?([^>\s/]+)", content["formatted_body"]))
    is_harmless = tags <= {"p", "strong", "ol", "ul", "li", "em", "br"} and content["m.mentions"] == {}
    return is_harmless and typed in content["body"]


@pytest.mark.parametrize(
    ("moderator", "refused"),
    [
        (UserId(""), "unknown-professional"),
        (UserId("@niemand:fallraum.localhost"), "unknown-professional"),
        (JONAS.user, "unknown-professional"),
        (DARIO.user, "moderator-not-involved"),
    ],
)
async def test_a_conference_without_a_moderator_is_none(desk: Desk, moderator: UserId, refused: str) -> None:
    case, _ = await desk.seats(AMIRA, BO)
    before = await desk.deeds()
    times = [desk.clock.now() + timedelta(days=days) for days in (9, 10)]

    called = await calls(desk, case, moderator=moderator)
    asked = await desk.hub.polls.open(case, times, moderator=moderator, by="test")

    assert [one.reason for one in (called, asked) if isinstance(one, Refused)] == [refused] * 2
    assert await desk.deeds() == before
    assert await desk.hub.conferences.of_case(case) == []


async def test_a_topic_of_100_kb_is_refused_and_nothing_is_called_or_named(desk: Desk) -> None:
    case, _ = await desk.seats(AMIRA, BO)

    called = await calls(desk, case, "Wohnung", HUGE)
    one = await desk.calls_conference(case)
    named = await desk.hub.conferences.name_topic(one.id, HUGE, who=JONAS.user)

    assert (called, named) == (TOO_MUCH, TOO_MUCH)
    assert [known.id for known in await desk.hub.conferences.of_case(case)] == [one.id]
    topics = await desk.hub.conferences.topics(one.id, who=AMIRA.user)
    assert not isinstance(topics, Refused)
    assert [topic.text for topic in topics] == ["Wohnung"]


async def test_a_task_of_100_kb_and_an_entry_of_100_kb_are_refused(desk: Desk) -> None:
    case, _ = await desk.seats(AMIRA, BO)
    one = await desk.calls_conference(case, in_days=1)
    desk.clock.push(days=1, minutes=5)
    before, due = await desk.deeds(), desk.clock.now().date() + timedelta(days=7)

    task = await desk.hub.plans.add_task(case, HUGE, owner=BO.user, due=due, who=AMIRA.user)
    entry = await desk.hub.minutes.note(
        case, one.id, Words(kind=Kind.NOTE, item="assessment", text=HUGE), who=BO.user
    )

    assert isinstance(task, Refused)
    assert (task.reason, task.facts["most"]) == ("unshowable-text", str(LONGEST_TEXT))
    assert isinstance(entry, Refused)
    assert entry.reason == "unshowable-text"
    assert len(entry.facts["given"]) <= 60
    assert await desk.deeds() == before


async def test_markup_and_mentions_are_posted_as_text_and_ring_for_nobody(desk: Desk) -> None:
    case, _ = await desk.seats(AMIRA, BO)
    today = desk.clock.now().date()
    await desk.hub.plans.add_task(case, MARKUP, owner=BO.user, due=today, who=AMIRA.user)
    desk.clock.push(days=1)
    one = await calls(desk, case, MARKUP)
    assert isinstance(one, Conference)
    await desk.works_off()
    desk.clock.push(days=9, minutes=5)
    await desk.hub.minutes.note(
        case, one.id, Words(kind=Kind.NOTE, item="assessment", text=MARKUP), who=BO.user
    )
    desk.clock.push(hours=2)
    await desk.hub.minutes.draft(case, one.id, who=AMIRA.user)
    await desk.works_off()

    _, agenda = next(iter(desk.speaker.agendas.values()))
    ((_, minutes),) = desk.speaker.minutes.values()

    assert (agenda.topics, agenda.deviations) == ((MARKUP,), (MARKUP,))
    assert is_text(words.agenda(agenda, "de"))
    assert words.agenda(agenda, "de")["body"].count(MARKUP) == 2
    assert is_text(words.minutes(minutes, "de"))


async def test_twenty_topics_of_three_hundred_four_byte_letters_leave_no_debt_behind(desk: Desk) -> None:
    case, _ = await desk.seats(AMIRA, BO)
    one = await calls(desk, case, *("\U0001f3e0" * LONGEST_TOPIC,) * MOST_TOPICS)
    assert isinstance(one, Conference)

    await desk.works_off()

    ((_, agenda),) = desk.speaker.agendas.values()
    assert len(agenda.topics) == MOST_TOPICS
    assert fits(words.agenda(agenda, "de"))


async def test_a_template_with_an_unknown_field_is_refused_by_its_name(desk: Desk) -> None:
    before = await desk.deeds()

    refused = await desk.hub.templates.add(STRANGE, JOBCENTER.id, by="test")

    assert isinstance(refused, Refused)
    assert "farbe" in str(refused.facts)
    assert await desk.deeds() == before


@pytest.mark.parametrize("who", [DARIO.user, ELIF.user, UserId("@niemand:fallraum.localhost")])
async def test_a_command_by_somebody_who_may_not_does_nothing(desk: Desk, who: UserId) -> None:
    case, _ = await desk.seats(AMIRA, BO)
    await desk.involves(case, ELIF)
    one = await desk.calls_conference(case)
    options = [desk.clock.now() + timedelta(days=days) for days in (9, 10)]
    poll = await desk.hub.polls.open(case, options, moderator=AMIRA.user, by="test")
    assert not isinstance(poll, Refused)
    before = await desk.deeds()

    answers = [
        await desk.hub.conferences.name_topic(one.id, "Wohnung", who=who),
        await desk.hub.conferences.cancel(one.id, "darum", who=who),
        await desk.hub.conferences.move(one.id, one.begins_at + timedelta(days=1), "darum", who=who),
        await desk.hub.moderation.begin(one.id, who=who),
        await desk.hub.preparation.check(one.id, who=who),
        await desk.hub.polls.fix(poll.id, 1, who=who),
    ]

    assert answers == [Refused("takes-no-part")] * len(answers)
    assert await desk.deeds() == before

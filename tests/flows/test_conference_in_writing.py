"""A conference in writing: nobody is there at the same time, and what is missing is known at the end."""

from datetime import timedelta

from sqlalchemy import select

from hub import outbox
from hub.conference import store
from hub.conference.model import Conference, Form, TemplateId
from hub.conference.replies import REPLIES
from hub.conference.told import Closed
from hub.effects import Debt, EndWriting, SayItem, Urgency
from hub.errors import Refused
from hub.identifiers import CLIENT, EventId
from tests.desk import Desk
from tests.people import AMIRA, BO, DARIO, JONAS

NO = Refused("takes-no-part")


async def opens(desk: Desk, *, days: int = 7) -> Conference:
    """A conference of Amira, Bo and Jonas in writing."""
    case, _ = await desk.seats(AMIRA, BO)
    one = await desk.hub.conferences.call(
        case,
        begins_at=None,
        lasts=timedelta(days=days),
        moderator=AMIRA.user,
        topics=["Wohnung"],
        by="test",
        template=TemplateId("case-written", 1),
    )
    assert isinstance(one, Conference)
    await desk.works_off()
    return one


def endings(desk: Desk) -> list[Closed]:
    return [told for _, told in desk.speaker.of_conferences.values() if isinstance(told, Closed)]


async def test_each_answers_when_they_can_and_reads_what_others_said(desk: Desk) -> None:
    one = await opens(desk)
    ((_, agenda),) = desk.speaker.agendas.values()

    await desk.hub.writing.reply(one.id, 2, ["Ich möchte eine Lehre"], who=JONAS.user)
    desk.clock.push(days=3)
    await desk.hub.writing.reply(one.id, 2, ["Das ging früher schon schief"], who=BO.user)
    await desk.hub.writing.reply(one.id, 2, ["Wir helfen dabei"], who=BO.user)
    await desk.hub.writing.reply(one.id, 1, [], who=BO.user)
    found = await desk.hub.writing.replies(one.id, who=JONAS.user)

    assert agenda.conference.form is Form.WRITTEN
    assert not isinstance(found, Refused)
    assert [(reply.item, reply.author, reply.paragraphs) for reply in found[1]] == [
        (1, BO.id, ()),
        (2, CLIENT, ("Ich möchte eine Lehre",)),
        (2, BO.id, ("Wir helfen dabei",)),
    ]


async def test_what_is_open_is_shown_to_who_moderates_alone(desk: Desk) -> None:
    one = await opens(desk)
    for item in range(1, 9):
        await desk.hub.writing.reply(one.id, item, [], who=JONAS.user)
        await desk.hub.writing.reply(one.id, item, ["Ja"], who=AMIRA.user)

    open_ = await desk.hub.writing.still_open(one.id, who=AMIRA.user)

    assert open_ == tuple((BO.id, item) for item in range(1, 9))
    no = Refused("not-moderating", {"case": "F-1"})
    assert await desk.hub.writing.still_open(one.id, who=BO.user) == no
    assert await desk.hub.writing.close(one.id, who=JONAS.user) == no


async def test_it_ends_by_itself_and_says_what_is_missing_by_nobodys_name(desk: Desk) -> None:
    one = await opens(desk, days=1)
    await desk.hub.writing.reply(one.id, 1, ["Ja"], who=BO.user)

    desk.clock.push(days=1)
    await desk.works_off()

    (ended,) = endings(desk)
    assert ended.missing == {1: 2} | dict.fromkeys(range(2, 9), 3)
    (known,) = await desk.hub.conferences.of_case(one.case)
    assert known.ended_at == one.ends_at
    assert (await desk.deeds())[-1] == "conference.ended"
    late = await desk.hub.writing.reply(one.id, 2, ["Ja"], who=BO.user)
    assert late == Refused("not-open-for-replies", {"case": "F-1"})


async def test_who_moderates_closes_it_before_and_it_ends_once(desk: Desk) -> None:
    one = await opens(desk)

    await desk.hub.writing.close(one.id, who=AMIRA.user)
    await desk.works_off()
    async with desk.hub.database.writing() as connection:
        again = Debt(EndWriting(one.case, one.id), desk.clock.now(), Urgency.WORDS)
        await outbox.owe(connection, desk.clock.chance, again)
    desk.clock.push(days=7)
    await desk.works_off()

    assert len(endings(desk)) == 1
    assert (await desk.deeds()).count("conference.ended") == 1
    assert isinstance(await desk.hub.writing.close(one.id, who=AMIRA.user), Refused)


async def test_what_somebody_else_took_over_is_not_noted_as_said(desk: Desk) -> None:
    one = await opens(desk, days=1)
    desk.clock.push(days=1)
    (claim,) = [due for due in await desk.debts(one.case) if isinstance(due.effect, EndWriting)]
    item = SayItem(one.case, one.id, "7")

    await desk.hub.writing.mark_closed(Closed(conference=one, missing={}), claim)
    await desk.hub.moderation.mark_said(item, claim, EventId("$item"))

    (known,) = await desk.hub.conferences.of_case(one.case)
    assert known.ended_at is None
    assert "conference.ended" not in await desk.deeds()
    async with desk.hub.database.reading() as connection:
        assert await store.told_turns(connection, one.id) == (0, 0)


async def test_who_takes_no_part_neither_answers_nor_reads(desk: Desk) -> None:
    case, (_, his) = await desk.seats(AMIRA, BO)
    one = await desk.calls_conference(case, in_days=0.5)
    desk.clock.push(hours=12.5)
    first = await desk.hub.writing.reply(one.id, 2, ["Ja"], who=BO.user)

    await desk.withdraws(his)

    assert not isinstance(first, Refused)
    for who in (DARIO, BO):
        assert await desk.hub.writing.reply(one.id, 2, ["Ja"], who=who.user) == NO
        assert await desk.hub.writing.replies(one.id, who=who.user) == NO
        assert await desk.hub.writing.still_open(one.id, who=who.user) == NO
        assert await desk.hub.writing.close(one.id, who=who.user) == NO


async def test_who_leads_without_a_seat_reads_their_own_answer_alone(desk: Desk) -> None:
    case, (hers, _) = await desk.seats(AMIRA, BO)
    one = await desk.calls_conference(case, in_days=0.5)
    desk.clock.push(hours=12.5)
    await desk.hub.writing.reply(one.id, 2, ["Mietschulden"], who=BO.user)
    own = await desk.hub.writing.reply(one.id, 2, ["Ja"], who=AMIRA.user)
    while_there = await desk.hub.writing.replies(one.id, who=AMIRA.user)

    await desk.withdraws(hers)

    later = await desk.hub.writing.replies(one.id, who=AMIRA.user)
    assert not isinstance(while_there, Refused)
    assert not isinstance(later, Refused)
    assert [reply.author for reply in while_there[1]] == [AMIRA.id, BO.id]
    assert later[1] == [own]


async def test_a_closed_case_ends_in_silence(desk: Desk) -> None:
    one = await opens(desk, days=1)
    await desk.hub.cases.close(one.case, by="test")

    desk.clock.push(days=1)
    await desk.works_off()

    assert endings(desk) == []


async def test_what_somebody_writes_stands_nowhere_in_clear(desk: Desk) -> None:
    one = await opens(desk)
    await desk.hub.writing.reply(one.id, 2, ["Mietschulden"], who=BO.user)

    async with desk.hub.database.reading() as connection:
        rows = (await connection.execute(select(REPLIES))).all()

    assert len(rows) == 1
    assert "Mietschulden" not in str(rows) + str(await desk.entries())


async def test_without_a_room_it_ends_all_the_same(desk: Desk) -> None:
    case = await desk.opens_case(BO)
    one = await desk.hub.conferences.call(
        case,
        begins_at=None,
        lasts=None,
        moderator=AMIRA.user,
        topics=[],
        by="test",
        template=TemplateId("case-written", 1),
    )
    assert isinstance(one, Conference)

    desk.clock.push(days=7)
    await desk.works_off()

    (known,) = await desk.hub.conferences.of_case(case)
    assert (endings(desk), known.ended_at) == ([], one.ends_at)

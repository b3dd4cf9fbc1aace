"""Commands in a professional's own room: theirs alone to turn on, and no way to what they may not hear."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import delete, func, select, update

from bots import words
from hub.cases.model import Case, Professional
from hub.commands.model import Answer, Heard, Owed
from hub.commands.store import COMMANDS
from hub.consent.model import Consent
from hub.effects import AnswerCommand
from hub.errors import Refused
from hub.federation import Servers
from hub.identifiers import CaseId, CommandId, RoomId, UserId, server_of
from hub.listening.model import Deed, Switch, listener
from hub.listening.store import LISTENING
from hub.pace import MOST_IN_A_MINUTE
from hub.rooms.model import Membership
from tests.desk import Desk
from tests.filing import is_filed
from tests.flows.test_direct import comes, room_of, sees_to_all
from tests.people import AMIRA, BO, ELIF, HUB, JONAS, SELMA, SERVERS

UNKNOWN = "refused-command-unknown-case"


async def begins(desk: Desk, who: Professional = BO) -> Switch:
    switch = await desk.hub.hearing.begin(who.user, by="test")
    assert not isinstance(switch, Refused)
    return switch


async def listening(desk: Desk, who: Professional = BO) -> Switch:
    """Somebody sits in their own room, and the hub listens there."""
    await comes(desk, who.user)
    switch = await begins(desk, who)
    await desk.works_off()
    (held,) = [one for one in await desk.hub.listening.held("one") if one.id == switch.id]
    return held


async def cases(desk: Desk) -> tuple[CaseId, list[Consent]]:
    """F-1, in which Amira and Bo sit with Jonas, and F-2, of which Bo knows nothing."""
    case, given = await desk.seats(AMIRA, BO)
    await desk.calls_conference(case)
    await desk.seats(AMIRA, ELIF, client=SELMA)
    return case, given


async def writes(
    desk: Desk, switch: Switch, body: str, *, who: UserId = BO.user, event: str = ""
) -> list[Owed]:
    """Somebody writes something; returns what was said to it."""
    known = len(desk.speaker.answers_alone)
    heard = Heard(id=CommandId(event or desk.clock.new_id()), sender=who, at=desk.clock.now(), body=body)
    await desk.hub.commands.hear(switch, heard)
    await desk.works_off()
    return [owed for _, owed in list(desk.speaker.answers_alone.values())[known:]]


def keys(said: list[Owed]) -> list[str]:
    return [owed.answer.key for owed in said]


async def topics(desk: Desk, case: CaseId) -> list[str | None]:
    (conference,) = await desk.hub.conferences.of_case(case)
    known = await desk.hub.conferences.topics(conference.id, who=AMIRA.user)
    assert not isinstance(known, Refused)
    return [topic.text for topic in known]


async def tasks(desk: Desk, case: CaseId) -> list[str]:
    plan = await desk.hub.plans.seen_by(case, AMIRA.user)
    assert not isinstance(plan, Refused)
    return [task.id for task in plan.tasks]


async def rows(desk: Desk) -> int:
    async with desk.hub.database.reading() as connection:
        return (await connection.execute(select(func.count()).select_from(LISTENING))).scalar_one()


def told(desk: Desk) -> list[Deed]:
    return [deed for _, deed in desk.speaker.listenings.values()]


def sits(desk: Desk, room: RoomId, switch: Switch) -> bool:
    seat = desk.homeserver.seen(room).seats.get(listener(switch.id, HUB))
    return seat is not None and seat.membership is Membership.JOINED


async def test_it_is_off_until_they_turn_it_on_and_are_told_and_then_they_may_write(desk: Desk) -> None:
    room = await comes(desk, BO.user)
    before = (await desk.hub.listening.held("one"), desk.homeserver.seen(room).is_heard)
    desk.speaker.falls_silent()
    switch = await begins(desk)
    await desk.works_off()
    untold = (sits(desk, room, switch), desk.homeserver.seen(room).is_heard)

    desk.speaker.finds_its_voice()
    desk.clock.push(minutes=1)
    await desk.works_off()

    assert (before, untold) == (([], False), (False, False))
    assert told(desk) == [Deed.BEGUN]
    assert sits(desk, room, switch)
    assert desk.homeserver.seen(room).is_heard
    assert [one.id for one in await desk.hub.listening.held("one")] == [switch.id]
    assert await desk.hub.direct.lists() == {room: {BO.user: None}}


async def test_switched_off_its_keys_are_gone_with_the_answer_and_nobody_writes_there(desk: Desk) -> None:
    switch = await listening(desk)
    room = await room_of(desk, BO.user)
    assert await desk.hub.listening.write(switch, "one", "keys")

    assert not isinstance(await desk.hub.hearing.end(BO.user, by="test"), Refused)
    gone = (await rows(desk), await desk.hub.listening.notebook(switch))
    await desk.works_off()

    assert gone == (0, None)
    assert not await desk.hub.listening.write(switch, "one", "keys again")
    assert not sits(desk, room, switch)
    assert not desk.homeserver.seen(room).is_heard
    assert listener(switch.id, HUB) in desk.homeserver.ended
    assert told(desk) == [Deed.BEGUN, Deed.ENDED]
    assert await writes(desk, switch, "!hilfe") == []
    assert await desk.hub.commands.room(switch) is None


async def test_the_chain_tells_of_whom_it_is_and_of_no_case_and_names_no_account(desk: Desk) -> None:
    switch = await listening(desk)
    await desk.hub.hearing.end(BO.user, by="test")

    acts = [entry.act for entry in await desk.entries() if entry.act.deed.startswith("listening.")]

    assert [act.deed for act in acts] == ["listening.begun", "listening.told", "listening.ended"]
    assert {(act.case, act.target, act.basis) for act in acts} == {("", BO.id, switch.id)}
    assert await desk.broken() is None


async def test_without_a_room_of_their_own_in_which_they_sit_it_does_not_begin(desk: Desk) -> None:
    no = Refused("listening-no-direct-room")
    without = await desk.hub.hearing.begin(BO.user, by="test")
    await desk.hub.direct.open(BO.user)
    await desk.works_off()
    asked_in = await desk.hub.hearing.begin(BO.user, by="test")
    client = await desk.hub.hearing.begin(JONAS.user, by="test")

    assert (without, asked_in, client) == (no, no, Refused("not-a-professional"))
    assert await desk.hub.hearing.shown(JONAS.user) == Refused("not-a-professional")
    assert await desk.hub.hearing.end(JONAS.user, by="test") == Refused("not-a-professional")
    assert await desk.hub.hearing.end(BO.user, by="test") == Refused("listening-alone-off-already")
    assert await rows(desk) == 0


async def test_it_is_turned_on_once_and_for_them_alone(desk: Desk) -> None:
    switch = await listening(desk)
    await comes(desk, ELIF.user)

    assert await desk.hub.hearing.begin(BO.user, by="test") == Refused("listening-alone-on-already")
    shown = await desk.hub.hearing.shown(BO.user)
    assert shown == switch
    assert await desk.hub.hearing.shown(ELIF.user) is None
    assert not desk.homeserver.seen(await room_of(desk, ELIF.user)).is_heard


async def test_who_left_before_they_were_told_is_not_listened_to(desk: Desk) -> None:
    room = await comes(desk, BO.user)
    desk.speaker.falls_silent()
    switch = await begins(desk)
    desk.homeserver.leaves(room, BO.user)
    await sees_to_all(desk)
    desk.speaker.finds_its_voice()
    desk.clock.push(minutes=1)
    await desk.works_off()

    assert told(desk) == []
    assert await rows(desk) == 0
    assert await desk.hub.hearing.shown(BO.user) is None
    assert listener(switch.id, HUB) not in desk.homeserver.ended


async def test_who_leaves_their_room_is_listened_to_no_more_also_when_they_come_back(desk: Desk) -> None:
    switch = await listening(desk)
    room = await room_of(desk, BO.user)
    desk.clock.push(minutes=1)
    desk.homeserver.leaves(room, BO.user)
    await sees_to_all(desk)
    gone = (await rows(desk), sits(desk, room, switch))

    desk.clock.push(minutes=1)
    await comes(desk, BO.user)

    assert gone == (0, False)
    assert not desk.homeserver.seen(room).is_heard
    assert listener(switch.id, HUB) in desk.homeserver.ended
    assert await desk.hub.hearing.shown(BO.user) is None


async def test_who_leaves_their_agency_is_not_heard_and_keys_wait_for_no_homeserver(desk: Desk) -> None:
    case, _ = await cases(desk)
    switch = await listening(desk)
    await desk.hub.listening.write(switch, "one", "keys")
    await desk.hub.cases.leave(BO.user, by="test")
    said = await desk.hub.commands.audience(switch)
    desk.homeserver.goes_down()
    await desk.works_off()
    keys_left = await rows(desk)

    desk.homeserver.comes_back()
    desk.clock.push(minutes=2)
    await desk.works_off()

    assert (said, keys_left) == (frozenset(), 0)
    assert await topics(desk, case) == ["Wohnung"]
    assert listener(switch.id, HUB) in desk.homeserver.ended


async def test_whose_server_leaves_the_network_is_listened_to_no_more(desk: Desk) -> None:
    switch = await listening(desk)
    await desk.restarts(Servers(SERVERS.home, SERVERS.allowed - {server_of(BO.user)}))
    await desk.hub.direct.part()
    await desk.works_off()

    assert await rows(desk) == 0
    assert listener(switch.id, HUB) in desk.homeserver.ended


async def test_a_room_that_is_gone_takes_its_listener_along(desk: Desk) -> None:
    switch = await listening(desk)
    desk.homeserver.is_purged(await room_of(desk, BO.user))
    await sees_to_all(desk)
    desk.clock.push(minutes=2)
    await desk.works_off()

    assert await rows(desk) == 0
    assert not desk.homeserver.seen(await room_of(desk, BO.user)).is_heard
    assert listener(switch.id, HUB) in desk.homeserver.ended


async def test_what_it_keeps_lies_sealed_and_a_row_that_somebody_slips_in_seats_nobody(desk: Desk) -> None:
    switch = await listening(desk)
    room = await room_of(desk, BO.user)
    await desk.hub.listening.write(switch, "one", "the key to everything")
    async with desk.hub.database.reading() as connection:
        kept = (await connection.execute(select(LISTENING.c.notebook))).scalar_one()
    read = await desk.hub.listening.notebook(switch)
    async with desk.hub.database.writing() as connection:
        await connection.execute(update(LISTENING).values(id="f0" * 16))

    held = await desk.hub.listening.held("one")
    await sees_to_all(desk)

    assert b"the key" not in kept
    assert read == "the key to everything"
    assert held == []
    assert UserId(f"@fallraum-ohr-{'f0' * 10}:{HUB}") not in desk.homeserver.seen(room).seats


# What they write.


async def test_a_topic_is_named_in_the_case_they_say_and_its_label_is_answered(desk: Desk) -> None:
    case, _ = await cases(desk)
    switch = await listening(desk)

    (said,) = await writes(desk, switch, "!thema f-1 Schule")

    assert await topics(desk, case) == ["Wohnung", "Schule"]
    assert (said.answer.key, said.label, said.to) == ("command-topic-named", "F-1", BO.user)
    assert "Schule" not in json.dumps(words.command(said.answer, "de", of=said.label))
    assert words.command(said.answer, "de", of=said.label)["body"].startswith("F-1: Das Thema ist")
    # What is said to them alone is said nowhere else.
    assert desk.speaker.commands == {}


async def test_a_task_is_set_ticked_off_and_the_next_conference_said(desk: Desk) -> None:
    case, _ = await cases(desk)
    switch = await listening(desk)

    assert keys(await writes(desk, switch, "!aufgabe F-1 bis 31.3.2027 Antrag")) == ["command-task-set"]
    (task,) = await tasks(desk, case)
    done = await writes(desk, switch, f"!erledigt {task[:8]}")
    again = await writes(desk, switch, f"!erledigt {task[:8]}")
    assert (keys(done), [one.label for one in done]) == (["command-task-done"], ["F-1"])
    assert keys(again)[0].startswith("refused-")
    assert keys(await writes(desk, switch, "!termin F-1")) == ["command-next-conference"]
    (help_,) = await writes(desk, switch, "!hilfe")
    assert (help_.answer, help_.label) == (Answer(key="command-help-alone"), "")


@pytest.mark.parametrize("body", ["!thema {} Schule", "!aufgabe {} bis 31.3.2027 Antrag", "!termin {}"])
async def test_a_case_that_is_not_theirs_is_answered_as_one_that_there_is_not(desk: Desk, body: str) -> None:
    await cases(desk)
    switch = await listening(desk)

    others, none = [await writes(desk, switch, body.format(label)) for label in ("F-2", "F-99")]

    assert [one.answer for one in others] == [one.answer for one in none]
    assert (keys(others), others[0].label) == ([UNKNOWN], "")
    assert others[0].answer.facts == {}


async def test_so_is_one_on_which_they_work_without_the_clients_consent(desk: Desk) -> None:
    case, _ = await cases(desk)
    await desk.involves(case, ELIF)
    switch = await listening(desk, ELIF)

    assert keys(await writes(desk, switch, "!thema F-1 Schule", who=ELIF.user)) == [UNKNOWN]
    assert await topics(desk, case) == ["Wohnung"]


async def test_and_one_whose_consent_ended_one_moment_before(desk: Desk) -> None:
    case, (_, of_bo) = await cases(desk)
    switch = await listening(desk)
    await writes(desk, switch, "!aufgabe F-1 bis 31.3.2027 Antrag")
    (task,) = await tasks(desk, case)
    await desk.withdraws(of_bo)

    said = await writes(desk, switch, "!thema F-1 Schule")
    ticked = await writes(desk, switch, f"!erledigt {task[:8]}")
    never = await writes(desk, switch, "!erledigt ffffffff")

    assert (keys(said), [one.label for one in said]) == ([UNKNOWN], [""])
    assert [one.answer for one in ticked] == [one.answer for one in never]
    assert await topics(desk, case) == ["Wohnung"]


async def test_and_one_that_is_closed(desk: Desk) -> None:
    case, _ = await cases(desk)
    switch = await listening(desk)
    await desk.hub.cases.close(case, by="test")
    await desk.works_off()

    assert keys(await writes(desk, switch, "!termin F-1")) == [UNKNOWN]


async def test_nobody_else_is_heard_in_their_room(desk: Desk) -> None:
    case, _ = await cases(desk)
    switch = await listening(desk)

    assert await writes(desk, switch, "!thema F-1 Schule", who=AMIRA.user) == []
    assert await writes(desk, switch, "!thema F-1 Schule", who=JONAS.user) == []
    assert await desk.hub.commands.audience(switch) == {BO.user}
    assert await topics(desk, case) == ["Wohnung"]


async def test_without_a_label_nothing_is_done_and_no_refusal_repeats_what_was_written(desk: Desk) -> None:
    await cases(desk)
    switch = await listening(desk)

    for body, key in {
        "!thema Papa trinkt": "refused-command-without-case",
        "!thema F-1": "refused-command-without-text",
        "!aufgabe F-1 Papa": "refused-command-task-form-alone",
        "!thema F-2 Papa": UNKNOWN,
        "!thema F-1 Papa\ntrinkt": "refused-command-plain-text",
        "!erledigt Papa": "refused-command-number",
    }.items():
        (said,) = await writes(desk, switch, body)
        assert said.answer.key == key
        assert "papa" not in json.dumps(words.command(said.answer, "de", of=said.label)).lower()


async def test_who_tries_many_labels_is_told_once_and_then_ignored(desk: Desk) -> None:
    await cases(desk)
    switch = await listening(desk)

    said = [
        key for number in range(50) for key in keys(await writes(desk, switch, f"!termin F-{number + 2}"))
    ]

    assert said == [UNKNOWN] * MOST_IN_A_MINUTE + ["refused-command-too-many"]


async def test_who_loses_the_right_while_the_answer_waits_gets_none(desk: Desk) -> None:
    case, (_, of_bo) = await cases(desk)
    switch = await listening(desk)
    desk.speaker.falls_silent()
    await writes(desk, switch, "!termin F-1")
    await desk.withdraws(of_bo)
    desk.speaker.finds_its_voice()
    desk.clock.push(minutes=2)
    await desk.works_off()

    assert desk.speaker.answers_alone == {}
    assert not [one for one in await desk.owed(case) if isinstance(one, AnswerCommand)]


async def test_it_is_asked_once_more_right_before_the_answer_is_sent(desk: Desk) -> None:
    _, (_, of_bo) = await cases(desk)
    switch = await listening(desk)
    pause = desk.speaker.pauses_at_a_digest()
    id_ = CommandId("$1")
    await desk.hub.commands.hear(
        switch, Heard(id=id_, sender=BO.user, at=desk.clock.now(), body="!termin F-1")
    )
    async with desk.at_work():
        await pause.reached.wait()
        await desk.withdraws(of_bo)
        pause.go_on.set()
    desk.clock.push(minutes=2)
    await desk.works_off()

    assert desk.speaker.answers_alone == {}


async def test_who_is_not_there_any_more_gets_no_answer(desk: Desk) -> None:
    await cases(desk)
    switch = await listening(desk)
    desk.speaker.falls_silent()
    await writes(desk, switch, "!termin F-1")
    await writes(desk, switch, "!hilfe")
    desk.homeserver.leaves(await room_of(desk, BO.user), BO.user)
    await sees_to_all(desk)
    desk.speaker.finds_its_voice()
    desk.clock.push(minutes=2)
    await desk.works_off()

    assert desk.speaker.answers_alone == {}


async def test_a_command_that_arrives_twice_or_after_a_kill_is_done_once(desk: Desk) -> None:
    case, _ = await cases(desk)
    switch = await listening(desk)
    body = "!aufgabe F-1 bis 31.3.2027 Antrag"

    first = await writes(desk, switch, body, event="$1")
    second = await writes(desk, switch, body, event="$1")
    # As it stands after a kill: the deed is done, and nothing is written down of its answer.
    async with desk.hub.database.writing() as connection:
        await connection.execute(update(COMMANDS).values(answer=None))
    killed = await writes(desk, switch, body, event="$1")
    # And after a kill before the deed.
    async with desk.hub.database.writing() as connection:
        await connection.execute(delete(COMMANDS))
    before = await writes(desk, switch, body, event="$2")

    assert [keys(one) for one in (first, second, killed, before)] == [
        ["command-task-set"],
        [],
        ["command-done-before"],
        ["command-task-set"],
    ]
    assert len(await tasks(desk, case)) == 2


async def test_killed_after_the_deed_and_out_of_the_case_meanwhile_they_learn_nothing_of_it(
    desk: Desk,
) -> None:
    case, (_, of_bo) = await cases(desk)
    switch = await listening(desk)
    body = "!aufgabe F-1 bis 31.3.2027 Antrag"
    await writes(desk, switch, body, event="$1")
    async with desk.hub.database.writing() as connection:
        await connection.execute(update(COMMANDS).values(answer=None))
    await desk.withdraws(of_bo)

    assert keys(await writes(desk, switch, body, event="$1")) == [UNKNOWN]
    assert len(await tasks(desk, case)) == 1


async def test_what_was_heard_is_marked_under_its_case_or_none_and_forgotten_by_the_clock(desk: Desk) -> None:
    case, _ = await cases(desk)
    switch = await listening(desk)
    for body in ("!termin F-1", "!termin F-2", "!hilfe"):
        await writes(desk, switch, body)

    async with desk.hub.database.reading() as connection:
        kept = (await connection.execute(select(COMMANDS.c.case_id, COMMANDS.c.answer))).all()
    desk.clock.push(days=3)
    await desk.hub.notary.round(whole=False)
    async with desk.hub.database.reading() as connection:
        left = (await connection.execute(select(COMMANDS.c.id))).all()

    assert sorted((str(row.case_id), row.answer) for row in kept) == sorted(
        [(case, b""), ("None", b""), ("None", b"")]
    )
    assert left == []


async def test_what_was_said_before_they_were_told_is_not_heard(desk: Desk) -> None:
    switch = await listening(desk)
    before = desk.clock.now() - timedelta(seconds=1)

    await desk.hub.commands.hear(switch, Heard(id=CommandId("$1"), sender=BO.user, at=before, body="!hilfe"))
    await desk.works_off()

    assert desk.speaker.answers_alone == {}


async def test_with_a_case_what_was_commanded_in_it_is_erased_and_in_their_own_room_the_hub_listens_on(
    desk: Desk,
) -> None:
    case, given = await cases(desk)
    switch = await listening(desk)
    for body in ("!termin F-1", "!hilfe"):
        await writes(desk, switch, body)
    await desk.withdraws(given[1])
    await desk.hub.cases.close(case, by="test")
    await desk.works_off()
    await is_filed(desk.hub, case)

    erased = await desk.hub.erasure.erase(case, by="test")
    await desk.works_off()

    assert isinstance(erased, Case)
    async with desk.hub.database.reading() as connection:
        assert list((await connection.execute(select(COMMANDS.c.case_id))).scalars()) == [None]
    assert await desk.hub.hearing.shown(BO.user) == switch
    assert listener(switch.id, HUB) not in desk.homeserver.ended
    assert keys(await writes(desk, switch, "!termin F-1")) == [UNKNOWN]

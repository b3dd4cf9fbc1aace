"""What a professional commands in their direct room: done where they may be heard, and nowhere else."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update

from bots import words
from hub.cases.model import Case
from hub.commands.model import Answer, Heard, Owed
from hub.commands.store import COMMANDS
from hub.effects import AnswerCommand
from hub.errors import Refused
from hub.identifiers import CaseId, CommandId
from hub.listening.model import listener
from hub.pace import MOST_IN_A_MINUTE
from tests.desk import Desk
from tests.filing import is_filed
from tests.flows.test_direct import room_of, sees_to_all
from tests.flows.test_listening_alone import cases, listening, topics, writes
from tests.people import AMIRA, BO, ELIF, HUB, JONAS

UNKNOWN = "refused-command-unknown-case"


def keys(said: list[Owed]) -> list[str]:
    return [owed.answer.key for owed in said]


async def tasks(desk: Desk, case: CaseId) -> list[str]:
    plan = await desk.hub.plans.seen_by(case, AMIRA.user)
    assert not isinstance(plan, Refused)
    return [task.id for task in plan.tasks]


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


async def test_with_a_case_what_was_commanded_in_it_is_erased_and_in_their_direct_room_the_hub_listens_on(
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

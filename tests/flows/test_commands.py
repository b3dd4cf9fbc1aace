"""Commands: done once, with the rights of who wrote them, at the very moment."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update

from bots import words
from hub.cases.model import Professional
from hub.commands.model import Heard
from hub.commands.store import COMMANDS
from hub.consent.model import Answer, Consent
from hub.errors import Refused
from hub.identifiers import CaseId, CommandId, UserId
from hub.listening.model import Switch
from hub.pace import MOST_IN_A_MINUTE, Pace
from hub.plan.model import Plan
from tests.desk import Desk
from tests.flows.test_listening import begins, ends
from tests.people import AMIRA, BO, CHLOE, DARIO, ELIF, JONAS


async def listening(desk: Desk) -> tuple[CaseId, Switch, list[Consent]]:
    """Amira and Bo sit with Jonas where the hub listens; Elif works on the case without his consent."""
    case, given = await desk.seats(AMIRA, BO)
    await desk.involves(case, ELIF)
    await begins(desk, case)
    await desk.works_off()
    (switch,) = await desk.hub.listening.held("one")
    return case, switch, given


async def writes(
    desk: Desk, switch: Switch, who: UserId, body: str, *, event: str = "", before: timedelta = timedelta()
) -> list[str]:
    """Somebody writes something; returns what was said to it."""
    known = len(desk.speaker.commands)
    at = desk.clock.now() - before
    id_ = CommandId(event or desk.clock.new_id())
    await desk.hub.commands.hear(switch, Heard(id=id_, sender=who, at=at, body=body))
    await desk.works_off()
    return [owed.answer.key for _, owed in list(desk.speaker.commands.values())[known:]]


async def plan(desk: Desk, case: CaseId) -> Plan:
    seen = await desk.hub.plans.seen_by(case, AMIRA.user)
    assert isinstance(seen, Plan)
    return seen


async def tasks(desk: Desk, case: CaseId) -> list[str | None]:
    seen = await plan(desk, case)
    return [seen.words[task.id].what for task in seen.tasks]


async def topics(desk: Desk, case: CaseId) -> list[str | None]:
    (conference,) = await desk.hub.conferences.of_case(case)
    known = await desk.hub.conferences.topics(conference.id, who=AMIRA.user)
    assert not isinstance(known, Refused)
    return [topic.text for topic in known]


async def test_a_topic_is_named_for_the_next_conference_also_by_the_client(desk: Desk) -> None:
    case, switch, _ = await listening(desk)
    without = await writes(desk, switch, BO.user, "!thema Schule")
    await desk.calls_conference(case)

    said = [
        *await writes(desk, switch, BO.user, "!thema Schule"),
        *await writes(desk, switch, JONAS.user, "!thema Mein Zimmer"),
    ]

    assert without == ["command-no-conference"]
    assert said == ["command-topic-named"] * 2
    assert await topics(desk, case) == ["Wohnung", "Schule", "Mein Zimmer"]


async def test_a_task_is_set_and_ticked_off_by_whose_it_is(desk: Desk) -> None:
    case, switch, _ = await listening(desk)

    said = await writes(desk, switch, AMIRA.user, "!aufgabe @bo bis 31.3.2027 Antrag stellen")
    (task,) = (await plan(desk, case)).tasks
    not_his = await writes(desk, switch, JONAS.user, f"!erledigt {task.id[:8]}")
    done = await writes(desk, switch, BO.user, f"!erledigt {task.id[:8]}")

    assert (said, not_his, done) == (
        ["command-task-set"],
        ["refused-command-not-for-client"],
        ["command-task-done"],
    )
    assert (task.owner, task.set_by) == (BO.id, AMIRA.id)
    assert [one.done_by for one in (await plan(desk, case)).tasks] == [BO.id]
    chained = [e.act.actor for e in await desk.entries() if e.act.deed in ("task.set", "task.done")]
    assert chained == [AMIRA.id, BO.id]


async def test_somebody_elses_task_is_not_ticked_off(desk: Desk) -> None:
    case, switch, _ = await listening(desk)
    await writes(desk, switch, AMIRA.user, "!aufgabe bis 31.3.2027 Antrag stellen")
    (task,) = (await plan(desk, case)).tasks

    assert await writes(desk, switch, BO.user, f"!erledigt {task.id[:8]}") == ["refused-task-not-yours"]
    assert await writes(desk, switch, BO.user, "!erledigt ffffffff") == ["refused-command-no-task"]
    assert (await plan(desk, case)).tasks[0].is_open


async def test_the_next_conference_and_help_are_said(desk: Desk) -> None:
    case, switch, _ = await listening(desk)
    await desk.calls_conference(case)

    assert await writes(desk, switch, BO.user, "!termin") == ["command-next-conference"]
    assert await writes(desk, switch, JONAS.user, "!hilfe") == ["command-help"]
    assert await writes(desk, switch, JONAS.user, "!termin") == ["refused-command-not-for-client"]


@pytest.mark.parametrize("who", [DARIO, ELIF, CHLOE])
async def test_whoever_may_not_hear_is_not_heard_and_gets_no_answer(desk: Desk, who: Professional) -> None:
    case, switch, _ = await listening(desk)
    await desk.calls_conference(case)

    said = await writes(desk, switch, who.user, "!thema Schulden")

    assert said == []
    assert await topics(desk, case) == ["Wohnung"]


async def test_whose_consent_ended_one_moment_before_is_not_heard(desk: Desk) -> None:
    case, switch, (_, of_bo) = await listening(desk)
    await desk.withdraws(of_bo)

    said = await writes(desk, switch, BO.user, "!aufgabe bis 31.3.2027 Antrag stellen")

    assert said == []
    assert await tasks(desk, case) == []


async def test_who_loses_the_right_while_the_answer_waits_gets_none(desk: Desk) -> None:
    case, switch, (_, of_bo) = await listening(desk)
    desk.speaker.falls_silent()
    await writes(desk, switch, BO.user, "!hilfe")
    await desk.withdraws(of_bo)
    desk.speaker.finds_its_voice()
    desk.clock.push(minutes=2)

    await desk.works_off()

    assert desk.speaker.commands == {}
    assert not [one for one in await desk.owed(case) if type(one).__name__ == "AnswerCommand"]


async def test_an_answer_that_comes_too_late_is_not_given(desk: Desk) -> None:
    _, switch, _ = await listening(desk)
    desk.speaker.falls_silent()
    await writes(desk, switch, BO.user, "!hilfe")
    desk.speaker.finds_its_voice()
    desk.clock.push(minutes=70)

    await desk.works_off()

    assert desk.speaker.commands == {}


async def test_a_command_that_arrives_twice_is_done_and_answered_once(desk: Desk) -> None:
    case, switch, _ = await listening(desk)

    body = "!aufgabe bis 31.3.2027 Antrag stellen"
    first = await writes(desk, switch, BO.user, body, event="$1")
    second = await writes(desk, switch, BO.user, body, event="$1")
    other = await writes(desk, switch, BO.user, body, event="$2")

    assert (first, second, other) == (["command-task-set"], [], ["command-task-set"])
    assert await tasks(desk, case) == ["Antrag stellen"] * 2


async def test_killed_between_the_deed_and_its_answer_it_is_not_done_again(desk: Desk) -> None:
    case, switch, _ = await listening(desk)
    body = "!aufgabe bis 31.3.2027 Antrag stellen"
    await writes(desk, switch, BO.user, body, event="$1")
    # As it stands after a kill: the deed is done, and nothing is written down of its answer.
    async with desk.hub.database.writing() as connection:
        await connection.execute(update(COMMANDS).values(answer=None))

    again = await writes(desk, switch, BO.user, body, event="$1")

    assert again == ["command-done-before"]
    assert await tasks(desk, case) == ["Antrag stellen"]


async def test_killed_before_the_deed_it_is_done_when_it_is_heard_again(desk: Desk) -> None:
    case, switch, _ = await listening(desk)
    body = "!aufgabe bis 31.3.2027 Antrag stellen"
    await writes(desk, switch, BO.user, "!hilfe", event="$1")
    async with desk.hub.database.writing() as connection:
        await connection.execute(delete(COMMANDS))

    assert await writes(desk, switch, BO.user, body, event="$1") == ["command-task-set"]
    assert await tasks(desk, case) == ["Antrag stellen"]


async def test_what_was_said_before_the_room_was_told_is_not_heard(desk: Desk) -> None:
    _, switch, _ = await listening(desk)

    assert await writes(desk, switch, BO.user, "!hilfe", before=timedelta(seconds=1)) == []


async def test_what_a_homeserver_was_weeks_late_with_is_neither_done_nor_answered(desk: Desk) -> None:
    case, switch, _ = await listening(desk)
    body = "!aufgabe bis 1.12. Antrag stellen"

    desk.clock.push(days=80)
    late = await writes(desk, switch, BO.user, body, before=timedelta(days=79))
    ahead = await writes(desk, switch, BO.user, body, before=-timedelta(hours=1))

    assert (late, ahead) == ([], [])
    assert await tasks(desk, case) == []


async def test_a_day_without_its_year_is_meant_as_of_when_it_was_written(desk: Desk) -> None:
    case, switch, _ = await listening(desk)
    desk.clock.push(hours=8)

    # Written on that very day, and heard after midnight.
    said = await writes(desk, switch, BO.user, "!aufgabe bis 23.11. Anrufen", before=timedelta(hours=8))
    desk.clock.push(hours=16)
    late = await writes(desk, switch, BO.user, "!aufgabe bis 23.11. Anrufen", before=timedelta(hours=23))

    assert (said, late) == (["command-task-set"], ["refused-command-day"])
    assert len(await tasks(desk, case)) == 1


async def test_switched_off_nobody_is_heard_any_more(desk: Desk) -> None:
    case, switch, _ = await listening(desk)

    await ends(desk, case)

    assert await writes(desk, switch, BO.user, "!aufgabe bis 31.3.2027 Antrag") == []
    assert await desk.hub.commands.room(switch) is None
    assert await tasks(desk, case) == []


async def test_in_a_themes_room_what_concerns_everybody_is_refused(desk: Desk) -> None:
    case = await desk.opens_case(BO)
    for person, answer in ((AMIRA, Answer.YES), (BO, Answer.NO)):
        await desk.consents(case, person, themes={"organisation": Answer.YES, "housing": answer})
    await desk.works_off()
    await begins(desk, case, await desk.circle(case, "housing"))
    await desk.works_off()
    (switch,) = await desk.hub.listening.held("one")

    said = [
        await writes(desk, switch, AMIRA.user, body)
        for body in ("!thema Wohnung", "!aufgabe bis 31.3.2027 Antrag", "!termin", "!hilfe")
    ]
    of_bo = await writes(desk, switch, BO.user, "!hilfe")

    assert said == [["refused-command-not-here"]] * 3 + [["command-help"]]
    assert of_bo == []


LONG = "Papa" * 100
REFUSED = {
    "!thema": "command-without-text",
    "!papa trinkt wieder": "command-unknown",
    "!thema Papa\ntrinkt wieder": "command-plain-text",
    "!thema Papa \u202etrinkt": "command-plain-text",
    "!thema Papa @room": "command-mention",
    f"!thema {LONG * 4}": "too-much-for-an-agenda",
    f"!thema {LONG * 9}": "command-too-long",
    "!aufgabe Papa trinkt": "command-task-form",
    "!aufgabe bis 1.1.2020 Papa": "command-day",
    "!aufgabe bis 2020-01-01 Papa": "command-day",
    "!aufgabe bis 1.3.2027 Papa\ntrinkt": "command-plain-text",
    f"!aufgabe bis 1.3.2027 {LONG * 4}": "command-plain-text",
    "!aufgabe bis 1.3.2027 Papa @bo:jugendamt.example": "command-mention",
    "!aufgabe @papa bis 1.3.2027 Antrag": "command-who",
    "!erledigt Papa": "command-number",
    "!erledigt deadbeef": "command-no-task",
}


@pytest.mark.parametrize("who", [BO.user, JONAS.user])
async def test_no_refusal_holds_a_word_of_what_was_written(desk: Desk, who: UserId) -> None:
    case, switch, _ = await listening(desk)
    await desk.calls_conference(case)

    said = {}
    for body in REFUSED:
        known = len(desk.speaker.commands)
        desk.clock.push(minutes=1)
        await writes(desk, switch, who, body)
        ((_, owed),) = list(desk.speaker.commands.values())[known:]
        said[body] = owed.answer
        written = {body, *body.split()[1:], "Papa", "trinkt"}
        told = " ".join(owed.answer.facts.values())
        assert [word for word in written if word and word.lower() in told.lower()] == []
        assert "papa" not in json.dumps(words.command(owed.answer, "de")).lower()

    if who == BO.user:
        assert {body: answer.key for body, answer in said.items()} == {
            body: f"refused-{reason}" for body, reason in REFUSED.items()
        }


async def answers_kept(desk: Desk) -> list[bytes | None]:
    async with desk.hub.database.reading() as connection:
        return list((await connection.execute(select(COMMANDS.c.answer))).scalars())


async def test_what_was_answered_is_destroyed_once_it_was_said_and_not_said_again(desk: Desk) -> None:
    case, switch, _ = await listening(desk)
    body = "!aufgabe bis 31.3.2027 Antrag stellen"
    desk.speaker.falls_silent()
    await writes(desk, switch, BO.user, body, event="$1")
    waiting = await answers_kept(desk)
    desk.speaker.finds_its_voice()
    desk.clock.push(minutes=2)
    await desk.works_off()

    assert all(waiting)
    assert await answers_kept(desk) == [b""]
    assert await writes(desk, switch, BO.user, body, event="$1") == []
    assert len(await tasks(desk, case)) == 1


async def test_what_nobody_waits_for_is_forgotten_by_the_clock_although_nobody_commands_again(
    desk: Desk,
) -> None:
    _, switch, _ = await listening(desk)
    desk.speaker.falls_silent()
    await writes(desk, switch, BO.user, "!hilfe")

    desk.clock.push(minutes=61)
    await desk.hub.notary.round(whole=False)
    after_an_hour = await answers_kept(desk)
    desk.clock.push(days=2)
    await desk.hub.notary.round(whole=False)

    assert (after_an_hour, await answers_kept(desk)) == ([b""], [])


async def test_what_was_written_stands_nowhere_but_sealed_where_it_belongs(desk: Desk) -> None:
    case, switch, _ = await listening(desk)
    await desk.calls_conference(case)

    await writes(desk, switch, BO.user, "!thema <b>Wohnung</b>")
    await writes(desk, switch, BO.user, "!thema @room Wohnung")
    await writes(desk, switch, BO.user, "!thema " + "x" * 100_000)
    await writes(desk, switch, BO.user, "Das ist nur für euch")

    answers = [owed.answer for _, owed in desk.speaker.commands.values()]
    assert [answer.key for answer in answers] == [
        "command-topic-named",
        "refused-command-mention",
        "refused-command-too-long",
    ]
    assert not [one for one in answers if "room" in str(one.facts) or "xxx" in str(one.facts)]
    # As it was typed: where it is shown it is text, and never markup.
    assert await topics(desk, case) == ["Wohnung", "<b>Wohnung</b>"]


@pytest.mark.parametrize("body", ["!thema Eins\nZwei", "!thema Wohnung \u202e@moor", "!thema a\x00b"])
async def test_what_could_play_tricks_is_refused_without_being_repeated(desk: Desk, body: str) -> None:
    case, switch, _ = await listening(desk)
    await desk.calls_conference(case)

    said = await writes(desk, switch, BO.user, body)

    (answer,) = [owed.answer for _, owed in desk.speaker.commands.values()]
    assert (said, set(answer.facts)) == (["refused-command-plain-text"], {"most"})
    assert await topics(desk, case) == ["Wohnung"]


async def test_whoever_floods_a_room_is_told_once_then_ignored_and_keeps_nobody_waiting(desk: Desk) -> None:
    case, switch, _ = await listening(desk)
    await desk.calls_conference(case)

    flooded = [key for _ in range(300) for key in await writes(desk, switch, BO.user, "!gibtesnicht")]
    said_meanwhile = await writes(desk, switch, JONAS.user, "!thema Mein Zimmer")
    desk.clock.push(minutes=1)
    afterwards = await writes(desk, switch, BO.user, "!thema Schule")

    assert flooded == ["refused-command-unknown"] * MOST_IN_A_MINUTE + ["refused-command-too-many"]
    assert (said_meanwhile, afterwards) == (["command-topic-named"],) * 2
    assert await topics(desk, case) == ["Wohnung", "Mein Zimmer", "Schule"]


async def test_a_flood_that_is_heard_again_after_a_kill_is_not_done_by_the_back_door(desk: Desk) -> None:
    case, switch, _ = await listening(desk)
    body = "!aufgabe bis 31.3.2027 Antrag"
    flood = [(body, f"${number}") for number in range(MOST_IN_A_MINUTE + 5)]
    for text, event in flood:
        await writes(desk, switch, BO.user, text, event=event)

    # Another process: it remembers nothing, and hears the same events once more.
    killed = replace(desk.hub.commands, pace=Pace())
    for text, event in flood:
        heard = Heard(id=CommandId(event), sender=BO.user, at=desk.clock.now(), body=text)
        await killed.hear(switch, heard)
    await desk.works_off()

    assert len(await tasks(desk, case)) == MOST_IN_A_MINUTE
    keys = [owed.answer.key for _, owed in desk.speaker.commands.values()]
    assert keys == ["command-task-set"] * MOST_IN_A_MINUTE + ["refused-command-too-many"]


async def test_who_may_not_be_heard_uses_up_nobody_s_words_and_gets_none(desk: Desk) -> None:
    _, switch, _ = await listening(desk)

    flooded = [key for _ in range(20) for key in await writes(desk, switch, ELIF.user, "!hilfe")]

    assert flooded == []
    assert await writes(desk, switch, BO.user, "!hilfe") == ["command-help"]


async def test_of_what_no_client_can_mend_they_are_told_whom_to_ask(desk: Desk) -> None:
    case, switch, _ = await listening(desk)
    await desk.calls_conference(case)

    assert await writes(desk, switch, JONAS.user, "!thema " + "x" * 1_900) == [
        "refused-command-topic-not-noted"
    ]
    assert await writes(desk, switch, BO.user, "!thema " + "x" * 1_900) == ["refused-too-much-for-an-agenda"]
    assert await writes(desk, switch, JONAS.user, "!aufgabe") == ["refused-command-not-for-client"]

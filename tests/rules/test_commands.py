"""What somebody means by a command, and who may give it where."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from hub.catalogue import CLIENT_LANGUAGES, say
from hub.commands import rules
from hub.commands.model import (
    Addressed,
    Answer,
    Command,
    Heard,
    Help,
    NameTopic,
    NextConference,
    Owed,
    SetTask,
    TickOff,
)
from hub.conference.model import Conference
from hub.errors import Refused
from hub.identifiers import COMMON, TEAM, CaseId, CircleId, CommandId, ConferenceId, SwitchId, TaskId, UserId
from hub.pace import A_MINUTE, AN_HOUR, MOST_IN_A_MINUTE, MOST_IN_AN_HOUR, Pace, Step
from hub.plan.model import Task
from tests.clock import MONDAY
from tests.people import AMIRA, BO, DARIO, F1, JONAS, case_f1

TODAY = date(2026, 11, 23)
HOUSING = CircleId("3f2a")
EVERY: tuple[Command, ...] = (
    NameTopic("Wohnung"),
    SetTask("", TODAY, "Antrag"),
    TickOff("3f2a"),
    NextConference(),
    Help(),
)


def meant(body: str) -> Command | Refused | None:
    """What a message means where the room says of which case it is."""
    said = rules.addressed(body, TODAY, names_case=False)
    return said.command if isinstance(said, Addressed) else said


@pytest.mark.parametrize(
    ("body", "command"),
    [
        ("!thema Wie geht es weiter?", NameTopic("Wie geht es weiter?")),
        ("!THEMA  Wohnung\nund Schule ", NameTopic("Wohnung\nund Schule")),
        ("!aufgabe bis 31.3.2027 Antrag stellen", SetTask("", date(2027, 3, 31), "Antrag stellen")),
        ("!aufgabe @bo bis 2027-03-31 Antrag", SetTask("@bo", date(2027, 3, 31), "Antrag")),
        ("!aufgabe @bo:j.example bis 24.12. Antrag", SetTask("@bo:j.example", date(2026, 12, 24), "Antrag")),
        ("!aufgabe bis 1.3. Antrag", SetTask("", date(2027, 3, 1), "Antrag")),
        ("!erledigt 3F2a", TickOff("3f2a")),
        ("!termin", NextConference()),
        ("!Hilfe", Help()),
        ("!hilfe bitte", Help()),
    ],
)
def test_what_a_command_means(body: str, command: Command) -> None:
    assert meant(body) == command


@pytest.mark.parametrize(
    "body", ["", "Guten Morgen", "Achtung!", "!", "!!!", "! thema", "!1", " !thema", "!thema \ud800"]
)
def test_what_is_no_command_means_nothing(body: str) -> None:
    assert meant(body) is None


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("!thema", "command-without-text"),
        ("!thema   ", "command-without-text"),
        ("!aufgabe", "command-task-form"),
        ("!aufgabe Antrag stellen", "command-task-form"),
        ("!aufgabe bis morgen Antrag", "command-task-form"),
        ("!aufgabe bis 31.2.2027 Antrag", "command-task-form"),
        ("!aufgabe bis 2027-13-01 Antrag", "command-task-form"),
        ("!aufgabe bis 31.3.2027", "command-task-form"),
        ("!erledigt", "command-number"),
        ("!erledigt 3f", "command-number"),
        ("!erledigt <b>@room</b>", "command-number"),
        ("!gibtesnicht", "command-unknown"),
        ("!thema-wohnung", "command-unknown"),
        ("!thema " + "x" * 100_000, "command-too-long"),
        ("!thema @room Wohnung", "command-mention"),
        ("!thema Frag @BO:jugendamt.example", "command-mention"),
        ("!thema https://matrix.to/#/@bo:jugendamt.example", "command-mention"),
        ("!thema <a href='matrix:u/bo:jugendamt.example'>Bo</a>", "command-mention"),
        ("!aufgabe @bo bis 31.3.2027 @room anrufen", "command-mention"),
    ],
)
def test_what_cannot_be_understood_is_refused_in_a_friendly_way(body: str, reason: str) -> None:
    refused = meant(body)

    assert isinstance(refused, Refused)
    assert refused.reason == reason


def test_a_message_of_any_length_that_is_no_command_is_left_alone() -> None:
    assert meant("x" * 100_000) is None


def test_in_the_common_room_professionals_may_give_every_command() -> None:
    assert [rules.may_give(one, COMMON, is_client=False) for one in EVERY] == [None] * 5


def test_what_concerns_everybody_goes_in_the_common_room_alone() -> None:
    elsewhere = Refused("command-not-here")

    given = [rules.may_give(one, HOUSING, is_client=False) for one in EVERY]

    assert given == [elsewhere, elsewhere, None, elsewhere, None]


def test_the_client_names_topics_and_asks_for_help() -> None:
    no = Refused("command-not-for-client")

    assert [rules.may_give(one, COMMON, is_client=True) for one in EVERY] == [None, no, no, no, None]


def test_a_task_is_for_whoever_works_on_the_case_or_for_who_wrote_it() -> None:
    file = case_f1(BO)

    assert rules.owner("", file, AMIRA.user) == AMIRA.user
    assert rules.owner("@bo", file, AMIRA.user) == BO.user
    assert rules.owner("@Bo", file, AMIRA.user) == BO.user
    assert rules.owner(BO.user, file, AMIRA.user) == BO.user
    assert rules.owner("@klientin", file, AMIRA.user) == JONAS.user


@pytest.mark.parametrize("typed", ["@dario", DARIO.user, "@", "@b", "@room"])
def test_whoever_does_not_work_on_it_is_nobody_here(typed: str) -> None:
    assert rules.owner(typed, case_f1(BO), AMIRA.user) == Refused("command-who")


def test_where_two_have_the_same_short_name_it_means_neither() -> None:
    elsewhere = replace(BO, user=UserId("@bo:horizont.localhost"))

    assert rules.owner("@bo", case_f1(BO, elsewhere), AMIRA.user) == Refused("command-who")


def task(id_: str) -> Task:
    return Task(id=TaskId(id_), case=F1, owner=BO.id, due=TODAY, set_by=AMIRA.id, set_at=MONDAY)


def test_a_task_is_called_by_how_its_number_begins_if_only_one_does() -> None:
    tasks = [task("3f2a11"), task("3f2b22")]

    assert rules.task_called("3f2a", tasks) == tasks[0]
    assert rules.task_called("3f2", tasks) == Refused("unknown-in-plan", {"number": "3f2"})
    assert rules.task_called("ffff", tasks) == Refused("unknown-in-plan", {"number": "ffff"})


def conference(
    id_: str, begins_at: datetime, *, circle: CircleId = COMMON, is_off: bool = False
) -> Conference:
    return Conference(
        id=ConferenceId(id_),
        case=F1,
        begins_at=begins_at,
        lasts=timedelta(hours=1),
        moderator=AMIRA.id,
        called_at=MONDAY,
        circle=circle,
        cancelled_at=MONDAY if is_off else None,
    )


def test_the_next_conference_is_the_first_that_is_to_come_in_the_common_room() -> None:
    days = [MONDAY + timedelta(days=number) for number in range(5)]
    past, team = conference("a", days[0]), conference("b", days[1], circle=TEAM)
    off, soon, later = (
        conference("c", days[2], is_off=True),
        conference("d", days[3]),
        conference("e", days[4]),
    )

    assert rules.next_one([later, soon, off, team, past], MONDAY) == soon
    assert rules.next_one([past, team, off], MONDAY) is None


def test_a_topic_is_for_the_first_conference_whose_agenda_does_not_stand() -> None:
    hours = [MONDAY + timedelta(hours=number) for number in (96, 200)]
    soon, later = conference("a", hours[0]), conference("b", hours[1])
    eve = soon.begins_at - timedelta(hours=1)

    assert rules.takes_topics([later, soon], MONDAY) == soon
    assert rules.takes_topics([later, soon], eve) == later
    assert rules.takes_topics([soon], eve) == soon
    assert rules.takes_topics([soon], soon.begins_at) is None


def test_what_was_said_before_the_hub_listened_is_not_heard() -> None:
    heard = Heard(id=CommandId("1"), sender=AMIRA.user, at=MONDAY, body="!hilfe")

    assert rules.is_heard(heard, MONDAY, MONDAY)
    assert not rules.is_heard(heard, MONDAY + timedelta(seconds=1), MONDAY)
    assert "!hilfe" not in repr(heard)


def test_what_was_said_long_ago_or_is_dated_ahead_is_not_heard() -> None:
    heard, a_moment = Heard(id=CommandId("1"), sender=AMIRA.user, at=MONDAY, body=""), timedelta(seconds=1)
    long_ago = MONDAY - timedelta(days=90)

    late = [rules.is_heard(heard, long_ago, MONDAY + rules.OLDEST + by) for by in (-a_moment, a_moment)]
    early = [rules.is_heard(heard, long_ago, MONDAY - rules.EARLIEST + by) for by in (a_moment, -a_moment)]

    assert (late, early) == ([True, False], [True, False])


def test_an_answer_is_given_while_somebody_waits_for_it() -> None:
    said = Answer(key="command-help")
    owed = Owed(circle=COMMON, to=AMIRA.user, heard_at=MONDAY, answer=said)

    assert rules.still_worth_saying(owed, MONDAY + timedelta(minutes=59))
    assert not rules.still_worth_saying(owed, MONDAY + timedelta(hours=1))


def test_a_no_repeats_nothing_that_somebody_wrote() -> None:
    tricky = Refused("unshowable-text", {"given": "'@room'", "most": "300"})

    said = [rules.refusal(tricky, is_client=is_client) for is_client in (True, False)]

    assert said == [Answer(key="refused-command-plain-text", facts={"most": "300"})] * 2
    told = rules.refusal(Refused("x", {"case": "F-1", "text": "Papa"}), is_client=False)
    assert told == Answer(key="refused-x", facts={"case": "F-1"})


@pytest.mark.parametrize(
    ("reason", "key"),
    [
        ("unknown-in-plan", "refused-command-no-task"),
        ("plan-day-not-ahead", "refused-command-day"),
    ],
)
def test_a_no_of_the_plan_is_said_in_words_of_commands(reason: str, key: str) -> None:
    refused = Refused(reason, {"number": "Papa", "given": "Papa"})

    assert rules.refusal(refused, is_client=False) == Answer(key=key)


@pytest.mark.parametrize(
    ("reason", "key"),
    [
        ("command-unknown", "refused-command-unknown"),
        ("command-task-form", "refused-command-not-for-client"),
        ("command-number", "refused-command-not-for-client"),
        ("agenda-stands", "refused-command-topic-not-noted"),
    ],
)
def test_the_client_is_told_a_no_in_words_they_have_in_their_language(reason: str, key: str) -> None:
    said = rules.refusal(Refused(reason), is_client=True)

    assert said.key == key
    assert all(say(one, key) != key for one in CLIENT_LANGUAGES)


@pytest.mark.parametrize(
    "text", ["Mail an info@jugendamt.example", "1 < 2 & <b>fett</b>", "@bo fragen", "Uhr: 8"]
)
def test_what_calls_nobody_is_a_topic_like_any_other(text: str) -> None:
    assert meant(f"!thema {text}") == NameTopic(text)


# How many.


ROOM, OTHER_ROOM = SwitchId("a1"), SwitchId("b2")


def test_of_many_commands_at_once_some_are_done_one_is_refused_and_the_others_are_left() -> None:
    pace = Pace()

    steps = [pace.step(ROOM, BO.user, MONDAY) for _ in range(MOST_IN_A_MINUTE + 5)]

    assert steps == [Step.TAKEN] * MOST_IN_A_MINUTE + [Step.TOLD] + [Step.LEFT] * 4


def test_nobody_uses_up_what_others_or_they_themselves_may_elsewhere() -> None:
    pace = Pace()
    for _ in range(MOST_IN_A_MINUTE + 1):
        pace.step(ROOM, BO.user, MONDAY)

    assert pace.step(ROOM, AMIRA.user, MONDAY) is Step.TAKEN
    assert pace.step(OTHER_ROOM, BO.user, MONDAY) is Step.TAKEN


def test_after_a_minute_it_goes_on_until_an_hour_is_full_and_then_it_is_said_again() -> None:
    pace = Pace()
    minutes = MOST_IN_AN_HOUR // MOST_IN_A_MINUTE
    steps = [
        pace.step(ROOM, BO.user, MONDAY + number * A_MINUTE)
        for number in range(minutes)
        for _ in range(MOST_IN_A_MINUTE + 1)
    ]
    full, still = (pace.step(ROOM, BO.user, MONDAY + minutes * A_MINUTE) for _ in range(2))

    assert steps == ([Step.TAKEN] * MOST_IN_A_MINUTE + [Step.TOLD]) * minutes
    # It was told a minute ago, and nothing was done since.
    assert (full, still) == (Step.LEFT, Step.LEFT)
    assert pace.step(ROOM, BO.user, MONDAY + AN_HOUR) is Step.TAKEN


def test_a_clock_that_is_set_back_makes_nobody_wait_and_of_the_silent_nothing_is_kept() -> None:
    pace = Pace()
    for _ in range(MOST_IN_A_MINUTE):
        pace.step(ROOM, BO.user, MONDAY)

    assert pace.step(ROOM, BO.user, MONDAY - A_MINUTE) is Step.TAKEN
    pace.step(ROOM, AMIRA.user, MONDAY + 2 * AN_HOUR)
    assert BO.user not in str(vars(pace))


# Where the room says of no case.

FORM = Refused("command-task-form-alone")


@pytest.mark.parametrize(
    ("body", "meant"),
    [
        ("!thema F-1 Wohnung und Schule", Addressed(NameTopic("Wohnung und Schule"), "F-1")),
        ("!Thema  f-12\n Wohnung ", Addressed(NameTopic("Wohnung"), "F-12")),
        ("!aufgabe F-1 bis 31.3.2027 Antrag", Addressed(SetTask("", date(2027, 3, 31), "Antrag"), "F-1")),
        ("!termin F-1", Addressed(NextConference(), "F-1")),
        ("!erledigt 3f2a", Addressed(TickOff("3f2a"))),
        ("!hilfe", Addressed(Help())),
        ("!thema Wohnung", Refused("command-without-case")),
        ("!thema", Refused("command-without-case")),
        ("!termin", Refused("command-without-case")),
        ("!thema F-1", Refused("command-without-text")),
        ("!thema F-1 @room Wohnung", Refused("command-mention")),
        ("!aufgabe F-1 Antrag", FORM),
        ("!erledigt F-1", Refused("command-number", {"least": "4"})),
        ("!schenken F-1", Refused("command-unknown")),
        ("!thema F-1 " + "x" * 2_000, Refused("command-too-long", {"most": "2000"})),
        ("Guten Morgen F-1", None),
        (" !thema F-1 Wohnung", None),
        ("!thema F-1 \ud800", None),
        ("!thema F-\ud8001 Wohnung", None),
    ],
)
def test_in_a_direct_room_a_command_says_of_which_case_it_is(
    body: str, meant: Addressed | Refused | None
) -> None:
    assert rules.addressed(body, TODAY, names_case=True) == meant


@pytest.mark.parametrize(
    ("body", "meant"),
    [
        ("!thema F-1 Wohnung", Addressed(NameTopic("F-1 Wohnung"))),
        ("!termin F-1", Addressed(NextConference())),
        ("!termin", Addressed(NextConference())),
        ("!thema", Refused("command-without-text")),
        ("!aufgabe F-1 bis 31.3.2027 Antrag", Refused("command-task-form")),
        ("Guten Morgen", None),
    ],
)
def test_elsewhere_the_room_says_it(body: str, meant: Addressed | Refused | None) -> None:
    assert rules.addressed(body, TODAY, names_case=False) == meant


def test_for_a_label_that_there_is_not_another_case_of_theirs_is_looked_at() -> None:
    one, two = CaseId("case-1"), CaseId("case-2")

    assert rules.looked_at([two], [one, two]) == two
    assert rules.looked_at([], [one, two]) == one
    assert rules.looked_at([one, two], [one, two]) == one
    assert rules.looked_at([], []) is None


@pytest.mark.parametrize("command", EVERY)
def test_of_no_case_help_is_said_and_nothing_else_is_done(command: Command) -> None:
    said = rules.of_no_case(command)

    if isinstance(command, Help):
        assert said == Answer(key="command-help-alone")
    else:
        is_of_task = isinstance(command, TickOff)
        assert said == Refused("command-no-task" if is_of_task else "command-unknown-case")

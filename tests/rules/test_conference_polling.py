"""A date is found: what may be proposed, how it is chosen among, and what may be fixed."""

from dataclasses import replace
from datetime import datetime

import pytest

from hub.audit import Act
from hub.cases.model import CaseFile
from hub.conference import polling
from hub.conference.model import CASE, Choice, Poll, Vote
from hub.effects import Debt, PostPoll, Urgency
from hub.errors import Refused
from hub.identifiers import COMMON, ConferenceId
from tests.clock import MONDAY
from tests.people import AMIRA, BO, CHLOE, DARIO, F1, case_f1, closed
from tests.rules.test_conference import BLINK, DAY, HOUR

TIMES = (MONDAY + 7 * DAY, MONDAY + 8 * DAY)
POLL = Poll(
    id=ConferenceId("conference-1"),
    case=F1,
    moderator=AMIRA.id,
    template=CASE,
    circle=COMMON,
    lasts=HOUR,
    options=TIMES,
    opened_at=MONDAY,
)
LABEL = {"case": "F-1"}
OPEN, CLOSED = case_f1(BO), closed(case_f1(BO))


def opened(*options: datetime, file: CaseFile = OPEN, **changed: object) -> tuple[Poll, Debt] | Refused:
    return polling.opened(replace(POLL, options=options, **changed), file=file)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("key", "option"),
    [
        ("1\ufe0f\u20e3", 1),
        ("9\u20e3", 9),
        ("🔟", 10),
        ("0\ufe0f\u20e3", None),
        ("1", None),
        ("👍", None),
        ("", None),
    ],
)
def test_a_reaction_says_yes_to_the_option_of_its_number_or_nothing(key: str, option: int | None) -> None:
    assert polling.option_of(key) == option


def test_a_yes_by_a_reaction_is_said_once_and_replaces_a_no() -> None:
    yes, no = Vote(1, BO.id, Choice.YES), Vote(1, BO.id, Choice.NO)

    def reacted(*known: Vote, file: CaseFile = OPEN) -> Vote | Refused | None:
        return polling.reacted(POLL, 1, voter=BO.id, known=known, file=file, now=MONDAY)

    assert [reacted(), reacted(no), reacted(replace(yes, voter=AMIRA.id)), reacted(yes)] == [
        yes,
        yes,
        yes,
        None,
    ]
    assert reacted(yes, file=CLOSED) == Refused("case-closed", LABEL)


def test_what_was_said_can_be_taken_back_until_a_time_is_fixed() -> None:
    settled = replace(POLL, settled_at=MONDAY)

    assert polling.taken_back(POLL, 1, file=OPEN) is None
    assert polling.taken_back(settled, 1, file=OPEN) == Refused("poll-settled", LABEL)
    assert polling.taken_back(POLL, 1, file=CLOSED) == Refused("case-closed", LABEL)


def test_times_are_asked_for_in_order_and_each_once() -> None:
    debt = Debt(PostPoll(F1, POLL.id), MONDAY, Urgency.WORDS)

    assert opened(*reversed(TIMES), TIMES[0]) == (POLL, debt)


@pytest.mark.parametrize(("count", "fits"), [(0, False), (1, False), (2, True), (10, True), (11, False)])
def test_two_to_ten_times_are_proposed(count: int, fits: bool) -> None:
    answer = opened(*(MONDAY + (n + 1) * DAY for n in range(count)))

    assert isinstance(answer, tuple) is fits
    assert fits or answer == Refused("poll-options-out-of-range", {"fewest": "2", "most": "10"})


@pytest.mark.parametrize("wrong", [MONDAY, MONDAY - DAY, MONDAY + 367 * DAY])
def test_no_time_is_past_or_further_away_than_a_year(wrong: datetime) -> None:
    assert opened(TIMES[0], wrong) == Refused("conference-in-the-past")


def test_who_moderates_works_on_the_case_and_the_case_is_open() -> None:
    assert opened(*TIMES, moderator=DARIO.id) == Refused("moderator-not-involved", LABEL)
    assert opened(*TIMES, file=CLOSED) == Refused("case-closed", LABEL)


def vote(option: int, poll: Poll = POLL, *, now: datetime = MONDAY, file: CaseFile = OPEN) -> Vote | Refused:
    return polling.vote(poll, option, Choice.YES, voter=BO.id, file=file, now=now)


def fixed(
    option: int, poll: Poll = POLL, *, now: datetime = MONDAY, file: CaseFile = OPEN
) -> datetime | Refused:
    return polling.fixed(poll, option, file=file, now=now)


def test_somebody_chooses_and_who_moderates_fixes_one() -> None:
    assert vote(2) == Vote(2, BO.id, Choice.YES)
    assert fixed(2) == TIMES[1]


def test_what_is_past_suits_nobody_and_is_not_fixed() -> None:
    no = Refused("conference-in-the-past")

    assert vote(1, now=TIMES[0]) == fixed(1, now=TIMES[0]) == no
    assert isinstance(vote(1, now=TIMES[0] - BLINK), Vote)
    assert fixed(1, now=TIMES[0] - BLINK) == TIMES[0]


@pytest.mark.parametrize("option", [0, 3, -1])
def test_there_is_no_such_time(option: int) -> None:
    no = Refused("no-such-option", {"options": "2"})

    assert vote(option) == fixed(option) == no


def test_what_is_settled_or_of_a_closed_case_is_not_chosen() -> None:
    settled = replace(POLL, settled_at=MONDAY)

    assert vote(1, settled) == fixed(1, settled) == Refused("poll-settled", LABEL)
    assert vote(1, file=CLOSED) == fixed(1, file=CLOSED) == Refused("case-closed", LABEL)


def test_it_is_counted_what_was_said_to_each() -> None:
    votes = [
        Vote(1, BO.id, Choice.YES),
        Vote(1, CHLOE.id, Choice.YES),
        Vote(2, BO.id, Choice.IF_NEED_BE),
        Vote(2, CHLOE.id, Choice.NO),
    ]

    assert polling.tally(POLL, votes) == [
        {Choice.YES: 2, Choice.IF_NEED_BE: 0, Choice.NO: 0},
        {Choice.YES: 0, Choice.IF_NEED_BE: 1, Choice.NO: 1},
    ]


def test_the_room_is_asked_once_and_while_anything_is_open() -> None:
    def worth(poll: Poll = POLL, *, is_open: bool = True, now: datetime = MONDAY) -> bool:
        return polling.still_worth_asking(poll, is_open=is_open, now=now)

    assert worth()
    assert worth(now=TIMES[1] - BLINK)
    assert not worth(now=TIMES[1])
    assert not worth(is_open=False)
    assert not worth(replace(POLL, posted_at=MONDAY))
    assert not worth(replace(POLL, settled_at=MONDAY))


def test_by_each_time_it_would_be_a_conference_of_the_polls_number() -> None:
    draft = POLL.draft(2)

    assert (draft.id, draft.begins_at, draft.moderator) == (POLL.id, TIMES[1], AMIRA.id)
    assert POLL.draft().begins_at == TIMES[0]


def test_the_chain_tells_that_somebody_chose_and_not_what() -> None:
    act = polling.noted(POLL, "poll.answered", BO.id, MONDAY)

    assert act == Act(at=MONDAY, actor=BO.id, deed="poll.answered", case=F1, target=POLL.id)

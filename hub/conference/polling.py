"""How a date is found: times are proposed, all choose among them, and who moderates fixes one."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from hub.audit import Act
from hub.cases.model import CaseFile
from hub.conference.model import Choice, Poll, Vote
from hub.effects import Debt, PostPoll, Urgency
from hub.errors import Refused

FEWEST, MOST = 2, 10
FURTHEST = timedelta(days=366)
# How a client asks for the coloured form of a sign, and how a digit becomes a key.
_COLOURED, _KEYCAP = "\ufe0f", "\u20e3"
_KEYS: Mapping[str, int] = {f"{digit}{_KEYCAP}": digit for digit in range(1, 10)} | {"🔟": 10}


def opened(offered: Poll, *, file: CaseFile) -> tuple[Poll, Debt] | Refused:
    """Ask for a date; the room is asked at once."""
    label = {"case": file.case.label}
    if not file.case.is_open:
        return Refused("case-closed", label)
    options = tuple(sorted(set(offered.options)))
    if not FEWEST <= len(options) <= MOST:
        return Refused("poll-options-out-of-range", {"fewest": str(FEWEST), "most": str(MOST)})
    if options[0] <= offered.opened_at or options[-1] > offered.opened_at + FURTHEST:
        return Refused("conference-in-the-past")
    if all(part.professional.id != offered.moderator for part in file.participations):
        return Refused("moderator-not-involved", label)
    effect = PostPoll(offered.case, offered.id)
    return replace(offered, options=options), Debt(effect, offered.opened_at, Urgency.WORDS)


def vote(
    poll: Poll, option: int, choice: Choice, *, voter: str, file: CaseFile, now: datetime
) -> Vote | Refused:
    """Say something to an option; what one said to it before is replaced."""
    if refused := _may_still_choose(poll, option, file):
        return refused
    if poll.options[option - 1] <= now:
        return Refused("conference-in-the-past")
    return Vote(option, voter, choice)


def reacted(
    poll: Poll, option: int, *, voter: str, known: Collection[Vote], file: CaseFile, now: datetime
) -> Vote | Refused | None:
    """Say yes to an option by a reaction; None if they have said so already."""
    said = vote(poll, option, Choice.YES, voter=voter, file=file, now=now)
    return None if said in known else said


def taken_back(poll: Poll, option: int, *, file: CaseFile) -> Refused | None:
    """Why somebody can no longer take back what they said to an option, if so."""
    return _may_still_choose(poll, option, file)


def fixed(poll: Poll, option: int, *, file: CaseFile, now: datetime) -> datetime | Refused:
    """When the conference is to begin; an option that is past by now is none."""
    if refused := _may_still_choose(poll, option, file):
        return refused
    begins_at = poll.options[option - 1]
    return begins_at if begins_at > now else Refused("conference-in-the-past")


def tally(poll: Poll, votes: Collection[Vote]) -> Sequence[Mapping[Choice, int]]:
    """For each option how often what was said to it."""
    return [
        {choice: sum((v.option, v.choice) == (number, choice) for v in votes) for choice in Choice}
        for number in range(1, len(poll.options) + 1)
    ]


def still_worth_asking(poll: Poll, *, is_open: bool, now: datetime) -> bool:
    """Not twice, not when it is settled, nor when every option is past."""
    return is_open and poll.settled_at is None and poll.posted_at is None and now < max(poll.options)


def option_of(key: str) -> int | None:
    """Which option a reaction to a poll says yes to, counted from 1; None if it says nothing of one."""
    return _KEYS.get(key.replace(_COLOURED, ""))


def noted(poll: Poll, deed: str, actor: str, now: datetime) -> Act:
    """The audit entry of a poll, or of a choice: whose, not which."""
    return Act(at=now, actor=actor, deed=deed, case=poll.case, target=poll.id)


def _may_still_choose(poll: Poll, option: int, file: CaseFile) -> Refused | None:
    if not file.case.is_open:
        return Refused("case-closed", {"case": file.case.label})
    if poll.settled_at is not None:
        return Refused("poll-settled", {"case": file.case.label})
    if not 1 <= option <= len(poll.options):
        return Refused("no-such-option", {"options": str(len(poll.options))})
    return None

"""Who may answer an item in writing, until when, and whose answer is still open."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from hub.audit import Act
from hub.cases.model import CaseFile
from hub.conference.model import Attendance, Conference, Form, Item, Reply, Stage
from hub.conference.rules import stage
from hub.conference.told import Closed
from hub.effects import Debt, EndWriting, Urgency
from hub.errors import Refused
from hub.identifiers import CLIENT
from hub.typed import showable

LONGEST_REPLY = 2000
# Whoever could not come to a meeting has so long to say their part (the side that is always missing).
AFTERWARDS = timedelta(hours=48)


def reply(
    paragraphs: Sequence[str],
    conference: Conference,
    *,
    item: int,
    items: Sequence[Item],
    author: str,
    file: CaseFile,
    now: datetime,
) -> Reply | Refused:
    """Answer an item, or pass without a paragraph; what one said before is replaced."""
    if refused := _may_reply(conference, file, now):
        return refused
    if not 1 <= item <= len(items):
        return Refused("no-such-item", {"items": str(len(items))})
    too_much = Refused("unshowable-text", {"given": "…", "most": str(LONGEST_REPLY)})
    if sum(map(len, paragraphs)) > LONGEST_REPLY:
        return too_much
    kept = [showable(one, most=LONGEST_REPLY) for one in paragraphs]
    said = tuple(one for one in kept if not isinstance(one, Refused))
    if len(said) < len(kept):
        return too_much
    return Reply(conference=conference.id, item=item, author=author, paragraphs=said, at=now)


def still_open(
    there: Attendance, items: Sequence[Item], replies: Collection[Reply]
) -> tuple[tuple[str, int], ...]:
    """Who has neither answered an item nor passed, of those who take part now."""
    said = {(one.author, one.item) for one in replies}
    people = [*([CLIENT] if there.has_client else []), *(person.id for person in there.people)]
    each = ((who, number) for who in people for number in range(1, len(items) + 1))
    return tuple(one for one in each if one not in said)


def missing(open_: Collection[tuple[str, int]]) -> Mapping[int, int]:
    """How many replies are missing to which item."""
    return dict(sorted(Counter(item for _, item in open_).items()))


def closed(conference: Conference, *, file: CaseFile, now: datetime) -> Debt | Refused:
    """Close a conference in writing before its time."""
    label = {"case": file.case.label}
    if not file.case.is_open:
        return Refused("case-closed", label)
    if conference.form is not Form.WRITTEN or stage(conference, now) is not Stage.RUNNING:
        return Refused("conference-not-running", label)
    return Debt(EndWriting(conference.case, conference.id), now, Urgency.WORDS)


def ends(conference: Conference) -> tuple[Debt, ...]:
    """What is owed by the end of a conference in writing; of a meeting nothing."""
    if conference.form is not Form.WRITTEN:
        return ()
    return (Debt(EndWriting(conference.case, conference.id), conference.ends_at, Urgency.WORDS),)


def still_worth_ending(conference: Conference, *, is_open: bool, said: int, now: datetime) -> bool:
    """Whether a conference in writing is over and nobody said so yet."""
    is_over = conference.ended_at is not None or conference.ends_at <= now
    return is_open and conference.cancelled_at is None and is_over and not said


def told(conference: Conference, open_: Collection[tuple[str, int]]) -> Closed:
    """What the room hears when it is over."""
    return Closed(conference=conference, missing=missing(open_))


def noted(one: Reply, case_of: Conference) -> Act:
    """The audit entry of a reply: whose and when, not to what nor what it says."""
    return Act(at=one.at, actor=one.author, deed="reply.given", case=case_of.case, target=case_of.id)


def _may_reply(conference: Conference, file: CaseFile, now: datetime) -> Refused | None:
    label = {"case": file.case.label}
    if not file.case.is_open:
        return Refused("case-closed", label)
    if conference.form is Form.WRITTEN:
        is_time = stage(conference, now) is Stage.RUNNING
    else:
        over_at = conference.ended_at or conference.ends_at
        begins_at = conference.begun_at or conference.begins_at
        is_time = conference.cancelled_at is None and begins_at <= now < over_at + AFTERWARDS
    return None if is_time else Refused("not-open-for-replies", label)

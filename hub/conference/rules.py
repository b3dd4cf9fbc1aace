"""How a conference is called, and when its agenda is still worth posting."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from hub.audit import Act
from hub.canonical import digest, instant
from hub.cases.model import CaseFile, Professional
from hub.conference.model import (
    TEMPLATE,
    Conference,
    Form,
    Interpreter,
    Item,
    Occasion,
    Stage,
    TemplateId,
    Topic,
)
from hub.conference.told import Agenda
from hub.effects import Debt, PostAgenda, Urgency
from hub.errors import Refused
from hub.identifiers import CLIENT, CaseId
from hub.typed import showable

MOST_TOPICS = 20
LONGEST_TOPIC = 300
LONGEST_CONFERENCE = timedelta(hours=8)
A_DAY = timedelta(days=1)
# As long as written consultations last in practice (kokom.net: 20 days at most).
LONGEST_IN_WRITING = 20 * A_DAY
USUAL_IN_WRITING = 7 * A_DAY
# ISO 639: two letters, or three where there are no two.
_LANGUAGE = re.compile(r"[a-z]{2,3}")
# From then on people prepare themselves: the agenda stands.
CLOSES_BEFORE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Called:
    """A conference that was called, its topics in order, and the agenda that is owed."""

    conference: Conference
    topics: tuple[str, ...]
    debt: Debt


def call(
    offered: Conference,
    topics: Sequence[str],
    file: CaseFile,
    known: Iterable[Conference] = (),
    *,
    longest: timedelta = LONGEST_CONFERENCE,
) -> Called | Refused:
    """Call a conference; its agenda is posted at once. `known` are those that were called before.

    By its template it may last no longer than `longest`.
    """
    if not file.case.is_open:
        return Refused("case-closed", {"case": file.case.label})
    if refused := _misfit(offered, longest):
        return refused
    if all(part.professional.id != offered.moderator for part in file.participations):
        return Refused("moderator-not-involved", {"case": file.case.label})
    if any(_is_alike(one, offered) for one in known if one.cancelled_at is None):
        return Refused("conference-called-already", {"case": file.case.label})
    if len(topics) > MOST_TOPICS:
        return _too_much()
    wanted: list[str] = []
    for topic in topics:
        kept = _topic(topic)
        if isinstance(kept, Refused):
            return kept
        wanted.append(kept)
    effect = PostAgenda(file.case.id, offered.id)
    return Called(offered, tuple(wanted), Debt(effect, offered.called_at, Urgency.WORDS))


def _misfit(offered: Conference, longest: timedelta) -> Refused | None:
    if offered.form is Form.WRITTEN:
        # It may begin at once: nobody has to come anywhere.
        if offered.begins_at < offered.called_at:
            return Refused("conference-in-the-past")
        fits = not offered.lasts % A_DAY and A_DAY <= offered.lasts <= LONGEST_IN_WRITING
        return None if fits else Refused("written-too-long", {"days": str(LONGEST_IN_WRITING.days)})
    if offered.begins_at <= offered.called_at:
        return Refused("conference-in-the-past")
    in_whole_minutes = not offered.lasts % timedelta(minutes=1)
    if not (in_whole_minutes and timedelta(0) < offered.lasts <= LONGEST_CONFERENCE):
        return Refused("conference-too-long", {"hours": str(LONGEST_CONFERENCE // timedelta(hours=1))})
    if offered.lasts > longest:
        return Refused("longer-than-template", {"minutes": str(longest // timedelta(minutes=1))})
    return None


def _is_alike(one: Conference, other: Conference) -> bool:
    # Whatever it is to be about: nobody moderates two of one case at once.
    return (one.begins_at, one.lasts, one.moderator) == (other.begins_at, other.lasts, other.moderator)


def ahead(conference: Conference) -> tuple[Debt, ...]:
    """What is owed by the time at which a conference begins: the eve, if there is one, and the start."""
    eve = conference.begins_at - CLOSES_BEFORE
    occasions = {Occasion.EVE: eve, Occasion.START: conference.begins_at}
    return tuple(
        Debt(PostAgenda(conference.case, conference.id, occasion), due_at, Urgency.WORDS)
        for occasion, due_at in occasions.items()
        if due_at > conference.called_at
    )


def stage(conference: Conference, now: datetime) -> Stage:
    """How far a conference has come."""
    if conference.cancelled_at is not None:
        return Stage.CANCELLED
    if conference.ended_at is not None or now >= over_at(conference):
        return Stage.OVER
    if conference.begun_at is not None:
        return Stage.RUNNING
    if conference.form is Form.WRITTEN and now >= conference.begins_at:
        return Stage.RUNNING
    if now >= closes_at(conference):
        return Stage.SET
    return Stage.CHECKED if conference.checked_at is not None else Stage.COLLECTING


def over_at(conference: Conference) -> datetime:
    """When it is over: as somebody ended it, else by the clock."""
    if conference.ended_at is not None:
        return conference.ended_at
    # One that was begun and that nobody ended is over some day.
    begun_at = conference.begun_at
    return conference.ends_at if begun_at is None else begun_at + LONGEST_CONFERENCE


def moved(
    conference: Conference,
    begins_at: datetime,
    *,
    file: CaseFile,
    known: Iterable[Conference],
    now: datetime,
) -> Conference | Refused:
    """Let a conference begin at another time, as long as it has not begun."""
    if refused := _may_be_changed(conference, file, now):
        return refused
    if begins_at <= now:
        return Refused("conference-in-the-past")
    new = replace(conference, begins_at=begins_at, is_change_untold=True, opened_at=None, checked_at=None)
    others = (one for one in known if one.cancelled_at is None)
    if any(_is_alike(one, new) for one in others):
        return Refused("conference-called-already", {"case": file.case.label})
    return new


def cancelled(conference: Conference, *, file: CaseFile, now: datetime) -> Conference | Refused:
    """Let a conference not take place."""
    refused = _may_be_changed(conference, file, now)
    return refused or replace(conference, cancelled_at=now, is_change_untold=True)


def prepared(
    conference: Conference,
    *,
    speaks: str | None,
    invited_in: str | None,
    interpreter: Interpreter | None,
    file: CaseFile,
    now: datetime,
) -> Conference | Refused:
    """Note how the client was invited and whether somebody interprets; what is None stays as it was."""
    if refused := _may_be_changed(conference, file, now):
        return refused
    for language in filter(None, (speaks, invited_in)):
        if not _LANGUAGE.fullmatch(language):
            return Refused("malformed-language", {"given": ascii(language[:20])})
    return replace(
        conference,
        speaks=conference.speaks if speaks is None else speaks,
        invited_in=conference.invited_in if invited_in is None else invited_in,
        interpreter=conference.interpreter if interpreter is None else interpreter,
    )


def reason(text: str) -> str | Refused:
    """Why something is changed, as the room is told."""
    if len(text) > LONGEST_TOPIC:
        return Refused("unshowable-text", {"given": ascii(text[:60])[:60], "most": str(LONGEST_TOPIC)})
    return showable(text, most=LONGEST_TOPIC)


def _may_be_changed(conference: Conference, file: CaseFile, now: datetime) -> Refused | None:
    if not file.case.is_open:
        return Refused("case-closed", {"case": file.case.label})
    if stage(conference, now) in (Stage.RUNNING, Stage.OVER, Stage.CANCELLED):
        return Refused("conference-unchangeable", {"case": file.case.label})
    return None


def change_still_worth_telling(conference: Conference, file: CaseFile, now: datetime) -> bool:
    """Whether those in the room are still to be told; not of a new time that is past."""
    is_ahead = conference.cancelled_at is not None or now < conference.begins_at
    return file.case.is_open and conference.is_change_untold and is_ahead


def closes_at(conference: Conference) -> datetime:
    """When the agenda stands: until then everybody names topics, and from then on the moderator alone.

    What was called at shorter notice stands when it begins.
    """
    eve = conference.begins_at - CLOSES_BEFORE
    return eve if conference.called_at < eve else conference.begins_at


def topic(
    text: str | None,
    conference: Conference,
    *,
    author: str,
    known: Sequence[Topic],
    file: CaseFile,
    now: datetime,
    moderates: bool = False,
) -> Topic | Refused:
    """Name a topic, by somebody who may take part; None: without words."""
    if refused := _may_still_change(conference, file, now, moderates=moderates):
        return refused
    if len(known) >= MOST_TOPICS:
        return _too_much()
    kept = None if text is None else _topic(text)
    if isinstance(kept, Refused):
        return kept
    number = max((one.number for one in known), default=0) + 1
    return Topic(conference=conference.id, number=number, author=author, text=kept, added_at=now)


def withdrawn(
    number: int,
    conference: Conference,
    *,
    author: str,
    known: Sequence[Topic],
    file: CaseFile,
    now: datetime,
    moderates: bool = False,
) -> Topic | Refused:
    """Which topic somebody takes back: their own, as long as topics are named."""
    if refused := _may_still_change(conference, file, now, moderates=moderates):
        return refused
    theirs = [one for one in known if one.number == number and one.author == author]
    return theirs[0] if theirs else Refused("unknown-topic", {"number": str(number)})


def _may_still_change(
    conference: Conference, file: CaseFile, now: datetime, *, moderates: bool
) -> Refused | None:
    if refused := _may_be_changed(conference, file, now):
        return refused
    ends = conference.begins_at if moderates else closes_at(conference)
    return None if now < ends else Refused("agenda-stands", {"case": file.case.label})


def _topic(text: str) -> str | Refused:
    # Asked first: of 100 kB nothing is looked at.
    return _too_much() if len(text.strip()) > LONGEST_TOPIC else showable(text, most=LONGEST_TOPIC)


def _too_much() -> Refused:
    return Refused("too-much-for-an-agenda", {"topics": str(MOST_TOPICS), "most": str(LONGEST_TOPIC)})


def agenda(
    conference: Conference,
    topics: Sequence[str],
    *,
    moderator: Professional | None,
    file: CaseFile,
    items: tuple[Item, ...] = TEMPLATE,
) -> Agenda:
    """The agenda: the items, fitted into the time there is, and what people asked for."""
    fit = fitted(items, conference.lasts // timedelta(minutes=1))
    return Agenda(file=file, conference=conference, moderator=moderator, items=fit, topics=tuple(topics))


def fitted(items: tuple[Item, ...], minutes: int) -> tuple[Item, ...]:
    """The same items with just so many minutes, each in proportion; as they are if it cannot be."""
    whole = sum(item.minutes for item in items)
    if minutes == whole or minutes < len(items) or not whole:
        return items
    taken, spent, fit = 0, 0, []
    for left, item in zip(range(len(items) - 1, -1, -1), items, strict=True):
        taken += item.minutes
        ends = max(spent + 1, min(round(minutes * taken / whole), minutes - left))
        fit.append(replace(item, minutes=ends - spent))
        spent = ends
    return tuple(fit)


def print_of(agenda: Agenda) -> str:
    """What an agenda says, as one text: by it another one is told from it. It is content."""
    one = agenda.conference
    return digest(
        {
            "begins_at": instant(one.begins_at),
            "minutes": one.lasts // timedelta(minutes=1),
            "moderator": agenda.moderator.id if agenda.moderator else "",
            "items": [[item.key, item.text, item.minutes] for item in agenda.items],
            "topics": [*agenda.topics, *([person.id if person else CLIENT] for person in agenda.unsaid)],
            "present": agenda.present,
            "has_client": agenda.has_client,
            "missing": agenda.missing,
            "deviations": agenda.deviations,
        }
    )


def still_worth_posting(
    conference: Conference, file: CaseFile, now: datetime, occasion: str = Occasion.CALLED
) -> bool:
    """Not after the case was closed, not of a conference that was cancelled, not twice.

    A debt of the time before it was moved comes too early or too late, and is for nothing.
    """
    if not file.case.is_open or conference.cancelled_at is not None:
        return False
    match occasion:
        case Occasion.CALLED:
            is_written = conference.form is Form.WRITTEN
            ends_at = conference.ends_at if is_written else conference.begins_at
            return now < ends_at and conference.agenda_posted_at is None
        case Occasion.EVE:
            return conference.begins_at - CLOSES_BEFORE <= now < conference.begins_at
        case _:
            is_quiet = conference.opened_at is None and conference.begun_at is None
            return is_quiet and conference.begins_at <= now < conference.ends_at


def called(conference: Conference, actor: str) -> Act:
    """The audit entry of a calling."""
    return _act(conference, "conference.called", actor, conference.called_at)


def posted(conference: Conference, now: datetime, occasion: Occasion = Occasion.CALLED) -> Act:
    """The audit entry of a posted agenda, or of a beginning that was announced."""
    deed = "conference.opened" if occasion is Occasion.START else "agenda.posted"
    return _act(conference, deed, "hub", now)


def was_moved(conference: Conference, actor: str, now: datetime) -> Act:
    """The audit entry of a conference that begins at another time."""
    return _act(conference, "conference.moved", actor, now)


def was_cancelled(conference: Conference, actor: str, now: datetime) -> Act:
    """The audit entry of a conference that does not take place."""
    return _act(conference, "conference.cancelled", actor, now)


def template_laid_down(id_: TemplateId, sha256: str, actor: str, now: datetime) -> Act:
    """The audit entry of an agency's own template."""
    return Act(at=now, actor=actor, deed="template.added", target=str(id_), basis=sha256)


def topic_named(topic: Topic, case: CaseId) -> Act:
    """The audit entry of a topic: by whom and for which conference, not what about."""
    return Act(at=topic.added_at, actor=topic.author, deed="topic.named", case=case, target=topic.conference)


def topic_withdrawn(topic: Topic, case: CaseId, now: datetime) -> Act:
    """The audit entry of a topic that was taken back."""
    return Act(at=now, actor=topic.author, deed="topic.withdrawn", case=case, target=topic.conference)


def _act(conference: Conference, deed: str, actor: str, at: datetime) -> Act:
    return Act(at=at, actor=actor, deed=deed, case=conference.case, target=conference.id)

"""Who may write what down, who may object until when, and what minutes are made of."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from hub.calendar import HOME, begins
from hub.cases.model import CaseFile
from hub.conference.model import Conference
from hub.conference.rules import over_at
from hub.consent.model import Basis, Consent
from hub.consent.rules import could_see
from hub.errors import Refused
from hub.identifiers import CLIENT, ConferenceId, EntryId, ProfessionalId, UserId
from hub.minutes.model import (
    DRAFT,
    FINAL,
    Author,
    Entry,
    Held,
    Kind,
    Meeting,
    Minutes,
    Objection,
    Planned,
    Section,
    Seen,
    Version,
    Words,
)
from hub.rooms.model import Rightful
from hub.typed import showable
from hub.workdays import A_DAY, add_working_days, moment

LONGEST_ENTRY = 1000
LONGEST_NAME = 200
# Of one person, for each of the two: whoever writes much takes nobody's room, and least of all a dissent's.
MOST_ENTRIES = 200
MOST_DISSENTS = 50
MOST_OBJECTIONS = 5
WORKING_DAYS_TO_DRAFT = 2
DAYS_TO_OBJECT = 7


def reader(file: CaseFile, may: Rightful, user: UserId) -> Author | None:
    """Who reads and writes under that account: the client, or a professional who may hear now; else nobody.

    The client may also after the end of their case. `may` is who may sit in the common room.
    """
    if user == file.case.client:
        return None if file.contradicted else CLIENT
    if not isinstance(may.get(user), Basis):
        return None
    there = (part.professional for part in file.participations if part.professional.user == user)
    return next((person.id for person in there), None)


def unknown(conference: ConferenceId) -> Refused:
    """One answer for what is not there and for what is not theirs: nobody learns of it by trying."""
    return Refused("unknown-minutes", {"conference": conference[:60]})


def note(offered: Entry, meeting: Meeting) -> Entry | Refused:
    """Write something down, perhaps instead of something else."""
    if refused := _is_over(offered, meeting):
        return refused
    if offered.instead_of is not None and (refused := _may_replace(offered, meeting)):
        return refused
    if refused := _too_many(offered, meeting):
        return refused
    words = _words(offered.words, meeting.items)
    return words if isinstance(words, Refused) else replace(offered, words=words)


def _is_over(offered: Entry, meeting: Meeting) -> Refused | None:
    if not meeting.file.case.is_open:
        return Refused("case-closed", {"case": meeting.file.case.label})
    if meeting.conference.cancelled_at is not None:
        return Refused("conference-is-cancelled")
    if offered.at < meeting.conference.begins_at:
        return Refused("conference-not-begun")
    return Refused("minutes-closed") if meeting.held.is_drafted else None


def _may_replace(offered: Entry, meeting: Meeting) -> Refused | None:
    before = _entry(meeting, offered.instead_of or "")
    if before is None:
        return Refused("unknown-entry", {"entry": (offered.instead_of or "")[:60]})
    if before.author == offered.author:
        return None
    if before.words.kind is Kind.DISSENT:
        return Refused("dissent-not-yours")
    return None if offered.author == meeting.conference.moderator else Refused("entry-not-yours")


def _too_many(offered: Entry, meeting: Meeting) -> Refused | None:
    is_dissent = offered.words.kind is Kind.DISSENT
    most = MOST_DISSENTS if is_dissent else MOST_ENTRIES
    theirs = [
        one
        for one in meeting.held.entries
        if one.author == offered.author and one.id != offered.instead_of
        if (one.words.kind is Kind.DISSENT) == is_dissent
    ]
    return Refused("too-many-entries", {"most": str(most)}) if len(theirs) >= most else None


def _words(offered: Words, items: Collection[str]) -> Words | Refused:
    if offered.item not in items:
        return Refused("unknown-agenda-item", {"item": ascii(offered.item)[:60], "items": ", ".join(items)})
    text = showable(offered.text, most=LONGEST_ENTRY)
    if isinstance(text, Refused):
        return text
    is_decision = offered.kind is Kind.DECISION
    who = showable(offered.who, most=LONGEST_NAME) if is_decision else ""
    if isinstance(who, Refused):
        return who
    if is_decision and offered.day is None:
        return Refused("decision-without-day")
    if offered.kind is Kind.NEXT_DATE and offered.day is None:
        return Refused("next-date-without-day")
    if (offered.kind is Kind.AGREED) != (offered.agreed is not None):
        return Refused("agreed-without-plan")
    return replace(offered, text=text, who=who)


def withdraw(entry: EntryId, meeting: Meeting, *, author: Author) -> Entry | Refused:
    """Take back what one wrote oneself, before it is drafted."""
    if meeting.held.is_drafted:
        return Refused("minutes-closed")
    found = _entry(meeting, entry)
    if found is None:
        return Refused("unknown-entry", {"entry": entry[:60]})
    if found.author != author:
        return Refused("dissent-not-yours" if found.words.kind is Kind.DISSENT else "entry-not-yours")
    return found


def _entry(meeting: Meeting, id_: str) -> Entry | None:
    return next((one for one in meeting.held.entries if one.id == id_), None)


def may_draft(meeting: Meeting, *, author: Author, now: datetime) -> Refused | None:
    """Why somebody may not draft the minutes now, if so."""
    if author != meeting.conference.moderator:
        return Refused("minutes-not-yours")
    if not meeting.file.case.is_open:
        return Refused("case-closed", {"case": meeting.file.case.label})
    if meeting.held.is_drafted:
        return Refused("minutes-drafted-already")
    if now < ends(meeting.conference):
        return Refused("conference-not-over")
    return None if is_draftable(meeting) else Refused("nothing-to-draft")


def is_draftable(meeting: Meeting) -> bool:
    """Whether nobody drafted it yet, and there is something to draft: also if all of it is lost."""
    return not meeting.held.is_drafted and bool(meeting.held.entries or meeting.held.lost)


def draft(blank: Version, meeting: Meeting) -> Version:
    """The draft of all that was written down; `blank` brings its name, its time and who was there."""
    held = meeting.held
    return replace(
        blank,
        number=DRAFT,
        objections_until=objections_until(blank.at),
        items=meeting.items,
        entries=held.entries,
        lost=len(held.lost),
    )


def final(drafted: Version, held: Held) -> Version:
    """The final version: the draft, and every objection in full. Its name and time are still the draft's."""
    lost = drafted.lost + len(held.unheard)
    return replace(drafted, number=FINAL, objections=held.objections, lost=lost)


def counted(file: CaseFile, present: Collection[UserId]) -> tuple[Author, ...] | Refused:
    """Who was there, by their accounts: the client, and whoever works or worked on the case."""
    known: dict[UserId, Author] = {part.professional.user: part.professional.id for part in file.everybody}
    known[file.case.client] = CLIENT
    if strangers := sorted(set(present) - known.keys()):
        return Refused("present-unknown", {"user": strangers[0]})
    return tuple(sorted({known[user] for user in present}))


def could_be_there(meeting: Meeting, may: Rightful) -> tuple[Author, ...]:
    """Who could have been there, where nobody counted: who may hear now, and who wrote something down."""
    parts = meeting.file.participations
    hear = {part.professional.id for part in parts if isinstance(may.get(part.professional.user), Basis)}
    return tuple(sorted(hear.union(one.author for one in meeting.held.entries)))


def could_sit(
    file: CaseFile, given: Collection[Consent], conference: Conference
) -> frozenset[ProfessionalId]:
    """Who could sit there while it lasted, by the consents of that time and their part in the case."""
    begins, over = min(conference.begins_at, conference.begun_at or conference.begins_at), ends(conference)
    parts = (one for one in file.everybody if one.since < over and begins < (one.ended_at or over))
    people = {part.professional for part in parts}
    return frozenset(one.id for one in people if could_see(given, one, begins, over))


def object_to(offered: Objection, meeting: Meeting) -> Objection | Refused:
    """Object to the draft. In a closed case only the client still does.

    Whoever took part may, or could have sat there, whatever the moderator says about who was present: an
    objection may be about just that.
    """
    drafted, author = meeting.held.version(DRAFT), offered.author
    if not meeting.file.case.is_open and author != CLIENT:
        return Refused("case-closed", {"case": meeting.file.case.label})
    if drafted is None:
        return Refused("minutes-altered" if meeting.held.is_drafted else "minutes-not-drafted")
    if offered.at >= drafted.objections_until or meeting.held.is_final:
        return Refused("objections-over")
    if author not in {CLIENT, *drafted.present, *meeting.held.took_part, *meeting.could_sit}:
        return Refused("objection-not-present")
    if sum(one.author == author for one in meeting.held.objections) >= MOST_OBJECTIONS:
        return Refused("too-many-objections", {"most": str(MOST_OBJECTIONS)})
    text = showable(offered.text, most=LONGEST_ENTRY)
    return text if isinstance(text, Refused) else replace(offered, text=text)


def still_worth_posting(number: str, meeting: Meeting) -> Version | None:
    """The version of that number; not after the case was closed, not twice, not after the one behind it."""
    return None if number in map(str, meeting.held.posted) else still_worth_attaching(number, meeting)


def still_worth_attaching(number: str, meeting: Meeting) -> Version | None:
    """As `still_worth_posting`, of what stands there already."""
    held = meeting.held
    newest = FINAL if held.is_final else DRAFT
    if not meeting.file.case.is_open or number != str(newest):
        return None
    return held.version(newest)


def minutes(version: Version) -> Minutes:
    """The minutes as one reads them: each item in the agenda's order, then what was decided.

    What stands under an item that the agenda does not have comes last; nothing is left out.
    """
    entries = version.entries
    others = sorted({one.words.item for one in entries} - set(version.items))
    sections = [_section(item, entries) for item in (*version.items, *others)]
    return Minutes(
        version=version,
        sections=tuple(one for one in sections if one.notes or one.dissents),
        decisions=_of(Kind.DECISION, entries),
        gaps=tuple(one for one in entries if _is_gap(one)),
        next_dates=_of(Kind.NEXT_DATE, entries),
    )


def _section(item: str, entries: Sequence[Entry]) -> Section:
    under = [one for one in entries if one.words.item == item]
    noted = (one for one in under if one.words.kind in (Kind.NOTE, Kind.AGREED) and not _is_gap(one))
    return Section(item, tuple(noted), _of(Kind.DISSENT, under))


def _of(kind: Kind, entries: Iterable[Entry]) -> tuple[Entry, ...]:
    return tuple(one for one in entries if one.words.kind is kind)


def _is_gap(one: Entry) -> bool:
    return one.words.agreed is not None and one.words.agreed.kind is Planned.GAP


def seen(meeting: Meeting, names: Mapping[str, str], *, author: Author) -> Seen:
    """What one reader sees: of objections, until they are all in the final version, only their own."""
    held = meeting.held
    return Seen(
        conference=meeting.conference,
        entries=held.entries,
        versions=held.versions,
        objections=tuple(one for one in held.objections if one.author == author),
        names=names,
    )


def authors(meeting: Meeting) -> frozenset[Author]:
    """Whoever appears in it, the client apart."""
    held = meeting.held
    there: set[Author] = {meeting.conference.moderator}
    there.update(one.author for one in held.entries)
    # Of objections those in the final version: before it nobody learns who objected.
    for version in held.versions:
        there.update(named_in(version))
    return frozenset(there - {CLIENT})


def named_in(version: Version) -> frozenset[Author]:
    """Whoever was there, wrote something down in it, or objects."""
    wrote = (one.author for one in version.entries)
    return frozenset((*version.present, *wrote, *(one.author for one in version.objections)))


# When.


def ends(conference: Conference) -> datetime:
    """When nothing more is said there: it is over, and its time, too, however early somebody ended it."""
    return max(conference.ends_at, over_at(conference))


def draft_due(conference: Conference, now: datetime, land: str) -> datetime:
    """Until when the moderator may draft it: two working days after its end, by the clock on the wall.

    What is written down later has two working days of its own.
    """
    since = max(conference.ends_at, now).astimezone(HOME)
    return moment(add_working_days(since.date(), WORKING_DAYS_TO_DRAFT, land), since.time())


def objections_until(drafted_at: datetime) -> datetime:
    """The end of the seventh day; the day of the draft does not count (§§ 187(1), 188(1) BGB)."""
    return begins(drafted_at.astimezone(HOME).date() + (DAYS_TO_OBJECT + 1) * A_DAY).astimezone(UTC)

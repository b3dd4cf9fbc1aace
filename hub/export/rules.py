"""What a client sees of their own case, and others on their side of it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from hub.audit import Act
from hub.cases.model import Case, Participation, Professional, Role
from hub.consent.model import Basis, Consent
from hub.consent.rules import covers, in_force
from hub.disclosure.model import Record
from hub.errors import Refused
from hub.export.model import (
    Addressee,
    Agreed,
    Agreement,
    Facts,
    Leading,
    Meeting,
    Minuted,
    Part,
    Passed,
    Person,
    Place,
    Relative,
    Room,
    Speaking,
    Stay,
    View,
)
from hub.export.planned import agreed
from hub.export.sight import Sight, knows_disclosure, knows_guardianship, sight
from hub.identifiers import CLIENT, COMMON, TEAM, CircleId, ConsentId, PartyId, UserId
from hub.language.rules import said
from hub.law.model import Way
from hub.minutes.model import FINAL, Held
from hub.minutes.rules import minutes, named_in
from hub.receipts.rules import called, record
from hub.rooms.model import Kind, Rightful, Seat, kind_of
from hub.rooms.naming import name_of
from hub.rooms.rules import rights, wanted, within

_PARTS = {Role.LEAD: Part.LEAD, Role.MEMBER: Part.MEMBER}
_THEMSELVES = Person(part=Part.CLIENT)
_STRANGER = Person(part=Part.STRANGER)
# As the chain calls the hub's voices, which read nothing.
_HUB = "hub"


def view(facts: Facts, now: datetime) -> View | Refused:
    """Everything the reader may see of the case at an instant; refused if nothing of it is theirs."""
    case = facts.file.case
    seen = sight(facts.reader, facts.given, facts.guardianships, now)
    drawn = View(
        label=case.label,
        reader=called(facts.reader, case.label),
        is_own=seen.is_own,
        at=now,
        opened_at=case.opened_at,
        closed_at=case.closed_at,
        leads=tuple(_leads(facts) if seen.is_own else ()),
        places=tuple(_places(facts, now) if seen.is_own else _rights(facts, seen, now)),
        stays=tuple(_stays(facts) if seen.is_own else ()),
        agreements=tuple(_agreements(facts, seen, now)),
        disclosures=tuple(_disclosures(facts, seen)),
        guardianships=tuple(_guardianships(facts, seen, now)),
        conferences=tuple(_conferences(facts) if seen.is_own else ()),
        minutes=tuple(_minutes(facts) if seen.is_own else ()),
        agreed=tuple(_agreed(facts) if seen.is_own else ()),
        reads=said(facts.client_language) if seen.is_own else None,
    )
    if not (seen.is_own or seen.wards or drawn.agreements or drawn.disclosures):
        # Whoever speaks for nobody any more: an adult's case is not even shown to exist (§ 35 SGB I).
        return Refused("nothing-of-theirs", {"case": case.label})
    return drawn


def exported(case: Case, reader: PartyId, by: str, now: datetime) -> Act:
    """The audit entry of an export: of the case, or of what somebody else may see of it."""
    target = case.id if reader == CLIENT else reader
    return Act(at=now, actor=by, deed="case.exported", case=case.id, target=target)


# Who sits where, for the client.


def _places(facts: Facts, now: datetime) -> Iterable[Place]:
    everybody = rights(facts.file, facts.given, facts.voices, now, rooms=facts.rooms, advisers=facts.advisers)
    may = within(everybody, facts.servers)
    # A question is no part of who hears the case: it stands among what was passed on.
    others = {c for c in facts.rooms.keys() | wanted(may) if kind_of(c) is not Kind.CONSULT} - {COMMON}
    for circle in (COMMON, *sorted(others)):
        yield from _places_in(facts, circle, may[circle], facts.rooms.get(circle, {}))


def _places_in(
    facts: Facts, circle: CircleId, may: Rightful, seats: Mapping[UserId, Seat]
) -> Iterable[Place]:
    case, room = facts.file.case, _room(facts, circle)
    own = seats.get(case.client)
    if own or circle != TEAM:
        yield Place(
            person=_THEMSELVES,
            room=room,
            since=case.opened_at,
            may_sit=case.client in may,
            seat=own.membership if own else None,
        )
    people = {user: (person, since) for user, person, since in _could_sit(facts, circle)}
    for user, (person, since) in people.items():
        because, seat = may.get(user), seats.get(user)
        if circle != COMMON and because is None and seat is None:
            continue
        basis = because if isinstance(because, Basis) else None
        yield Place(
            person=person,
            room=room,
            since=since,
            may_sit=basis is not None,
            consent=basis.consent if basis else None,
            until=basis.until if basis else None,
            seat=seat.membership if seat else None,
        )
    # Should never be seen; but if somebody sits there who may not, the client is the first to be told.
    hubs_own = (*facts.voices, *(one.user for one in facts.file.listeners))
    known = {case.client, *hubs_own} | people.keys() | may.keys()
    for user in sorted(seats.keys() - known):
        seat = seats[user]
        yield Place(person=_STRANGER, room=room, since=seat.since, may_sit=False, seat=seat.membership)


def _could_sit(facts: Facts, circle: CircleId) -> Iterable[tuple[UserId, Person, datetime]]:
    if kind_of(circle) is not Kind.SIDE:
        for part in facts.file.participations:
            yield part.professional.user, _person(facts, part), facts.file.working_since(part)
        return
    given = (c.given_at for c in facts.given if c.side == circle and c.given_at is not None)
    since = min(given, default=facts.file.case.opened_at)
    for adviser in facts.advisers:
        yield adviser.user, _called(facts, adviser, Part.ADVISER), since


def _stays(facts: Facts) -> Iterable[Stay]:
    known: dict[str, Person] = {CLIENT: _THEMSELVES}
    known |= {str(one.id): _called(facts, one, Part.ADVISER) for one in facts.advisers}
    known |= {who: _person(facts, part) for who, part in _parts(facts).items()}
    stays: list[Stay] = []
    begun: dict[str, int] = {}
    for act in facts.acts:
        who, _, circle = act.target.partition(":")
        if who == _HUB or kind_of(CircleId(circle)) is Kind.CONSULT:
            continue
        if act.deed in ("seat.offered", "seat.taken"):
            if act.target not in begun:
                begun[act.target] = len(stays)
                stays.append(_begin(known.get(who, _STRANGER), _room(facts, CircleId(circle)), act))
            elif act.deed == "seat.taken":
                place = begun[act.target]
                stays[place] = replace(stays[place], taken_at=act.at)
        elif act.deed in ("seat.left", "seat.ended") and act.target in begun:
            place = begun.pop(act.target)
            stays[place] = replace(stays[place], ended_at=act.at, left=act.deed == "seat.left")
    return stays


def _begin(person: Person, room: Room, act: Act) -> Stay:
    stay = Stay(person=person, room=room, consent=ConsentId(act.basis) if act.basis else None)
    return replace(stay, taken_at=act.at) if act.deed == "seat.taken" else replace(stay, offered_at=act.at)


# Who might sit where by what others allowed. Who does would tell them what else there is.


def _rights(facts: Facts, seen: Sight, now: datetime) -> Iterable[Place]:
    for part in facts.file.participations:
        for consent in seen.given:
            for circle in (COMMON, *consent.circles):
                if covers(consent, part.professional, circle):
                    yield from _right(facts, part, consent, circle=circle, now=now)


def _right(
    facts: Facts, part: Participation, consent: Consent, *, circle: CircleId, now: datetime
) -> Iterable[Place]:
    if consent.given_at is None or not consent.proven:
        return
    ends = (consent.valid_until, consent.ended_at, facts.file.case.closed_at)
    works_since = facts.file.working_since(part)
    begins, until = max(consent.valid_from, consent.given_at, works_since), min(filter(None, ends))
    if begins < until:
        yield Place(
            person=_person(facts, part),
            room=_room(facts, circle),
            since=begins,
            may_sit=in_force(consent, now) and facts.file.case.is_open,
            consent=consent.id,
            until=until,
        )


# What was agreed to, and what was passed on.


def _agreements(facts: Facts, seen: Sight, now: datetime) -> Iterable[Agreement]:
    for consent in seen.given:
        known = facts.records.get(consent.id)
        yield Agreement(
            consent=consent.id,
            record=None if known is None else record(known, now),
            notice_text=facts.notices.get(consent.id, ""),
        )


def _disclosures(facts: Facts, seen: Sight) -> Iterable[Passed]:
    parts = _parts(facts)
    for one in facts.disclosures:
        # What nobody can read names nobody who works here: it might be a warning.
        sender = parts.get(one.disclosure.sender)
        if sender is not None and knows_disclosure(seen, one, file=facts.file, law=facts.law):
            yield _passed(facts, sender, one)


def _passed(facts: Facts, sender: Participation, one: Record) -> Passed:
    made, label = one.disclosure, facts.file.case.label
    norm = next((norm for id_, norm in facts.law.items() if str(id_) == made.basis), None)
    person = None if made.recipient.person is None else facts.people.get(made.recipient.person)
    agency = facts.agencies.get(made.recipient.agency)
    return Passed(
        id=made.id,
        at=made.at,
        subject=called(made.subject, label),
        sender=_person(facts, sender),
        addressee=Addressee(
            agency=agency.name if agency else made.recipient.agency,
            function=made.recipient.function,
            unit=made.recipient.unit,
            name=person.name if person else "",
        ),
        themes=tuple(sorted(one.contents.themes)),
        consent=None if norm else ConsentId(made.basis),
        norm=made.basis if norm else "",
        paragraph=norm.paragraph if norm else "",
        releases=made.releases,
        is_warning=made.way is Way.WARNING,
        is_pseudonymised=made.way is Way.CONSULT,
        proven=made.proven,
    )


# Who speaks for whom, and when people meet.


def _guardianships(facts: Facts, seen: Sight, now: datetime) -> Iterable[Speaking]:
    for one in facts.guardianships:
        if knows_guardianship(seen, one, now):
            yield Speaking(
                guardian=_relative(facts, seen, one.guardian),
                subject=_relative(facts, seen, one.subject),
                custody=one.custody,
                confirmed=one.vouched,
                until=one.until,
                ended_at=one.ended_at,
                stands=one.stands(now),
            )


def _relative(facts: Facts, seen: Sight, party: PartyId) -> Relative:
    is_named = seen.is_own and party != CLIENT
    return Relative(called(party, facts.file.case.label), facts.names.get(party, "") if is_named else "")


def _conferences(facts: Facts) -> Iterable[Meeting]:
    parts = _parts(facts)
    for one, topics in facts.conferences:
        moderator = _person(facts, parts[one.moderator]) if one.moderator in parts else _STRANGER
        yield Meeting(begins_at=one.begins_at, lasts=one.lasts, moderator=moderator, topics=topics)


def _minutes(facts: Facts) -> Iterable[Minuted]:
    who = _names(facts)
    for one, _ in facts.conferences:
        held = facts.minutes.get(one.id, Held())
        version = held.version(FINAL)
        if held.is_final:
            named = named_in(version) | {one.moderator} if version else ()
            people = {author: who(author) for author in (*named, CLIENT)}
            yield Minuted(conference=one, written=minutes(version) if version else None, people=people)


def _agreed(facts: Facts) -> Iterable[Agreed]:
    return agreed(facts.plan, _names(facts))


def _names(facts: Facts) -> Callable[[str], Person]:
    parts = _parts(facts)

    def who(id_: str) -> Person:
        if id_ == CLIENT:
            return _THEMSELVES
        return _person(facts, parts[id_]) if id_ in parts else _STRANGER

    return who


def _leads(facts: Facts) -> Iterable[Leading]:
    for part in facts.file.leads:
        ends = (part.ended_at, part.professional.left_at, facts.file.case.closed_at)
        until = min(filter(None, ends), default=None)
        yield Leading(person=_person(facts, part), since=part.since, until=until)


def _parts(facts: Facts) -> Mapping[str, Participation]:
    """Whoever works or worked on the case, in the part they had last."""
    return {part.professional.id: part for part in reversed(facts.file.everybody)}


def _room(facts: Facts, circle: CircleId) -> Room:
    return Room(name_of(facts.file.case, circle), facts.themes.get(circle, ""), kind_of(circle))


def _person(facts: Facts, part: Participation) -> Person:
    return _called(facts, part.professional, _PARTS[part.role])


def _called(facts: Facts, professional: Professional, part: Part) -> Person:
    return Person(
        part=part,
        name=professional.name,
        agency=facts.agencies[professional.agency].name,
        function=professional.function,
    )

"""A client's own view as a page that any browser shows and any screen reader reads, without a network.

No script, nothing from outside; whatever people entered is escaped.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from hub.catalogue import last_moment, moment, say
from hub.export.markup import document, headed, paragraph, quotation, table
from hub.export.model import (
    Addressee,
    Agreed,
    Agreement,
    Meeting,
    Minuted,
    Passed,
    Person,
    Place,
    Relative,
    Reported,
    Room,
    Speaking,
    Stay,
    View,
)
from hub.minutes.sheet import sheet
from hub.receipts.sheet import sections
from hub.rooms.model import PRIVATE, Kind


def page(seen: View, language: str) -> str:
    """The page of a view."""
    title = say(language, "export-title", label=seen.label, reader=_reader(seen))
    parts = (
        _introduction,
        _leads,
        _places,
        _stays,
        _passed_on,
        _agreements,
        _speaking,
        _meetings,
        _minutes,
        _agreed_on,
        _elsewhere,
    )
    return document(title, (line for part in parts for line in part(seen, language)), language)


def _reader(seen: View) -> str:
    return "client" if seen.is_own else "other"


def _introduction(seen: View, language: str) -> Iterable[str]:
    said = [
        say(language, "export-introduction", at=moment(seen.at), label=seen.label, reader=_reader(seen)),
        say(language, "export-pseudonym", label=seen.label, pseudonym=seen.reader, reader=_reader(seen)),
        say(language, "export-opened", at=moment(seen.opened_at)),
    ]
    if seen.closed_at is not None:
        said.append(say(language, "export-closed", at=moment(seen.closed_at)))
    if seen.reads is not None:
        said.append(say(language, "export-reads", language=say(language, f"language-{seen.reads}")))
    said.append(say(language, "export-files"))
    return (paragraph(sentence) for sentence in said)


def _elsewhere(seen: View, language: str) -> Iterable[str]:
    yield headed(2, say(language, "export-heading-elsewhere"))
    yield paragraph(say(language, "export-elsewhere", reader=_reader(seen)))


# Who leads the case.


def _leads(seen: View, language: str) -> Iterable[str]:
    if not seen.leads:
        return
    yield headed(2, say(language, "export-heading-leads"))
    rows = ((_named(one.person), moment(one.since), _at(one.until)) for one in seen.leads)
    yield table(
        say(language, "export-caption-leads"), _columns(language, "who", "leads-since", "leads-until"), rows
    )


# Who sits where.


def _places(seen: View, language: str) -> Iterable[str]:
    yield headed(2, say(language, "export-heading-places", reader=_reader(seen)))
    if not seen.places:
        yield paragraph(say(language, "export-no-places"))
        return
    columns = _columns(language, "who", "room", "since", "why", "now")
    if not seen.is_own:
        columns = _columns(language, "who", "room", "right-since", "right")
    caption = say(language, "export-caption-places", reader=_reader(seen))
    yield table(caption, columns, (_place(place, seen, language) for place in seen.places))


def _place(place: Place, seen: View, language: str) -> Sequence[str]:
    because = _why(place, language) if seen.is_own else _right(place, language)
    cells = (_who(place.person, language), _where(place.room, language), moment(place.since), because)
    if not seen.is_own:
        return cells
    return (*cells, say(language, f"export-seat-{place.seat.value if place.seat else 'none'}"))


def _why(place: Place, language: str) -> str:
    if place.consent is None or place.until is None:
        return say(language, "export-own-case" if place.may_sit else "export-no-right")
    return say(language, "export-by-consent", consent=place.consent[:8], until=last_moment(place.until))


def _right(place: Place, language: str) -> str:
    assert place.consent is not None
    assert place.until is not None
    number, until = place.consent[:8], last_moment(place.until)
    return say(language, "export-right", consent=number, until=until, now=str(place.may_sit).lower())


def _stays(seen: View, language: str) -> Iterable[str]:
    yield headed(2, say(language, "export-heading-stays"))
    if not seen.stays:
        yield paragraph(say(language, "export-no-stays" if seen.is_own else "export-stays-not-shown"))
        return
    rows = (
        (
            _who(stay.person, language),
            _where(stay.room, language),
            _at(stay.offered_at),
            _at(stay.taken_at),
            _ended(stay, language),
            stay.consent[:8] if stay.consent else "–",
        )
        for stay in seen.stays
    )
    columns = _columns(language, "who", "room", "offered", "taken", "ended", "consent")
    yield table(say(language, "export-caption-stays"), columns, rows)


def _ended(stay: Stay, language: str) -> str:
    if stay.ended_at is None:
        return say(language, "export-still")
    return say(language, "export-left" if stay.left else "export-ended", at=moment(stay.ended_at))


# What was passed on.


def _passed_on(seen: View, language: str) -> Iterable[str]:
    yield headed(2, say(language, "export-heading-disclosures"))
    if not seen.disclosures:
        yield paragraph(say(language, "export-no-disclosures"))
        return
    rows = (
        (
            moment(one.at),
            one.subject,
            _who(one.sender, language),
            _for_whom(one.addressee),
            _about(one, language),
            _ground(one, language),
        )
        for one in seen.disclosures
    )
    columns = _columns(language, "passed-at", "subject", "sender", "addressee", "themes", "ground")
    yield table(say(language, "export-caption-disclosures"), columns, rows)


def _for_whom(named: Addressee) -> str:
    words = (named.name, named.agency, named.unit, named.function)
    return ", ".join(word for word in words if word)


def _about(one: Passed, language: str) -> str:
    if one.is_warning:
        return say(language, "export-warning")
    themes = ", ".join(say(language, f"theme-{theme}") for theme in one.themes)
    return say(language, "export-pseudonymised", themes=themes) if one.is_pseudonymised else themes


def _ground(one: Passed, language: str) -> str:
    said = [say(language, "export-ground-consent", consent=one.consent[:8])] if one.consent else []
    if one.norm:
        # The sentence that explains a norm to people is called by its code.
        code = one.norm.partition("@")[0]
        said.append(f"{one.paragraph}: {say(language, f'law-{code}')}")
    said += [say(language, "export-released", consent=release[:8]) for release in one.releases]
    return " ".join(said if one.proven else [*said, say(language, "export-disclosure-not-proven")])


# What was agreed to.


def _agreements(seen: View, language: str) -> Iterable[str]:
    yield headed(2, say(language, "export-heading-consents", reader=_reader(seen)))
    if not seen.agreements:
        yield paragraph(say(language, "export-no-consents"))
    for one in seen.agreements:
        yield from _agreement(one, language)


def _agreement(one: Agreement, language: str) -> Iterable[str]:
    record = one.record
    number = one.consent[:8]
    if record is None:
        yield headed(3, say(language, "export-consent", consent=number))
        yield paragraph(say(language, "export-not-proven"))
        return
    name = say(language, "receipt-title", stand=record["stand"])
    yield headed(3, say(language, "export-consent-titled", consent=number, title=name))
    for section in sections(record, language):
        yield headed(4, section.heading)
        yield from (paragraph(sentence) for sentence in section.lines)
    if one.notice_text:
        yield headed(4, say(language, "export-heading-notice"))
        yield quotation(one.notice_text, record["notice"]["language"])


# Who speaks for whom, and when people meet.


def _speaking(seen: View, language: str) -> Iterable[str]:
    if not seen.guardianships:
        return
    yield headed(2, say(language, "export-heading-guardianships"))
    columns = _columns(language, "guardian", "ward", "custody", "until", "stand")
    rows = (
        (
            _called(one.guardian),
            _called(one.subject),
            say(language, f"export-custody-{one.custody.value}"),
            last_moment(one.until),
            _stand(one, language),
        )
        for one in seen.guardianships
    )
    yield table(say(language, "export-caption-guardianships"), columns, rows)


def _called(one: Relative) -> str:
    return f"{one.name} ({one.pseudonym})" if one.name else one.pseudonym


def _stand(one: Speaking, language: str) -> str:
    if one.ended_at is not None:
        return say(language, "export-guardian-ended", at=moment(one.ended_at))
    if not one.confirmed:
        return say(language, "export-guardian-waits")
    return say(language, "export-guardian-stands" if one.stands else "export-guardian-over")


def _meetings(seen: View, language: str) -> Iterable[str]:
    if not seen.conferences:
        return
    yield headed(2, say(language, "export-heading-conferences"))
    columns = _columns(language, "begins", "minutes", "moderator", "topics")
    rows = (_meeting(one, language) for one in seen.conferences)
    yield table(say(language, "export-caption-conferences"), columns, rows)


def _meeting(one: Meeting, language: str) -> Sequence[str]:
    topics = say(language, "export-topics-not-readable") if one.topics is None else "; ".join(one.topics)
    minutes = str(one.lasts // timedelta(minutes=1))
    return moment(one.begins_at), minutes, _who(one.moderator, language), topics or "–"


def _minutes(seen: View, language: str) -> Iterable[str]:
    if not seen.minutes:
        return
    yield headed(2, say(language, "export-heading-minutes"))
    for one in seen.minutes:
        yield from _minuted(one, seen, language)


def _minuted(one: Minuted, seen: View, language: str) -> Iterable[str]:
    if one.written is None:
        yield headed(3, moment(one.conference.begins_at))
        yield paragraph(say(language, "export-minutes-not-readable"))
        return
    names: dict[str, str] = {author: person.name for author, person in one.people.items()}
    written = sheet(one.written, one.conference, names, language, label=seen.label)
    yield headed(3, written.title)
    yield from (paragraph(line) for line in written.lines)
    for part in written.parts:
        yield headed(4, part.heading)
        yield from (paragraph(line) for line in part.lines)


# What was agreed on.


def _agreed_on(seen: View, language: str) -> Iterable[str]:
    if not seen.agreed:
        return
    yield headed(2, say(language, "export-heading-agreed"))
    columns = _columns(language, "agreed", "agreed-kind", "who", "agreed-due", "stand")
    yield table(
        say(language, "export-caption-agreed"), columns, (_agreed(one, language) for one in seen.agreed)
    )


def _agreed(one: Agreed, language: str) -> Sequence[str]:
    what = say(language, "plan-not-readable") if one.what is None else one.what
    seen_by = say(language, "export-criterion", criterion=one.criterion) if one.criterion else ""
    said = [say(language, f"export-agreed-state-{one.state}")]
    said += [one.reason] if one.reason else []
    said += [_reported(report, language) for report in one.reports]
    kind = say(language, f"export-agreed-{one.kind.value}")
    who = _who(one.person, language) if one.person else "–"
    return " ".join(filter(None, (what, seen_by))), kind, who, _by(one.due), "; ".join(said)


def _reported(one: Reported, language: str) -> str:
    said = [f"{moment(one.at)}: {say(language, f'support-standing-{one.standing.value}')}", one.remark]
    said += [say(language, f"export-decided-{one.decision.value}")] if one.decision else []
    return ", ".join(filter(None, (*said, one.reason)))


def _by(due: date | None) -> str:
    return f"{due:%d.%m.%Y}" if due else "–"


# Words that stand in several tables.


def _columns(language: str, *names: str) -> Sequence[str]:
    return [say(language, f"export-column-{name}") for name in names]


def _who(person: Person, language: str) -> str:
    part = say(language, f"export-part-{person.part.value}")
    return f"{person.name} ({part}), {person.agency}, {person.function}" if person.name else part


def _named(person: Person) -> str:
    return f"{person.name}, {person.agency}, {person.function}"


def _where(room: Room, language: str) -> str:
    if room.kind in (Kind.TEAM, *PRIVATE):
        return say(language, f"export-room-{room.kind}", room=room.name)
    about = say(language, f"theme-{room.theme}") if room.theme else ""
    return say(language, "room-about", room=room.name, theme=about) if about else room.name


def _at(instant: datetime | None) -> str:
    return "–" if instant is None else moment(instant)

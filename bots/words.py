"""What voices say, in plain text and as HTML; names of people appear only inside encryption."""

from collections.abc import Mapping
from html import escape

from hub.cases.model import CaseFile
from hub.catalogue import clock, day, day_and_time, last_moment, say
from hub.conference.model import Agenda
from hub.consult.model import Contents, Posting
from hub.direct.model import Word
from hub.handover.model import News
from hub.matrix.wire import Json
from hub.rooms.attendance import Present
from hub.rooms.model import Consulting, Kind, Seat
from hub.rooms.service import Departure, Roster


def agenda(posted: Agenda, language: str) -> Json:
    """The agenda of a conference: the client's view first, each item with its minutes."""
    conference = posted.conference
    title = say(
        language,
        "agenda-title",
        case=posted.file.case.label,
        begins=day_and_time(language, conference.begins_at),
        ends=clock(language, conference.begins_at + conference.lasts),
        moderator=posted.moderator.name,
    )
    items = [
        (say(language, f"agenda-{item.key}"), say(language, "minutes", minutes=item.minutes))
        for item in posted.items
    ]
    heading = say(language, "agenda-topics") if posted.topics else ""
    lines = [title, *(f"{n}. {text} – {time}" for n, (text, time) in enumerate(items, 1))]
    lines += [heading, *(f"• {topic}" for topic in posted.topics)] if heading else []
    rows = "".join(f"<li>{escape(text)} <em>({escape(time)})</em></li>" for text, time in items)
    html = f"<p><strong>{escape(title)}</strong></p><ol>{rows}</ol>"
    if heading:
        topics = "".join(f"<li>{escape(topic)}</li>" for topic in posted.topics)
        html += f"<p>{escape(heading)}</p><ul>{topics}</ul>"
    return _message("\n".join(lines), html)


def departure(left: Departure, language: str) -> Json:
    """That somebody no longer belongs to the room; never why."""
    person = left.professional
    text = say(language, "departure", name=person.name, function=person.function)
    return _message(text, f"<p>{escape(text)}</p>")


def roster(there: Roster, theme: str, language: str) -> Json:
    """What a room is about, and who is in it and why: its name, which every server reads, says neither."""
    about = say(language, f"theme-{theme}") if theme else ""
    title = say(language, f"roster-{there.kind}", theme=about)
    people = [_somebody(present, language) for present in there.present]
    if (seat := there.client_seat) and seat.is_inside:
        people.insert(0, say(language, "roster-own-case", seat=_seat(seat, language)))
    rows = "".join(f"<li>{escape(person)}</li>" for person in people)
    text = "\n".join([title, *(f"• {person}" for person in people)])
    return _message(text, f"<p>{escape(title)}</p><ul>{rows}</ul>")


def question(there: Roster, asked: Contents, language: str) -> Json:
    """What somebody asks a specialist, who the two are, and until when; nothing of the case."""
    title = say(language, "roster-consult")
    people = [_somebody(present, language) for present in there.present]
    heading = say(language, "consult-asked")
    lines = [title, *(f"• {person}" for person in people), heading, *asked.paragraphs]
    lines.append(say(language, "consult-how"))
    rows = "".join(f"<li>{escape(person)}</li>" for person in people)
    html = f"<p>{escape(title)}</p><ul>{rows}</ul><p>{escape(heading)}</p>"
    html += "".join(f"<p>{escape(paragraph)}</p>" for paragraph in (*asked.paragraphs, lines[-1]))
    return _message("\n".join(lines), html)


def answer(posting: Posting, language: str) -> Json:
    """What a specialist answered, who never was part of the case, and to which question."""
    who = posting.specialist
    title = say(
        language,
        "consult-answered",
        name=who.name,
        agency=posting.agency.name,
        function=who.function,
        asked=posting.asked.question,
    )
    html = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in (title, *posting.answer))
    return _message("\n".join([title, *posting.answer]), html)


def _somebody(present: Present, language: str) -> str:
    if isinstance(present.basis, Consulting):
        return say(
            language,
            "roster-consulting",
            name=present.person.name,
            agency=present.agency.name,
            function=present.person.function,
            seat=_seat(present.seat, language),
            until=last_moment(present.basis.until),
        )
    return say(
        language,
        "roster-person",
        name=present.person.name,
        agency=present.agency.name,
        function=present.person.function,
        corner=say(language, f"corner-{present.agency.kind.corner}"),
        seat=_seat(present.seat, language),
        until=last_moment(present.basis.until),
        given=day(present.basis.given_at),
    )


def _seat(seat: Seat, language: str) -> str:
    return say(language, f"roster-{seat.membership}", since=day(seat.since))


def lead(news: News, language: str) -> Json:
    """Who leads the case from now on, or is to and from when on; plain, and never why."""
    said = news.hand_over
    text = say(
        language,
        f"lead-{news.deed.value}",
        name=news.to.name,
        agency=news.agency.name,
        function=news.to.function,
        day=day(said.begins if said.decision is None else said.decision.at),
        by="lead" if said.is_by_lead else "others",
    )
    return _message(text, "".join(f"<p>{escape(line)}</p>" for line in text.split("\n")))


def closing(file: CaseFile, language: str, *, kind: Kind) -> Json:
    """That the case will be closed soon, and whom to ask for what one takes along; never why.

    Who talks with the client alone is not told who works on the case, nor sent to them.
    """
    if file.lead is None or kind is Kind.SIDE:
        text = say(language, "closing-announced-without-lead")
    else:
        text = say(language, "closing-announced", name=file.lead.name, function=file.lead.function)
    return _message(text, f"<p>{escape(text)}</p>")


def direct(word: Word, facts: Mapping[str, str], language: str) -> Json:
    """What the hub says to one person alone. What they asked to be told rings; nothing else does."""
    key = f"refused-{facts['reason']}" if word is Word.REFUSED else word
    text = say(language, key, **facts)
    message = _message(text, "".join(f"<p>{escape(line)}</p>" for line in text.split("\n")))
    return message | ({"msgtype": "m.text"} if word is Word.TOGETHER else {})


def _message(text: str, html: str) -> Json:
    return {
        "msgtype": "m.notice",
        "body": text,
        "format": "org.matrix.custom.html",
        "formatted_body": html,
        # Said explicitly, nobody is mentioned: no topic can make a client ring.
        "m.mentions": {},
    }

"""What voices say, in plain text and as HTML; names of people appear only inside encryption."""

import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from html import escape
from typing import assert_never

from hub.cases.model import CaseFile
from hub.catalogue import clock, day, day_and_time, last_moment, say
from hub.conference.model import (
    LOOK_BACK,
    Agenda,
    AlmostOver,
    Asked,
    Change,
    Closed,
    Conference,
    Ended,
    Form,
    Item,
    Told,
    Turn,
    Who,
)
from hub.consult.model import Contents, Posting
from hub.direct.model import Word
from hub.handover.model import News
from hub.identifiers import COMMON
from hub.matrix.wire import Json
from hub.minutes.model import Posting as MinutesPosting
from hub.minutes.sheet import Sheet, sheet
from hub.rooms.attendance import Present
from hub.rooms.model import Consulting, Kind, Seat
from hub.rooms.service import Departure, Roster

# 65,536 bytes are the most for an event (specification, "Size limits"); encrypted it takes a third more.
LONGEST_MESSAGE = 40_000


def agenda(posted: Agenda, language: str) -> Json:
    """The agenda of a conference: the client's view first, each item with its time and its minutes."""
    return _message(*_agenda(posted, language))


def of_conference(told: Told, language: str) -> Json:
    """How a conference goes."""
    match told:
        case Asked():
            return _message(*_asked(told, language))
        case Agenda():
            return _message(*_beginning(told, language))
        case Change():
            return _paragraph(_change(told, language))
        case Turn():
            return _paragraph(_turn(told, language))
        case AlmostOver():
            item = _item(told.item, language)
            return _paragraph(say(language, "item-almost-over", number=told.number, item=item))
        case Closed():
            return _paragraph(_closed(told, language))
        case Ended():
            return _paragraph(say(language, "conference-is-over"))
        case _ as never:
            assert_never(never)


def _beginning(posted: Agenda, language: str) -> tuple[str, str]:
    # In short; the whole agenda again if anything changed.
    first = posted.items[0]
    is_written = posted.conference.form is Form.WRITTEN
    time = "item-in-writing" if is_written else "minutes"
    text = say(
        language,
        "conference-begins",
        item=_item(first, language),
        minutes=say(language, time, minutes=first.minutes),
    )
    html = f"<p>{escape(text)}</p>"
    if not posted.is_news:
        return text, html
    whole, whole_html = _agenda(posted, language)
    return f"{text}\n{whole}", html + whole_html


def _turn(told: Turn, language: str) -> str:
    text = say(
        language,
        "item-now",
        number=told.number,
        item=_item(told.item, language),
        minutes=say(language, "minutes", minutes=told.minutes),
    )
    if told.item.who is Who.ROUND and told.order:
        text += " · " + say(language, "item-order", people=" → ".join(told.order))
    if told.following is None:
        return text
    return f"{text} · {say(language, 'item-following', item=_item(told.following, language))}"


def _asked(told: Asked, language: str) -> tuple[str, str]:
    name = _name(told.conference, told.file, language)
    title, how = say(language, "poll-title", name=name), say(language, "poll-how")
    times = [day_and_time(language, one) for one in told.poll.options]
    lines = [title, *(f"{number}. {time}" for number, time in enumerate(times, 1)), how]
    rows = "".join(f"<li>{escape(time)}</li>" for time in times)
    return "\n".join(lines), f"<p>{escape(title)}</p><ol>{rows}</ol><p>{escape(how)}</p>"


def _closed(told: Closed, language: str) -> str:
    text = say(language, "conference-is-over")
    if not told.missing:
        return text
    items = ", ".join(str(number) for number in told.missing)
    return f"{text} {say(language, 'replies-missing', count=sum(told.missing.values()), items=items)}"


def _change(told: Change, language: str) -> str:
    one = told.conference
    return say(
        language,
        "conference-cancelled" if one.cancelled_at else "conference-moved",
        name=_name(one, told.file, language),
        begins=day_and_time(language, one.begins_at),
        reason=told.reason,
    )


def _agenda(posted: Agenda, language: str) -> tuple[str, str]:
    conference = posted.conference
    title = say(
        language,
        "agenda-title",
        name=_name(conference, posted.file, language),
        begins=day_and_time(language, conference.begins_at),
        ends=_end(conference, language),
        moderator=posted.moderator.name if posted.moderator else say(language, "agenda-nobody"),
    )
    there = _there(posted, language)
    lines, html = [title, *there], f"<p><strong>{escape(title)}</strong></p>"
    html += f"<p>{'<br>'.join(map(escape, there))}</p>" if there else ""
    rows, begins = "", conference.begins_at
    for number, item in enumerate(posted.items, 1):
        text, time = _item(item, language), say(language, "minutes", minutes=item.minutes)
        at, begins = f"{clock(language, begins)} ", begins + timedelta(minutes=item.minutes)
        if conference.form is Form.WRITTEN:
            at, time = "", say(language, "item-in-writing")
        lines.append(f"{number}. {at}{text} – {time}")
        below = posted.deviations if item.key == LOOK_BACK else ()
        lines += [f"   • {one}" for one in below]
        rows += f"<li>{at}{escape(text)} <em>({escape(time)})</em>{_listed(below)}</li>"
    html += f"<ol>{rows}</ol>"
    if posted.topics:
        heading = say(language, "agenda-topics")
        lines += [heading, *(f"• {topic}" for topic in posted.topics)]
        html += f"<p>{escape(heading)}</p>{_listed(posted.topics)}"
    return "\n".join(lines), html


def _item(item: Item, language: str) -> str:
    text = item.text or say(language, f"agenda-{item.key}")
    # Who else speaks is a matter of course.
    is_told = item.who in (Who.ROUND, Who.GIVER, Who.OTHERS)
    return f"{text} · {say(language, f'who-{item.who}')}" if is_told else text


def _end(conference: Conference, language: str) -> str:
    is_long = conference.form is Form.WRITTEN
    return day_and_time(language, conference.ends_at) if is_long else clock(language, conference.ends_at)


def _name(conference: Conference, file: CaseFile, language: str) -> str:
    # Among colleagues with pseudonyms not even the label is said.
    if conference.circle == COMMON:
        return say(language, "conference-name", case=file.case.label)
    return say(language, "conference-name-consultation")


def _there(posted: Agenda, language: str) -> list[str]:
    # Whoever asks for an agenda without people gets none.
    if not posted.present and not posted.has_client:
        return []
    people = [*posted.present, *([say(language, "corner-client")] if posted.has_client else [])]
    missing = [say(language, f"corner-{side}") for side in posted.missing]
    return [
        say(language, "agenda-present", people=" · ".join(people)),
        say(language, "agenda-missing", sides=" · ".join(missing) or "–"),
    ]


def _listed(texts: Sequence[str]) -> str:
    rows = "".join(f"<li>{escape(one)}</li>" for one in texts)
    return f"<ul>{rows}</ul>" if rows else ""


def minutes(posted: MinutesPosting, language: str) -> Json:
    """A version of minutes; where it is too long for one message, what it is about and where it stands."""
    whole = _minutes(posted, language)
    said = _sheet(whole)
    if len(json.dumps(said)) <= LONGEST_MESSAGE:
        return said
    label, version = posted.file.case.label, posted.minutes.version
    long = say(language, "minutes-too-long", case=label, entries=len(version.entries))
    return _sheet(Sheet(whole.title, (*whole.lines, long), ()))


def head_of_minutes(posted: MinutesPosting, language: str) -> Json:
    """Of which conference minutes are, and what there is to do; nothing of what was said."""
    whole = _minutes(posted, language)
    return _sheet(Sheet(whole.title, whole.lines, ()))


def _minutes(posted: MinutesPosting, language: str) -> Sheet:
    return sheet(posted.minutes, posted.conference, posted.names, language, label=posted.file.case.label)


def _sheet(whole: Sheet) -> Json:
    lines, html = [whole.title, *whole.lines], f"<p><strong>{escape(whole.title)}</strong></p>"
    html += "".join(f"<p>{escape(line)}</p>" for line in whole.lines)
    for part in whole.parts:
        lines += [part.heading, *(f"• {line}" for line in part.lines)]
        rows = "".join(f"<li>{escape(line)}</li>" for line in part.lines)
        html += f"<p>{escape(part.heading)}</p><ul>{rows}</ul>"
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


def _paragraph(text: str) -> Json:
    return _message(text, f"<p>{escape(text)}</p>")


def _message(text: str, html: str) -> Json:
    return {
        "msgtype": "m.notice",
        "body": text,
        "format": "org.matrix.custom.html",
        "formatted_body": html,
        # Said explicitly, nobody is mentioned: no topic can make a client ring.
        "m.mentions": {},
    }

"""What voices say, in plain text and as HTML; names of people appear only inside encryption."""

from html import escape

from hub.cases.model import CaseFile
from hub.catalogue import clock, day_and_time, say
from hub.conference.model import Agenda
from hub.matrix.wire import Json
from hub.rooms.service import Departure


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


def theme(about: str, language: str) -> Json:
    """What a room is about; its name, which every server reads, does not say it."""
    text = say(language, "theme-announced", theme=say(language, f"theme-{about}"))
    return _message(text, f"<p>{escape(text)}</p>")


def closing(file: CaseFile, language: str) -> Json:
    """That the case will be closed soon, and whom to ask for what one takes along; never why."""
    if file.lead is None:
        text = say(language, "closing-announced-without-lead")
    else:
        text = say(language, "closing-announced", name=file.lead.name, function=file.lead.function)
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

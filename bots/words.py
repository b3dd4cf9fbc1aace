"""What voices say, in plain text and as HTML; names of people appear only inside encryption."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from html import escape
from typing import assert_never

from bots.fitting import cut, first_that_fits, fits
from hub.canonical import moment_of
from hub.cases.model import CaseFile
from hub.catalogue import date_of, day, day_and_time, last_moment, say
from hub.commands.model import Answer
from hub.conference import sheet as sheet_of_agenda
from hub.conference.model import Form, Who
from hub.conference.sheet import item_text, name_of
from hub.conference.told import Agenda, AlmostOver, Asked, Change, Closed, Ended, Told, Turn
from hub.consult.model import Contents, Posting
from hub.direct.model import Word
from hub.handover.model import News
from hub.listening.model import Deed
from hub.matrix.wire import Json
from hub.minutes.model import Posting as MinutesPosting
from hub.minutes.sheet import Sheet, sheet
from hub.monitoring.model import ClientDigest, Digest
from hub.monitoring.model import Item as DigestItem
from hub.monitoring.reactions import MARKS
from hub.rooms.attendance import Present
from hub.rooms.model import Consulting, Kind, Seat
from hub.rooms.service import Departure, Roster


def agenda(posted: Agenda, language: str) -> Json:
    """The agenda of a conference: the client's view first, each item with its time and its minutes."""
    return first_that_fits(_formatted(*one) for one in _agendas(posted, language))


def has_whole_agenda(posted: Agenda, language: str) -> bool:
    """Whether nothing is left out of an agenda, for it fits into one message."""
    return fits(_formatted(*_agenda(posted, language)))


def of_conference(told: Told, language: str) -> Json:
    """How a conference goes."""
    match told:
        case Asked():
            return _message(*_asked(told, language))
        case Agenda():
            return _beginning(told, language)
        case Change():
            return _lines([_change(told, language)])
        case Turn():
            return _lines([_turn(told, language)])
        case AlmostOver():
            item = item_text(told.item, language)
            return _lines([say(language, "item-almost-over", number=told.number, item=item)])
        case Closed():
            return _lines([_closed(told, language)])
        case Ended():
            return _lines([say(language, "conference-is-over")])
        case _ as never:
            assert_never(never)


def _beginning(posted: Agenda, language: str) -> Json:
    # In short; the whole agenda again if anything changed.
    first = posted.items[0]
    is_written = posted.conference.form is Form.WRITTEN
    time = "item-in-writing" if is_written else "minutes"
    text = say(
        language,
        "conference-begins",
        item=item_text(first, language),
        minutes=say(language, time, minutes=first.minutes),
    )
    html = f"<p>{escape(text)}</p>"
    if not posted.is_news:
        return _message(text, html)
    agendas = _agendas(posted, language)
    return first_that_fits(_formatted(f"{text}\n{one}", html + markup) for one, markup in agendas)


def _turn(told: Turn, language: str) -> str:
    text = say(
        language,
        "item-now",
        number=told.number,
        item=item_text(told.item, language),
        minutes=say(language, "minutes", minutes=told.minutes),
    )
    if told.item.who is Who.ROUND and told.order:
        text += " · " + say(language, "item-order", people=" → ".join(told.order))
    if told.following is not None:
        text += f" · {say(language, 'item-following', item=item_text(told.following, language))}"
    return f"{text}. {say(language, 'item-hands')}" if told.is_first else text


def _asked(told: Asked, language: str) -> tuple[str, str]:
    name = name_of(told.conference, told.file, language)
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
        name=name_of(one, told.file, language),
        begins=day_and_time(language, one.begins_at),
        reason=told.reason,
    )


def _agendas(posted: Agenda, language: str) -> Iterator[tuple[str, str]]:
    # The whole; without what people named and what went otherwise; without its items, too.
    yield _agenda(posted, language)
    long = say(language, "agenda-too-long", topics=posted.wanted)
    bare = replace(posted, topics=(), unsaid=())
    for short in (replace(bare, deviations=()), replace(bare, items=())):
        text, html = _agenda(short, language)
        yield f"{text}\n{long}", f"{html}<p>{escape(long)}</p>"


def _agenda(posted: Agenda, language: str) -> tuple[str, str]:
    title, there = sheet_of_agenda.title(posted, language), sheet_of_agenda.there(posted, language)
    lines, html = [title, *there], f"<p><strong>{escape(title)}</strong></p>"
    html += f"<p>{'<br>'.join(map(escape, there))}</p>" if there else ""
    rows = ""
    for number, (item, begins, time) in enumerate(sheet_of_agenda.timed(posted, language), 1):
        text, at = item_text(item, language), f"{begins} " if begins else ""
        lines.append(f"{number}. {at}{text} – {time}")
        below = sheet_of_agenda.below(posted, item)
        lines += [f"   • {one}" for one in below]
        rows += f"<li>{at}{escape(text)} <em>({escape(time)})</em>{_listed(below)}</li>"
    html += f"<ol>{rows}</ol>" if rows else ""
    if topics := sheet_of_agenda.topics(posted, language):
        heading = say(language, "agenda-topics")
        lines += [heading, *(f"• {topic}" for topic in topics)]
        html += f"<p>{escape(heading)}</p>{_listed(topics)}"
    if posted.invites_until is not None:
        how = say(language, "agenda-how", until=day_and_time(language, posted.invites_until))
        lines.append(how)
        html += f"<p>{escape(how)}</p>"
    return "\n".join(lines), html


def _listed(texts: Sequence[str]) -> str:
    rows = "".join(f"<li>{escape(one)}</li>" for one in texts)
    return f"<ul>{rows}</ul>" if rows else ""


def minutes(posted: MinutesPosting, language: str) -> Json:
    """A version of minutes; where it is too long for one message, what it is about and where it stands."""
    label, whole = posted.file.case.label, _minutes(posted, language)
    entries = len(posted.minutes.version.entries)
    long = say(language, "minutes-too-long", case=label, entries=entries)
    return first_that_fits(_sheet(one) for one in (whole, Sheet(whole.title, (*whole.lines, long), ())))


def has_whole_minutes(posted: MinutesPosting, language: str) -> bool:
    """Whether minutes fit into one message."""
    return fits(_sheet(_minutes(posted, language)))


def head_of_minutes(posted: MinutesPosting, language: str) -> Json:
    """Of which conference minutes are, and what there is to do; nothing of what was said."""
    whole = _minutes(posted, language)
    return _sheet(Sheet(whole.title, whole.lines, ()))


def _minutes(posted: MinutesPosting, language: str) -> Sheet:
    return sheet(posted.minutes, posted.conference, posted.names, language, label=posted.file.case.label)


def _sheet(whole: Sheet) -> Json:
    lines, html = [whole.title, *whole.lines], f"<p><strong>{escape(whole.title)}</strong></p>"
    html += _paragraphs(whole.lines)
    for part in whole.parts:
        lines += [part.heading, *(f"• {line}" for line in part.lines)]
        rows = "".join(f"<li>{escape(line)}</li>" for line in part.lines)
        html += f"<p>{escape(part.heading)}</p><ul>{rows}</ul>"
    return _formatted("\n".join(lines), html)


def departure(left: Departure, language: str) -> Json:
    """That somebody no longer belongs to the room; never why."""
    person = left.professional
    text = say(language, "departure", name=person.name, function=person.function)
    return _lines([text])


def roster(there: Roster, theme: str, language: str) -> Json:
    """What a room is about, and who is in it and why: its name, which every server reads, says neither."""
    about = say(language, f"theme-{theme}") if theme else ""
    title = say(language, f"roster-{there.kind}", theme=about)
    people = [_somebody(present, language) for present in there.present]
    if (seat := there.client_seat) and seat.is_inside:
        people.insert(0, say(language, "roster-own-case", seat=_seat(seat, language)))
    if there.is_heard:
        people.append(say(language, "roster-listener"))
    # Whoever came after it was told: what it means, and who can end it.
    means = _listening_means(there.kind, language) if there.is_heard else []
    rows = "".join(f"<li>{escape(person)}</li>" for person in people)
    text = "\n".join([title, *(f"• {person}" for person in people), *means])
    return _message(text, f"<p>{escape(title)}</p><ul>{rows}</ul>{_paragraphs(means)}")


def question(there: Roster, asked: Contents, language: str) -> Json:
    """What somebody asks a specialist, who the two are, and until when; nothing of the case."""
    title = say(language, "roster-consult")
    people = [_somebody(present, language) for present in there.present]
    heading = say(language, "consult-asked")
    lines = [title, *(f"• {person}" for person in people), heading, *asked.paragraphs]
    lines.append(say(language, "consult-how"))
    rows = "".join(f"<li>{escape(person)}</li>" for person in people)
    html = f"<p>{escape(title)}</p><ul>{rows}</ul><p>{escape(heading)}</p>"
    html += _paragraphs((*asked.paragraphs, lines[-1]))
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
    return _lines([title, *posting.answer])


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
    return _lines(text.split("\n"))


def listening(deed: Deed, kind: Kind, language: str) -> Json:
    """That the hub reads commands in a room from now on, and which; or that it no longer does."""
    means = (*_listening_means(kind, language), say(language, "command-help"))
    return _lines([say(language, f"listening-{deed}"), *(means if deed is Deed.BEGUN else ())])


def listening_alone(deed: Deed, language: str) -> Json:
    """As `listening`, to somebody in their direct room."""
    means = (say(language, "listening-alone-how"), say(language, "command-help-alone"))
    return _lines([say(language, f"listening-alone-{deed}"), *(means if deed is Deed.BEGUN else ())])


def _listening_means(kind: Kind, language: str) -> Sequence[str]:
    own = [say(language, "listening-own")] if kind is Kind.OWN else []
    return [*own, say(language, "listening-how")]


def command(answer: Answer, language: str, *, of: str = "") -> Json:
    """What became of a command; `of` is the label of its case, where the room does not say it."""
    facts = dict(answer.facts)
    if "begins" in facts:
        facts["begins"] = day_and_time(language, moment_of(facts["begins"]))
    text = say(language, answer.key, **facts)
    return _lines([say(language, "command-of-case", case=of, answer=text) if of else text])


def closing(file: CaseFile, language: str, *, kind: Kind) -> Json:
    """That the case will be closed soon, and whom to ask for what one takes along; never why.

    Who talks with the client alone is not told who works on the case, nor sent to them.
    """
    if file.lead is None or kind is Kind.SIDE:
        text = say(language, "closing-announced-without-lead")
    else:
        text = say(language, "closing-announced", name=file.lead.name, function=file.lead.function)
    return _lines([text])


def direct(word: Word, facts: Mapping[str, str], language: str) -> Json:
    """What the hub says to one person alone. What they asked to be told rings; nothing else does."""
    text = _said_alone(word, facts, language)
    message = _lines(text.split("\n"))
    return message | ({"msgtype": "m.text"} if word is Word.TOGETHER else {})


def _said_alone(word: Word, facts: Mapping[str, str], language: str) -> str:
    if word is Word.REFUSED:
        return say(language, f"refused-{facts['reason']}", **facts)
    if word is Word.REMINDED:
        return say(language, f"direct-reminder-{facts['answer']}")
    return say(language, word, **facts)


def digest(told: Digest, language: str) -> Json:
    """What somebody is reminded of on a day: the label of the case and what is due, and nothing more."""
    lines = [_due(mark, one, told.day, language) for mark, one in zip(MARKS, told.items, strict=False)]
    more = [say(language, "digest-more", count=told.more)] if told.more else []
    hint = say(language, "digest-hint-one" if len(lines) == 1 else "digest-hint")
    title = say(language, "digest-title")
    listed = "<br>".join(escape(line) for line in (*lines, *more))
    html = f"<p>{escape(title)}</p><p>{listed}</p><p>{escape(hint)}</p>"
    return _message("\n".join((title, "", *lines, *more, "", hint)), html)


def _due(mark: str, one: DigestItem, today: date, language: str) -> str:
    what, on = say(language, f"remind-{one.due.kind}"), date_of(language, one.due.day)
    if one.due.day == today:
        return say(language, "digest-today", mark=mark, case=one.label, what=what)
    if one.due.day < today:
        return say(language, "digest-since", mark=mark, case=one.label, what=what, day=on)
    return say(language, "digest-on", mark=mark, case=one.label, what=what, day=on)


def client_digest(told: ClientDigest, language: str) -> Json:
    """What a client is reminded of on a day, alone: no name, no agency, nothing that was written."""
    title, hint = say(language, "own-digest-title"), say(language, "own-digest-hint")
    lines = [_due_for_client(kind, day, told.day, language) for kind, day in told.lines]
    listed = "".join(f"<li>{escape(line)}</li>" for line in lines)
    html = f"<p>{escape(title)}</p><ul>{listed}</ul><p>{escape(hint)}</p>"
    return _message("\n".join((title, *(f"• {line}" for line in lines), hint)), html)


def _due_for_client(kind: str, day: date, today: date, language: str) -> str:
    what = say(language, f"remind-{kind}")
    if day == today:
        return say(language, "own-digest-today", what=what)
    return say(language, "own-digest-on", what=what, day=date_of(language, day))


def _lines(lines: Sequence[str]) -> Json:
    return _message("\n".join(lines), _paragraphs(lines))


def _paragraphs(lines: Sequence[str]) -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in lines)


def _message(text: str, html: str) -> Json:
    said = _formatted(text, html)
    return said if fits(said) else cut(said)


def _formatted(text: str, html: str) -> Json:
    return {
        "msgtype": "m.notice",
        "body": text,
        "format": "org.matrix.custom.html",
        "formatted_body": html,
        # Said explicitly, nobody is mentioned: no topic can make a client ring.
        "m.mentions": {},
    }

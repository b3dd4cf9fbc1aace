"""Minutes as people read them: the sentences, in order; in a room, at a terminal, on paper."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from hub.catalogue import clock, day, day_and_time, last_moment, say
from hub.conference.model import Conference
from hub.identifiers import CLIENT
from hub.minutes.model import Author, Entry, Minutes, Objection
from hub.minutes.model import Section as Noted
from hub.paper.sheet import Section, Table
from hub.paper.sheet import Sheet as PaperSheet


@dataclass(frozen=True, slots=True)
class Part:
    """Some lines that belong together, under a heading; on paper they are a table, if they make one."""

    heading: str
    lines: tuple[str, ...]
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """The title, what one must know of this version, and its parts."""

    title: str
    lines: tuple[str, ...]
    parts: tuple[Part, ...]


def sheet(
    minutes: Minutes, conference: Conference, names: Mapping[str, str], language: str, *, label: str
) -> Sheet:
    """A version as a sheet; `names` are those of the professionals in it."""
    version, writing = minutes.version, _Writing(names, language)
    parts = [
        *(writing.section(one) for one in minutes.sections),
        replace(
            writing.part("minutes-decisions", map(writing.decision, minutes.decisions)),
            table=writing.table(minutes.decisions),
        ),
        writing.part("minutes-gaps", (one.words.text for one in minutes.gaps)),
        writing.part("minutes-next-date", map(writing.next_date, minutes.next_dates)),
        writing.part("minutes-objections", map(writing.objection, version.objections)),
    ]
    return Sheet(
        title=say(
            language,
            "minutes-title",
            case=label,
            begins=day_and_time(language, conference.begins_at),
            ends=clock(language, conference.ends_at),
            moderator=writing.name(conference.moderator),
        ),
        lines=tuple(writing.about(minutes)),
        parts=tuple(part for part in parts if part.lines),
    )


def on_paper(whole: Sheet, language: str, *, made_at: datetime) -> PaperSheet:
    """The same as it is printed."""
    about = Section(say(language, "minutes-heading-about"), whole.lines)
    parts = (Section(part.heading, () if part.table else part.lines, part.table) for part in whole.parts)
    return PaperSheet(title=whole.title, language=language, made_at=made_at, sections=(about, *parts))


def author_name(author: Author, names: Mapping[str, str], language: str) -> str:
    """Somebody's name; the client is not named."""
    if author == CLIENT:
        return say(language, "minutes-client")
    return names.get(author) or say(language, "minutes-somebody")


@dataclass(frozen=True, slots=True)
class _Writing:
    """In which language it is written, and what people are called."""

    names: Mapping[str, str]
    language: str

    def name(self, author: Author) -> str:
        """What somebody is called."""
        return author_name(author, self.names, self.language)

    def about(self, minutes: Minutes) -> Iterable[str]:
        """Which version it is, who was there, and what there is to do."""
        version = minutes.version
        until = last_moment(version.objections_until)
        if version.is_final:
            yield say(self.language, "minutes-final", day=day(version.at))
        else:
            yield say(self.language, "minutes-draft", until=until)
        if version.is_counted:
            yield say(
                self.language, "minutes-present", names=", ".join(sorted(map(self.name, version.present)))
            )
        if version.is_final and not version.objections and not version.lost:
            yield say(self.language, "minutes-unopposed", until=until)
        if version.lost:
            yield say(self.language, "minutes-lost", number=version.lost)

    def part(self, heading: str, lines: Iterable[str]) -> Part:
        """Lines under a heading of the catalogue."""
        return Part(say(self.language, heading), tuple(lines))

    def section(self, one: Noted) -> Part:
        """What was written down under an item: first what nobody contradicts, then who sees it otherwise."""
        known = say(self.language, f"agenda-{one.item}")
        heading = one.item if known == f"agenda-{one.item}" else known
        return Part(heading, (*map(self._note, one.notes), *map(self._dissent, one.dissents)))

    def _note(self, one: Entry) -> str:
        if one.words.agreed is None:
            return one.words.text
        return say(self.language, f"minutes-agreed-{one.words.agreed.kind}", text=one.words.text)

    def _dissent(self, one: Entry) -> str:
        return say(self.language, "minutes-dissent", name=self.name(one.author), text=one.words.text)

    def decision(self, one: Entry) -> str:
        """Who – what – until when."""
        words = one.words
        return say(self.language, "minutes-decision", who=words.who, text=words.text, day=_date(words.day))

    def table(self, decisions: Iterable[Entry]) -> Table:
        """The same as a table."""
        columns = tuple(say(self.language, f"minutes-column-{column}") for column in ("who", "what", "until"))
        rows = ((one.words.who, one.words.text, _date(one.words.day)) for one in decisions)
        return Table(columns, tuple(rows))

    def next_date(self, one: Entry) -> str:
        """The day, and what was said about it."""
        return say(self.language, "minutes-date", day=_date(one.words.day), text=one.words.text)

    def objection(self, one: Objection) -> str:
        """Whose it is, from when, in full."""
        return say(
            self.language, "minutes-objection", name=self.name(one.author), day=day(one.at), text=one.text
        )


def _date(day_: date | None) -> str:
    return f"{day_:%d.%m.%Y}" if day_ else "–"

"""An agenda as people read it: its sentences, in a room and on paper."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from hub.cases.model import CaseFile, Professional
from hub.catalogue import clock, day_and_time, moment, say
from hub.conference.model import LOOK_BACK, Conference, Form, Item, Who
from hub.conference.told import Agenda
from hub.identifiers import COMMON
from hub.paper.sheet import Section, Sheet, Table


def on_paper(agenda: Agenda, language: str, *, made_at: datetime) -> Sheet:
    """An agenda as it is printed: what it is about, its items as a table, and what people asked for."""
    otherwise = tuple(one for item in agenda.items for one in below(agenda, item))
    listed = (
        Section(say(language, "agenda-look-back"), otherwise),
        Section(say(language, "agenda-topics"), topics(agenda, language)),
    )
    about = (say(language, "agenda-made-at", at=moment(made_at)), *there(agenda, language))
    items = Section(say(language, "agenda-heading-items"), (), _table(agenda, language))
    return Sheet(
        title=title(agenda, language),
        language=language,
        made_at=made_at,
        sections=(
            Section(say(language, "agenda-heading-about"), about),
            items,
            *(section for section in listed if section.lines),
        ),
    )


def title(agenda: Agenda, language: str) -> str:
    """What it is, when, and who moderates."""
    conference = agenda.conference
    return say(
        language,
        "agenda-title",
        name=name_of(conference, agenda.file, language),
        begins=day_and_time(language, conference.begins_at),
        ends=_end(conference, language),
        moderator=agenda.moderator.name if agenda.moderator else say(language, "agenda-nobody"),
    )


def timed(agenda: Agenda, language: str) -> Iterable[tuple[Item, str, str]]:
    """Each item, when it begins, and how long it takes; in writing it begins at no time of its own."""
    begins, is_written = agenda.conference.begins_at, agenda.conference.form is Form.WRITTEN
    for item in agenda.items:
        time = "item-in-writing" if is_written else "minutes"
        at = "" if is_written else clock(language, begins)
        yield item, at, say(language, time, minutes=item.minutes)
        begins += timedelta(minutes=item.minutes)


def item_text(item: Item, language: str) -> str:
    """What an item is about, and who speaks to it."""
    text = item.text or say(language, f"agenda-{item.key}")
    # Who else speaks is a matter of course.
    is_told = item.who in (Who.ROUND, Who.GIVER, Who.OTHERS)
    return f"{text} · {say(language, f'who-{item.who}')}" if is_told else text


def name_of(conference: Conference, file: CaseFile, language: str) -> str:
    """How a conference is called."""
    # Among colleagues with pseudonyms not even the label is said.
    if conference.circle == COMMON:
        return say(language, "conference-name", case=file.case.label)
    return say(language, "conference-name-consultation")


def there(agenda: Agenda, language: str) -> tuple[str, ...]:
    """Which agencies take part, and which side is missing."""
    # Whoever asks for an agenda without people gets none.
    if not agenda.present and not agenda.has_client:
        return ()
    people = [*agenda.present, *([say(language, "corner-client")] if agenda.has_client else [])]
    missing = [say(language, f"corner-{side}") for side in agenda.missing]
    return (
        say(language, "agenda-present", people=" · ".join(people)),
        say(language, "agenda-missing", sides=" · ".join(missing) or "–"),
    )


def below(agenda: Agenda, item: Item) -> tuple[str, ...]:
    """What stands under an item: where the plan went otherwise."""
    return agenda.deviations if item.key == LOOK_BACK else ()


def topics(agenda: Agenda, language: str) -> tuple[str, ...]:
    """What people asked for: in their words, then whose topic has none yet."""
    return (*agenda.topics, *(_unsaid(person, language) for person in agenda.unsaid))


def _unsaid(person: Professional | None, language: str) -> str:
    if person is None:
        return say(language, "agenda-unsaid-client")
    return say(language, "agenda-unsaid", name=person.name, function=person.function)


def _table(agenda: Agenda, language: str) -> Table:
    columns = tuple(say(language, f"agenda-column-{column}") for column in ("at", "item", "time"))
    rows = (
        (at or str(number), item_text(item, language), time)
        for number, (item, at, time) in enumerate(timed(agenda, language), 1)
    )
    return Table(columns, tuple(rows))


def _end(conference: Conference, language: str) -> str:
    is_long = conference.form is Form.WRITTEN
    return day_and_time(language, conference.ends_at) if is_long else clock(language, conference.ends_at)

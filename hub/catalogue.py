"""Every text a person reads, by its key and language; German is the source."""

from collections.abc import Generator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path

from babel.dates import format_datetime, format_skeleton
from fluent.runtime import AbstractResourceLoader, FluentLocalization, FluentResource
from fluent.syntax.ast import Resource

from hub.calendar import HOME

GERMAN = "de"
LANGUAGES = (GERMAN, "en")
# What a client is told in a room is written in more: each has a `client.ftl`.
CLIENT_LANGUAGES = (GERMAN, "de-simple", "en", "tr", "ar", "uk", "ru")
RIGHT_TO_LEFT = frozenset({"ar"})
_FOLDER = Path(__file__).parent / "locales"


def spoken(language: str) -> str:
    """The language that a text in it is spoken in: simple German is German."""
    return language.partition("-")[0]


@dataclass(frozen=True, slots=True)
class _Shelf(AbstractResourceLoader):
    language: str

    # The library's own loader leaves its files open.
    def resources(self, locale: str, resource_ids: list[str]) -> Generator[list[Resource], None, None]:
        folders = (self.language, locale) if locale == spoken(self.language) else (locale,)
        for folder in dict.fromkeys(folders):
            files = (_FOLDER / folder / id_ for id_ in resource_ids)
            yield [FluentResource(file.read_text(encoding="utf-8")) for file in files if file.exists()]


@cache
def _catalogue(language: str) -> FluentLocalization:
    # Babel knows no simple German: by its rules for numbers and dates it is German.
    order = list(dict.fromkeys([spoken(language), GERMAN]))
    files = sorted(file.name for file in (_FOLDER / GERMAN).glob("*.ftl"))
    # A German name must not turn an Arabic sentence around.
    return FluentLocalization(order, files, _Shelf(language), use_isolating=language in RIGHT_TO_LEFT)


def say(language: str, key: str, /, **facts: object) -> str:
    """The text of that key, filled with facts; German where the language has none."""
    return str(_catalogue(language).format_value(key, facts))


def day_and_time(language: str, at: datetime) -> str:
    """An instant as people in Germany say it, such as `Di. 3. März 2026, 10:00`."""
    local = at.astimezone(HOME)
    return f"{format_skeleton('yMMMEd', local, locale=spoken(language))}, {clock(language, at)}"


def date_of(language: str, of: date) -> str:
    """A day as people in Germany say it, such as `Di., 3. März 2026`."""
    return str(format_skeleton("yMMMEd", of, locale=spoken(language)))


def clock(language: str, at: datetime) -> str:
    """The time of day."""
    return format_datetime(at.astimezone(HOME), "HH:mm", locale=spoken(language))


def moment(at: datetime) -> str:
    """An instant in a table, such as `03.03.2027 10:00`."""
    return f"{at.astimezone(HOME):%d.%m.%Y %H:%M}"


def day(at: datetime) -> str:
    """A day in a table, such as `03.03.2027`."""
    return f"{at.astimezone(HOME):%d.%m.%Y}"


def last_moment(until: datetime) -> str:
    """An end in a table. What ends with a day ends on that day, not at midnight of the next."""
    local = until.astimezone(HOME)
    if local.time() == time(0):
        return day(local - timedelta(days=1))
    return moment(until)

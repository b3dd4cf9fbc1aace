"""How a template is read from its file: strictly, with the place that is not as it must be."""

import re
import tomllib
from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Any, TypeVar

from hub.conference.model import About, Form, Item, Output, Template, TemplateId, Who
from hub.errors import Refused
from hub.typed import showable

E = TypeVar("E", bound=StrEnum)
MOST_ITEMS = 30
LONGEST_TEXT = 200
LONGEST_ITEM = 480
LONGEST_FILE = 65_536
# Items that have a text in the catalogue.
KEYS = frozenset(
    {
        *("arrival", "client-view", "look-back", "news", "assessment", "goals", "decisions", "feedback"),
        *("roles", "giver-tells", "questions", "hypotheses", "comment", "proposals", "choice", "exchange"),
    }
)
TITLES = frozenset({"case", "case-written", "collegial"})
_CODE = re.compile(r"[a-z](?:[a-z0-9-]{0,38}[a-z0-9])?")
_NAME = re.compile(r"(?:(?P<agency>[a-z][a-z0-9-]{1,39})/)?(?P<code>[a-z0-9-]+)-(?P<version>[1-9]\d{0,3})")
_MARKUP = re.compile(r"<[^>]*>|@room|\]\(|[*_`]{2}")
_FIELDS = frozenset({"code", "version", "title", "own_title", "form", "about", "most_minutes", "item"})
_ITEM = frozenset({"key", "text", "minutes", "who", "output"})


class _Malformed(Exception):
    """The place that is not as it must be, and what is wrong there."""


def read(text: str, *, agency: str = "") -> Template | Refused:
    """The template of a file; refused with the place that is not as it must be."""
    if len(text) > LONGEST_FILE:
        return _refused(f"> {LONGEST_FILE}")
    try:
        return _template(tomllib.loads(text), agency)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return _refused(str(error))
    except _Malformed as error:
        return _refused(str(error))


def read_id(typed: str) -> TemplateId | Refused:
    """Which template is meant by `case-1` or `jobcenter/case-2`."""
    found = _NAME.fullmatch(typed)
    if found is None:
        return Refused("unknown-template", {"template": typed[:60]})
    return TemplateId(found["code"], int(found["version"]), found["agency"] or "")


def _refused(what: str) -> Refused:
    return Refused("template-malformed", {"what": ascii(what)[1:-1][:120]})


def _template(said: Mapping[str, Any], agency: str) -> Template:
    _only(said, _FIELDS, "")
    form, about = _one(said, Form, "form"), _one(said, About, "about")
    rows = said.get("item")
    if not isinstance(rows, list) or not 0 < len(rows) <= MOST_ITEMS:
        raise _Malformed(f"item: 1-{MOST_ITEMS}")
    items = tuple(_item(row, f"item {number}: ", form) for number, row in enumerate(rows, 1))
    _hears_the_client_first(items, about)
    own = "own_title" in said
    code = said.get("code")
    if not isinstance(code, str) or not _CODE.fullmatch(code):
        raise _Malformed("code")
    most = _whole(said, "most_minutes", "", LONGEST_ITEM) if "most_minutes" in said else LONGEST_ITEM
    if sum(item.minutes for item in items) > most:
        raise _Malformed(f"minutes: > {most}")
    return Template(
        id=TemplateId(code, _whole(said, "version", "", 9999), agency),
        title=_own(said, "own_title", "") if own else _known(said, "title", TITLES, ""),
        is_own_title=own,
        form=form,
        about=about,
        items=items,
        most_minutes=most,
    )


def _item(row: Any, place: str, form: Form) -> Item:
    if not isinstance(row, dict):
        raise _Malformed(f"{place}[[item]]")
    _only(row, _ITEM, place)
    if ("key" in row) == ("text" in row):
        raise _Malformed(f"{place}key / text")
    if form is Form.WRITTEN and "minutes" in row:
        raise _Malformed(f"{place}minutes")
    return Item(
        key=_known(row, "key", KEYS, place) if "key" in row else "",
        minutes=0 if form is Form.WRITTEN else _whole(row, "minutes", place, LONGEST_ITEM),
        who=_one(row, Who, "who", place),
        output=_one(row, Output, "output", place) if "output" in row else Output.NONE,
        text=_own(row, "text", place) if "text" in row else "",
    )


def _hears_the_client_first(items: tuple[Item, ...], about: About) -> None:
    clients = [number for number, item in enumerate(items, 1) if item.who is Who.CLIENT]
    if about is About.CONSULTATION and clients:
        raise _Malformed(f"item {clients[0]}: who")
    # One item to arrive may stand before; nobody reports before the client has spoken.
    if about is About.CASE and min(clients, default=MOST_ITEMS) > 2:
        raise _Malformed("item 2: who = client")


def _only(said: Mapping[str, Any], known: Collection[str], place: str) -> None:
    if strange := sorted(said.keys() - set(known)):
        raise _Malformed(f"{place}{strange[0]}")


def _one(said: Mapping[str, Any], words: type[E], name: str, place: str = "") -> E:
    value = said.get(name)
    if not isinstance(value, str) or value not in list(words):
        raise _Malformed(f"{place}{name}: {' | '.join(filter(None, words))}")
    return words(value)


def _known(said: Mapping[str, Any], name: str, known: Collection[str], place: str) -> str:
    value = said.get(name)
    if not isinstance(value, str) or value not in known:
        raise _Malformed(f"{place}{name}: {' | '.join(sorted(known))}")
    return value


def _whole(said: Mapping[str, Any], name: str, place: str, most: int) -> int:
    value = said.get(name)
    # In Python a truth value is a number, too.
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value <= most:
        raise _Malformed(f"{place}{name}: 1-{most}")
    return value


def _own(said: Mapping[str, Any], name: str, place: str) -> str:
    value = said[name]
    if not isinstance(value, str) or len(value) > LONGEST_TEXT or _MARKUP.search(value):
        raise _Malformed(f"{place}{name}")
    kept = showable(value, most=LONGEST_TEXT)
    if isinstance(kept, Refused):
        raise _Malformed(f"{place}{name}")
    return kept

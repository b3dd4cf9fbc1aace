"""One post in two languages: the hub's first, a line, and then the client's."""

import re
from collections.abc import Iterable

from bots.fitting import LONGEST_MESSAGE, cut, fits
from hub.catalogue import CLIENT_LANGUAGES, RIGHT_TO_LEFT
from hub.matrix.wire import Json
from hub.rooms.service import Circle

DIVIDER = "———"
# A client shows a whole message in one direction, and Matrix has no attribute for another one (specification,
# "m.room.message msgtypes"): each line says by itself that it runs from right to left (Unicode, UAX #9).
RIGHT_TO_LEFT_ISOLATE, POP_ISOLATE = "\u2067", "\u2069"
# What begins and ends a line; everything between two of them is text, for what people type is escaped.
_LINES = re.compile(r"(</?(?:p|ol|ul|li|br)>)")


def stands_below(reads: str, language: str, circle: Circle) -> bool:
    """Whether a post stands there in the language that the client reads, too: where they read along."""
    is_there = circle.file.case.client in circle.audience
    return is_there and reads in CLIENT_LANGUAGES and reads != language


def joined(first: Json, second: Json, language: str) -> Json:
    """A post with the same words below it in another language.

    Where both are too long for one message, they stand without markup, and each gets half of the room.
    """
    plain, formatted = str(second["body"]), str(second.get("formatted_body", ""))
    if language in RIGHT_TO_LEFT:
        plain = "\n".join(_turned(plain.split("\n")))
        formatted = "".join(_turned(_LINES.split(formatted), unless=_LINES))
    # What was cut to fit by itself has no markup any more.
    if "formatted_body" in first and "formatted_body" in second:
        both = _below(first, plain) | {"formatted_body": f"{first['formatted_body']}<hr>{formatted}"}
        if fits(both):
            return both
    above, under = (cut(one, LONGEST_MESSAGE // 2) for one in (first, second | {"body": plain}))
    return _below(above, str(under["body"]))


def _below(first: Json, plain: str) -> Json:
    return first | {"body": f"{first['body']}\n{DIVIDER}\n{plain}"}


def _turned(pieces: Iterable[str], unless: re.Pattern[str] | None = None) -> Iterable[str]:
    for piece in pieces:
        is_mark = unless is not None and unless.fullmatch(piece)
        yield piece if is_mark or not piece else f"{RIGHT_TO_LEFT_ISOLATE}{piece}{POP_ISOLATE}"

"""How what is said is made to fit into one message: what a homeserver never takes would wait for ever."""

import json
from collections.abc import Iterable

from hub.matrix.wire import Json

# 65,536 bytes are the most for an event (specification, "Size limits"); encrypted it takes a third more.
LONGEST_MESSAGE = 40_000
_LEFT_OUT = " …"


def fits(said: Json, longest: int = LONGEST_MESSAGE) -> bool:
    """Whether a message is not too long; as it is sealed, where one letter may take twelve bytes."""
    return len(json.dumps(said)) <= longest


def first_that_fits(options: Iterable[Json]) -> Json:
    """The first of these messages that is not too long; if each is, the last one, cut."""
    said: Json = {}
    for said in options:
        if fits(said):
            return said
    return cut(said)


def cut(said: Json, longest: int = LONGEST_MESSAGE) -> Json:
    """The message without its markup, and with as much of its text as fits."""
    plain = {name: said[name] for name in ("msgtype", "body", "m.mentions")}
    while not fits(plain, longest):
        body = str(plain["body"]).removesuffix(_LEFT_OUT)
        plain["body"] = body[: len(body) * 9 // 10] + _LEFT_OUT
    return plain

"""The guard's door: a homeserver's module hears here who may sit in which room, and nothing more."""

from datetime import UTC, datetime, timedelta

import structlog
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from hub.rooms.board import Board, Notice
from hub.rooms.model import List
from web.programs import has_token, no

PATH = "/_fallraum/guard/v1/lists"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
A_MILLISECOND = timedelta(milliseconds=1)

log = structlog.get_logger()


def routes(board: Board, token: str) -> list[Route]:
    """The one endpoint the guard calls."""

    async def lists(request: Request) -> Response:
        if not has_token(request, token):
            log.warning("guard refused")
            return no(403, "M_FORBIDDEN", "This door is for the guard.")
        wait = _wait(request.query_params.get("wait", "0"))
        if wait is None:
            return no(400, "M_INVALID_PARAM", "wait: a number of seconds.")
        notice = await board.read(request.query_params.get("since", ""), longest=wait)
        if notice is None:
            return no(503, "M_UNKNOWN", "The lists are not ready. Ask again in a moment.")
        return JSONResponse(_written(notice), headers={"Cache-Control": "no-store"})

    return [Route(PATH, lists)]


def _wait(said: str) -> timedelta | None:
    try:
        return timedelta(seconds=max(0.0, float(said)))
    except (ValueError, OverflowError):
        return None


def _written(notice: Notice) -> dict[str, object]:
    return {
        "position": notice.position,
        "whole": notice.is_whole,
        "lease": notice.lease.total_seconds(),
        "rooms": {room: None if list_ is None else _ends(list_) for room, list_ in notice.rooms.items()},
    }


def _ends(list_: List) -> dict[str, int | None]:
    # In whole milliseconds, as everywhere in Matrix; downwards, so that nothing lasts longer than it may.
    return {
        user: None if until is None else (until - EPOCH) // A_MILLISECOND for user, until in list_.items()
    }

"""The web door as a whole: a table of routes, and nothing that is decided here."""

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from hub.direct.service import DirectService
from hub.presence.service import PresenceService
from hub.rooms.board import Board
from hub.rooms.service import RoomService
from web import appservice, guard
from web.live import Live


def application(
    rooms: RoomService,
    board: Board,
    presence: PresenceService,
    direct: DirectService,
    live: Live,
    *,
    hs_token: str,
    guard_token: str,
) -> Starlette:
    """The ASGI application."""
    pushes = appservice.routes(rooms, presence, direct, hs_token)
    for_programs = [*pushes, *guard.routes(board, guard_token)]
    return Starlette(routes=[Route("/health", health), live.route(), *for_programs])


async def health(_request: Request) -> Response:
    """Whether this process answers; says nothing else."""
    return PlainTextResponse("ok\n", headers={"Cache-Control": "no-store"})

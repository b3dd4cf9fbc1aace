"""The web door as a whole: a table of routes, and nothing that is decided here."""

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from hub.rooms.board import Board
from hub.rooms.service import RoomService
from web import appservice, guard


def application(rooms: RoomService, board: Board, *, hs_token: str, guard_token: str) -> Starlette:
    """The ASGI application."""
    for_programs = [*appservice.routes(rooms, hs_token), *guard.routes(board, guard_token)]
    return Starlette(routes=[Route("/health", health), *for_programs])


async def health(_request: Request) -> Response:
    """Whether this process answers; says nothing else."""
    return PlainTextResponse("ok\n", headers={"Cache-Control": "no-store"})

"""The web door as a whole: a table of routes, and nothing that is decided here."""

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from hub.rooms.service import RoomService
from web import appservice


def application(rooms: RoomService, *, hs_token: str) -> Starlette:
    """The ASGI application."""
    return Starlette(routes=[Route("/health", health), *appservice.routes(rooms, hs_token)])


async def health(_request: Request) -> Response:
    """Whether this process answers; says nothing else."""
    return PlainTextResponse("ok\n", headers={"Cache-Control": "no-store"})

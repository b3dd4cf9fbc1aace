"""The web door as a whole: a table of routes, and nothing that is decided here."""

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from hub.assemble import Hub
from web import appservice, guard
from web.live import Lines


def application(hub: Hub, lines: Lines, *, hs_token: str, guard_token: str) -> Starlette:
    """The ASGI application."""
    pushes = appservice.routes(
        hub.rooms,
        hub.presence,
        hub.direct,
        hub.telling,
        hearers=(hub.polls, hub.adding, hub.speaking),
        hearing=hub.hearing,
        monitoring=hub.monitoring,
        hs_token=hs_token,
    )
    for_programs = [*pushes, *guard.routes(hub.lists.board, guard_token)]
    return Starlette(routes=[Route("/health", health), *lines.routes(), *for_programs])


async def health(_request: Request) -> Response:
    """Whether this process answers; says nothing else."""
    return PlainTextResponse("ok\n", headers={"Cache-Control": "no-store"})

"""The homeserver's door: what happens in the hub's rooms is pushed in here (Application Service API)."""

import asyncio
import hashlib
import json
from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from urllib.parse import quote

import structlog
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from hub.direct.hearing import HearingService
from hub.direct.service import DirectService
from hub.direct.telling import Telling
from hub.monitoring.service import MonitoringService
from hub.presence.service import PresenceService
from hub.rooms.service import RoomService
from web import ephemeral
from web.gestures import Gestures, Hearer
from web.programs import has_token, no
from web.pushed import by_itself, observed, said
from web.reactions import Reactions

# Synapse sends at most 100 events at once. A member event at its limit of 65,536 bytes is pushed
# with its old content twice and escaped, in some 180,000 bytes.
LARGEST_PUSH = 32 * 1024 * 1024

log = structlog.get_logger()

Answer = Callable[[Request], Awaitable[Response]]


def routes(
    rooms: RoomService,
    presence: PresenceService,
    direct: DirectService,
    telling: Telling,
    *,
    hearers: Sequence[Hearer],
    hearing: HearingService,
    monitoring: MonitoringService,
    hs_token: str,
) -> list[Route]:
    """The endpoints the homeserver calls."""
    reactions = Reactions(direct, hearing, telling, presence, monitoring, Gestures(presence.chance, hearers))

    async def transaction(request: Request) -> Response:
        body = await _body(request)
        if not isinstance(body, dict) or not isinstance(body.get("events"), list):
            return no(400, "M_NOT_JSON", "The body is not a transaction.")
        observations = [seen for event in body["events"] if (seen := observed(event))]
        # Quoted again, any name is text that every database can hold.
        name = quote(request.path_params["id"])
        await rooms.observe(name, observations, events=_fingerprint(body))
        for one in observations:
            with by_itself():
                await direct.observe([one])
        await reactions.take_in([said_ for event in body["events"] if (said_ := said(event))])
        now = presence.chance.now()
        for user, source, is_there in ephemeral.signs(body, now, presence.sharing.is_common):
            presence.hear(user, source, is_there=is_there)
        return JSONResponse({})

    async def ping(_request: Request) -> Response:
        return JSONResponse({})

    async def nothing(_request: Request) -> Response:
        # Accounts and aliases of the namespace exist before anybody asks for them.
        return no(404, "M_NOT_FOUND", "There is nothing of that name.")

    def guarded(answer: Answer) -> Answer:
        async def guard(request: Request) -> Response:
            if not has_token(request, hs_token):
                log.warning("push refused", path=request.url.path.rsplit("/", 1)[0])
                return no(403, "M_FORBIDDEN", "This door is for the homeserver.")
            return await answer(request)

        return guard

    v1 = "/_matrix/app/v1"
    return [
        Route(f"{v1}/transactions/{{id}}", guarded(transaction), methods=["PUT"]),
        Route(f"{v1}/ping", guarded(ping), methods=["POST"]),
        Route(f"{v1}/users/{{id}}", guarded(nothing)),
        Route(f"{v1}/rooms/{{id}}", guarded(nothing)),
    ]


async def _body(request: Request) -> object:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_PUSH:
            return None
    try:
        # With a stack of its own: what a homeserver could read it pushes for ever, so it must be read here.
        return await asyncio.to_thread(json.loads, body)
    except (ValueError, RecursionError):
        return None


def _fingerprint(body: Any) -> str:
    # Not of the bytes: a repeated push says anew how old its events are.
    ids = [event.get("event_id") for event in body["events"] if isinstance(event, dict)]
    return hashlib.sha256(json.dumps([one for one in ids if isinstance(one, str)]).encode()).hexdigest()

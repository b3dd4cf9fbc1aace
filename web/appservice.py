"""The homeserver's door: what happens in the hub's rooms is pushed in here (Application Service API)."""

import hashlib
import json
import re
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeGuard
from urllib.parse import quote

import structlog
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from hub.direct.service import DirectService
from hub.direct.telling import Telling
from hub.identifiers import RoomId, UserId
from hub.matrix.walls import PINNED
from hub.monitoring.service import MonitoringService
from hub.presence.service import PresenceService
from hub.rooms.model import Membership, Observation, RuleChange
from hub.rooms.service import RoomService
from web import ephemeral
from web.gestures import Gestures, Hearer
from web.programs import has_token, no
from web.reactions import Reactions

# Synapse sends at most 100 events at once. A member event at its limit of 65,536 bytes is pushed
# with its old content twice and escaped, in some 180,000 bytes.
LARGEST_PUSH = 32 * 1024 * 1024
# Matrix specification, appendix "Common identifier format".
LONGEST_ID = 255
_ROOM = re.compile(r"![!-~]+")
_USER = re.compile(r"@[!-9;-~]+:[!-~]+")
MEMBER = "m.room.member"
_MEMBERSHIP = {"join": Membership.JOINED, "invite": Membership.INVITED}

log = structlog.get_logger()

Answer = Callable[[Request], Awaitable[Response]]


def routes(
    rooms: RoomService,
    presence: PresenceService,
    direct: DirectService,
    telling: Telling,
    *,
    hearers: Sequence[Hearer],
    monitoring: MonitoringService,
    hs_token: str,
) -> list[Route]:
    """The endpoints the homeserver calls."""
    reactions = Reactions(direct, telling, presence, monitoring, Gestures(presence.chance, hearers))

    async def transaction(request: Request) -> Response:
        body = await _body(request)
        observations = _observations(body)
        if observations is None:
            return no(400, "M_NOT_JSON", "The body is not a transaction.")
        # Quoted again, any name is text that every database can hold.
        name = quote(request.path_params["id"])
        await rooms.observe(name, observations, events=_fingerprint(body))
        await direct.observe(observations)
        await reactions.take_in(body)
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
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _fingerprint(body: Any) -> str:
    # Not of the bytes: a repeated push says anew how old its events are.
    ids = [event.get("event_id") for event in body["events"] if isinstance(event, dict)]
    return hashlib.sha256(json.dumps(ids).encode()).hexdigest()


def _observations(body: object) -> list[Observation | RuleChange] | None:
    if not isinstance(body, dict) or not isinstance(body.get("events"), list):
        return None
    return [seen for event in body["events"] if (seen := _observation(event))]


def _observation(event: Any) -> Observation | RuleChange | None:
    # Who comes and goes, and the rules of rooms; everything else is dropped unread.
    if not isinstance(event, dict) or not isinstance(event.get("state_key"), str):
        return None
    room, content = event.get("room_id"), event.get("content")
    if not _is_id(room, _ROOM) or not isinstance(content, dict):
        return None
    kind, membership = event.get("type"), str(content.get("membership"))
    if kind in PINNED or (kind == MEMBER and membership == "knock"):
        by = event.get("sender")
        return RuleChange(RoomId(room), UserId(by)) if _is_id(by, _USER) else None
    # Historical addresses count: a stranger with one that nobody gives out any more is a stranger.
    if kind != MEMBER or not _is_id(event["state_key"], _USER):
        return None
    return Observation(RoomId(room), UserId(event["state_key"]), _MEMBERSHIP.get(membership))


def _is_id(given: Any, form: re.Pattern[str]) -> TypeGuard[str]:
    return isinstance(given, str) and len(given) <= LONGEST_ID and form.fullmatch(given) is not None

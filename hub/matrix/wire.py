"""One call to the homeserver: every answer is JSON, patience, a no, or trouble."""

import logging
from collections.abc import Mapping
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx2

from hub.errors import HomeserverBusy, HomeserverRefused, HomeserverUnavailable
from hub.identifiers import UserId
from hub.sockets import reachable

# A federated invite may take the homeserver long; beyond this it is tried again later.
PATIENCE = httpx2.Timeout(20.0, connect=5.0)
DEFAULT_RETRY = timedelta(seconds=1)

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# The year 3000, in milliseconds.
LATEST_INSTANT = 32_503_680_000_000

V3 = "/_matrix/client/v3"

Json = dict[str, Any]

# It would write down every address whole: rooms, people, and whoever's token is asked about.
logging.getLogger("httpx2").setLevel(logging.WARNING)


def through(socket: str) -> httpx2.AsyncHTTPTransport:
    """A line through a socket: what the environment says about proxies and certificates is not for it."""
    return httpx2.AsyncHTTPTransport(uds=socket, trust_env=False, verify=False)


def escaped(part: str) -> str:
    """One segment of a path."""
    return quote(part, safe="")


class Wire:
    """The hub's line to its homeserver, with the application service's token."""

    def __init__(
        self,
        url: str,
        token: str,
        *,
        socket: Path | None = None,
        transport: httpx2.AsyncBaseTransport | None = None,
    ) -> None:
        """A `socket` is spoken to instead of the URL's host and port."""
        self._open = ExitStack()
        headers = {"Authorization": f"Bearer {token}"}
        if socket:
            # Synapse wants to know from which address, and a socket has none.
            headers["X-Forwarded-For"] = "127.0.0.1"
            transport = through(self._open.enter_context(reachable(socket)))
        self._http = httpx2.AsyncClient(
            base_url=url,
            headers=headers,
            timeout=PATIENCE,
            transport=transport,
            # The homeserver is loopback or the site's own: no proxy of the environment in between.
            trust_env=False,
        )

    async def call(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any] | None = None,
        *,
        user: UserId | None = None,
        device: str | None = None,
        query: Mapping[str, str] | None = None,
        token: str | None = None,
    ) -> Json:
        """Call the homeserver, as one of the hub's own users if `user` is given.

        With a `token` as whoever it belongs to. Raises `HomeserverUnavailable`, `HomeserverBusy` or
        `HomeserverRefused`.
        """
        answer = await self._request(method, path, body, user=user, device=device, query=query, token=token)
        if not isinstance(answer, dict):
            raise HomeserverUnavailable(f"{_said(method, path)}: not an object")
        return answer

    async def call_list(self, path: str, *, user: UserId) -> list[Json]:
        """As `call`, for the one endpoint that answers with a list (a room's state)."""
        answer = await self._request("GET", path, None, user=user)
        if not isinstance(answer, list):
            raise HomeserverUnavailable(f"{_said('GET', path)}: not a list")
        return answer

    async def upload(self, path: str, content: bytes, *, user: UserId, device: str) -> None:
        """As `call`, for the one endpoint that takes bytes."""
        said = _said("PUT", path)
        headers = {"Content-Type": "application/octet-stream"}
        parameters = {"user_id": user, "device_id": device}
        request = self._http.build_request("PUT", path, content=content, params=parameters, headers=headers)
        _read(await self._sent(request, said), said)

    async def ask_as_nobody(self, path: str, query: Mapping[str, str]) -> Json:
        """As `call`, for the doors that other servers use: without saying who asks."""
        request = self._http.build_request("GET", path, params=query)
        del request.headers["Authorization"]
        answer = _read(await self._sent(request, _said("GET", path)), _said("GET", path))
        if not isinstance(answer, dict):
            raise HomeserverUnavailable(f"{_said('GET', path)}: not an object")
        return answer

    async def close(self) -> None:
        """Hang up."""
        await self._http.aclose()
        self._open.close()

    async def _request(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any] | None,
        *,
        user: UserId | None,
        device: str | None = None,
        query: Mapping[str, str] | None = None,
        token: str | None = None,
    ) -> object:
        parameters = dict(query or {})
        if user:
            parameters["user_id"] = user
        if device:
            parameters["device_id"] = device
        headers = {"Authorization": f"Bearer {token}"} if token else None
        request = self._http.build_request(method, path, json=body, params=parameters, headers=headers)
        return _read(await self._sent(request, _said(method, path)), _said(method, path))

    async def _sent(self, request: httpx2.Request, said: str) -> httpx2.Response:
        try:
            return await self._http.send(request)
        except httpx2.RequestError as error:
            raise HomeserverUnavailable(f"{said}: {type(error).__name__}") from None


def text_of(answer: Json, key: str) -> str:
    """A text that an answer must have; a homeserver that leaves it out is in trouble."""
    value = answer.get(key)
    if not isinstance(value, str):
        raise HomeserverUnavailable(f"no {key} in the answer")
    return value


def instant_of(milliseconds: object) -> datetime:
    """When something is said to have happened; another server may have written any number there."""
    if not isinstance(milliseconds, int):
        return EPOCH
    # None of them may keep us from looking.
    return EPOCH + timedelta(milliseconds=max(0, min(milliseconds, LATEST_INSTANT)))


def object_of(answer: Json, key: str) -> Json:
    """As `text_of`, for an object."""
    value = answer.get(key)
    if not isinstance(value, dict):
        raise HomeserverUnavailable(f"no {key} in the answer")
    return value


def _said(method: str, path: str) -> str:
    # What goes into an error or a log: the endpoint, never a room, a user or a query.
    words = [part for part in path.split("/") if part and not part.startswith(("%", "!", "@"))]
    return f"{method} {words[-1] if words else path}"


def _read(answer: httpx2.Response, what: str) -> object:
    content = _json(answer)
    if answer.status_code < 300 and content is not None:
        return content
    if answer.status_code == 429:
        raise HomeserverBusy(_asked_patience(answer, content))
    if answer.status_code >= 500 or not isinstance(content, dict):
        raise HomeserverUnavailable(f"{what}: {answer.status_code}")
    raise HomeserverRefused(answer.status_code, str(content.get("errcode", "M_UNKNOWN")), what)


def _json(answer: httpx2.Response) -> object:
    try:
        return answer.json()
    except ValueError:
        return None


def _asked_patience(answer: httpx2.Response, content: object) -> timedelta:
    # The body's field is what homeservers send today; the header is what the specification wants.
    milliseconds = content.get("retry_after_ms") if isinstance(content, dict) else None
    if isinstance(milliseconds, int | float) and not isinstance(milliseconds, bool):
        return timedelta(milliseconds=max(0, min(milliseconds, 3_600_000)))
    header = answer.headers.get("Retry-After", "")
    return timedelta(seconds=min(int(header), 3600)) if header.isdecimal() else DEFAULT_RETRY

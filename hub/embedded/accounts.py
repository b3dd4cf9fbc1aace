"""Accounts for an office's people on the embedded homeserver, which nobody else can make."""

import hashlib
import hmac
import secrets

import httpx2

from hub.embedded.child import NAME
from hub.errors import HomeserverUnavailable, Refused
from hub.identifiers import UserId
from hub.matrix.wire import through
from hub.settings import Settings
from hub.sockets import reachable

_PATH = "/_synapse/admin/v1/register"


async def make_account(settings: Settings, user: UserId) -> str | Refused:
    """Make an account and return its first password (Synapse: shared-secret registration)."""
    socket = settings.homeserver_socket
    assert socket is not None, "accounts are made on the embedded homeserver only"
    localpart, password = user[1:].partition(":")[0], secrets.token_urlsafe(12)
    try:
        with reachable(socket) as path:
            line = through(path)
            async with httpx2.AsyncClient(base_url=NAME, transport=line, trust_env=False) as http:
                nonce = (await http.get(_PATH)).json()["nonce"]
                answer = await http.post(_PATH, json=_request(settings, nonce, localpart, password))
    except (httpx2.TransportError, FileNotFoundError):
        raise HomeserverUnavailable("the embedded homeserver does not answer") from None
    if answer.status_code != 200:
        return Refused("account-not-made", {"user": user, "why": str(answer.json().get("errcode"))})
    return password


def _request(settings: Settings, nonce: str, localpart: str, password: str) -> dict[str, object]:
    key = (settings.data / "homeserver" / "registration_shared_secret").read_text().strip()
    said = "\x00".join((nonce, localpart, password, "notadmin"))
    mac = hmac.new(key.encode(), said.encode(), hashlib.sha1).hexdigest()
    return {
        "nonce": nonce,
        "username": localpart,
        "password": password,
        "admin": False,
        "mac": mac,
    }

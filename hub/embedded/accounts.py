"""Accounts for an office's people on the embedded homeserver, which nobody else can make."""

import hashlib
import hmac
import secrets

import httpx2

from hub.embedded.child import NAME
from hub.errors import HomeserverUnavailable, Refused
from hub.identifiers import UserId
from hub.matrix.wire import through
from hub.settings import Settings, write_private
from hub.sockets import reachable

_PATH = "/_synapse/admin/v1/register"


async def make_account(settings: Settings, user: UserId) -> str | Refused:
    """Make an account and return its first password (Synapse: shared-secret registration)."""
    localpart, password = user[1:].partition(":")[0], secrets.token_urlsafe(12)
    answer = await _register(settings, localpart, password, "notadmin")
    if answer.status_code != 200:
        return Refused("account-not-made", {"user": user, "why": str(answer.json().get("errcode"))})
    return password


async def eraser(settings: Settings) -> str:
    """The token of the account that may have rooms erased; made at its first use, for nothing else."""
    return await _administrator(settings, "eraser")


async def witness(settings: Settings) -> str:
    """As `eraser`, of the account that may see what other servers have received."""
    return await _administrator(settings, "witness")


async def _administrator(settings: Settings, office: str) -> str:
    # Whoever can read it here can read the secret with which any such account is made, too.
    kept = settings.data / "homeserver" / f"{office}_token"
    if not kept.exists():
        name, password = f"{office}-{secrets.token_hex(4)}", secrets.token_urlsafe(32)
        answer = await _register(settings, name, password, "admin")
        if answer.status_code != 200:
            raise HomeserverUnavailable(f"no account for the {office}: {answer.status_code}")
        write_private(kept, str(answer.json()["access_token"]))
    return kept.read_text()


async def _register(settings: Settings, localpart: str, password: str, standing: str) -> httpx2.Response:
    socket = settings.homeserver_socket
    assert socket is not None, "accounts are made on the embedded homeserver only"
    try:
        with reachable(socket) as path:
            line = through(path)
            async with httpx2.AsyncClient(base_url=NAME, transport=line, trust_env=False) as http:
                nonce = (await http.get(_PATH)).json()["nonce"]
                return await http.post(_PATH, json=_request(settings, nonce, localpart, password, standing))
    except (httpx2.TransportError, FileNotFoundError):
        raise HomeserverUnavailable("the embedded homeserver does not answer") from None


def _request(
    settings: Settings, nonce: str, localpart: str, password: str, standing: str
) -> dict[str, object]:
    key = (settings.data / "homeserver" / "registration_shared_secret").read_text().strip()
    said = "\x00".join((nonce, localpart, password, standing))
    mac = hmac.new(key.encode(), said.encode(), hashlib.sha1).hexdigest()
    return {
        "nonce": nonce,
        "username": localpart,
        "password": password,
        "admin": standing == "admin",
        "mac": mac,
    }

"""Signing in as a user of the hub's own namespace, which only the application service can."""

from hub.identifiers import UserId
from hub.matrix.wire import V3, Wire, text_of


async def sign_in(wire: Wire, user: UserId, device: str) -> str:
    """A token for a device of that user (`m.login.application_service`); the device is made."""
    body = {
        "type": "m.login.application_service",
        "identifier": {"type": "m.id.user", "user": user},
        "device_id": device,
    }
    return text_of(await wire.call("POST", f"{V3}/login", body), "access_token")

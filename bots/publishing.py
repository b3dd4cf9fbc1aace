"""How a device of the hub's own is made known, vouched for by its owner."""

from bots.identity import Device
from hub.errors import HomeserverRefused
from hub.matrix.accounts import sign_in
from hub.matrix.wire import V3, Json, Wire, escaped


async def publish(wire: Wire, device: Device) -> None:
    """Make the device known; fine if it is."""
    await ensure_device(wire, device)
    user, keys = device.user, device.keys()
    signed: Json = {user: {device.id: keys}}
    for path, body in (
        ("upload", {"device_keys": keys}),
        ("device_signing/upload", device.cross_signing.upload()),
        ("signatures/upload", signed),
    ):
        await wire.call("POST", f"{V3}/keys/{path}", body, user=user, device=device.id)


async def ensure_device(wire: Wire, device: Device) -> None:
    """Sign it in; fine if it is."""
    try:
        await wire.call("GET", f"{V3}/devices/{escaped(device.id)}", user=device.user)
    except HomeserverRefused:
        await sign_in(wire, device.user, device.id)

"""Two real homeservers that federate: the hub's, and one that an agency brought along.

The hub's has the configuration that `FALLRAUM_FEDERATION` makes, the agency's is its own affair:
it knows no application service and speaks to whom it likes. Both stand on loopback, so both are
told to take certificates and addresses that no real network would have.
"""

import asyncio
import datetime as dt
import ipaddress
import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from hub.embedded.child import Synapse
from hub.embedded.files import write_homeserver
from hub.settings import Settings, write_private
from tests.real import RealHomeserver, free_port
from tests.relay import Line, Relay

_ON_LOOPBACK: dict[str, Any] = {"federation_verify_certificates": False, "ip_range_blacklist": []}
# What only the hub's homeserver is told.
_THE_HUBS = ("app_service_config_files", "alias_creation_rules", "federation_domain_whitelist")
_AT_LEISURE = {"per_second": 1000, "burst_count": 10000}
# Its people are played by tests, which are in a hurry.
_THE_AGENCYS: dict[str, Any] = {
    "rc_message": _AT_LEISURE,
    "rc_joins": {"local": _AT_LEISURE, "remote": _AT_LEISURE},
    "rc_invites": {"per_room": _AT_LEISURE, "per_user": _AT_LEISURE, "per_issuer": _AT_LEISURE},
}


@dataclass(frozen=True, slots=True)
class Federated:
    """The hub's homeserver and the agency's, and the lines between them."""

    hub: RealHomeserver
    agency: RealHomeserver
    _to_hub: Relay
    _to_agency: Relay

    def partition(self, line: Line = Line.CUT) -> None:
        """No call gets through between the two, either way; people still reach their own server."""
        self._to_hub.becomes(line)
        self._to_agency.becomes(line)

    def heal(self) -> None:
        """Calls get through again. Neither server is told."""
        self.partition(Line.OPEN)

    @contextmanager
    def partitioned(self, line: Line = Line.CUT) -> Iterator[None]:
        """Partitioned for as long as the block lasts."""
        self.partition(line)
        try:
            yield
        finally:
            self.heal()


@contextmanager
def federated_homeservers(folder: Path, *, door_port: int | None = None) -> Iterator[Federated]:
    """Both, for as long as the block lasts; they end with the process, too, however that ends.

    `door_port` is where the hub's homeserver pushes to, if somebody stands there.
    """
    doors = [f"127.0.0.{number}:{free_port()}" for number in (1, 2)]
    hubs = _settings(folder / "hub", doors[0], allowed=doors[1], door_port=door_port or free_port())
    agencys = _settings(folder / "agency", doors[1], allowed=doors[0], door_port=free_port())
    with ExitStack() as stack:
        to_hub, to_agency = (stack.enter_context(_door(one).listening()) for one in (hubs, agencys))
        hub = stack.enter_context(_running(hubs, _ON_LOOPBACK))
        agency = stack.enter_context(_running(agencys, _ON_LOOPBACK | _THE_AGENCYS, without=_THE_HUBS))
        with asyncio.Runner() as runner:
            runner.run(hub.make_accounts())
        yield Federated(hub, agency, to_hub, to_agency)


@contextmanager
def _running(
    settings: Settings, told: dict[str, Any], without: tuple[str, ...] = ()
) -> Iterator[RealHomeserver]:
    main = write_homeserver(settings)
    written = {key: value for key, value in json.loads(main.read_text()).items() if key not in without}
    write_private(main, json.dumps(written | told, indent=2))
    synapse = Synapse(main)
    with asyncio.Runner() as runner:
        runner.run(synapse.start())
        try:
            yield RealHomeserver(settings)
        finally:
            runner.run(synapse.stop())


def _settings(data: Path, server_name: str, *, allowed: str, door_port: int) -> Settings:
    data.mkdir(mode=0o700, parents=True)
    certificate, key = _certify(data, server_name.partition(":")[0])
    return Settings(
        data=data,
        server_name=server_name,
        homeserver_port=free_port(),
        door_port=door_port,
        federation=(allowed,),
        federation_port=free_port(),
        federation_certificate=certificate,
        federation_key=key,
    )


def _door(settings: Settings) -> Relay:
    address, _, port = settings.server_name.partition(":")
    return Relay(address, int(port), settings.federation_port)


def _certify(folder: Path, address: str) -> tuple[Path, Path]:
    """A certificate that the server at this address has signed itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, address)])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(address))]), False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    write_private(folder / "federation.crt", certificate.public_bytes(pem).decode())
    write_private(folder / "federation.key", private.decode())
    return folder / "federation.crt", folder / "federation.key"

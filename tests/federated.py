"""Two real homeservers that federate: the hub's, and one that an agency brought along.

The hub's has the configuration that `FALLRAUM_FEDERATION` makes, without the guard: it would let nobody
in while no hub answers it. The agency's is its own affair: it knows no application service and speaks
to whom it likes. Both stand on loopback, with certificates of an authority that this network alone has.
"""

import asyncio
import json
from collections.abc import Collection, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
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

# What only the hub's homeserver is told.
_THE_HUBS = ("app_service_config_files", "alias_creation_rules", "federation_domain_whitelist", "modules")
_NO_GUARD: dict[str, Any] = {"modules": []}
_PEM = serialization.Encoding.PEM
_AT_LEISURE = {"per_second": 1000, "burst_count": 10000}
# For people who are played by tests, which are in a hurry.
IN_A_HURRY: dict[str, Any] = {
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
    hubs, agencys = federating_settings(folder, door_port=door_port)
    with ExitStack() as stack:
        to_hub, to_agency = (stack.enter_context(door_of(one)) for one in (hubs, agencys))
        hub = stack.enter_context(_running(hubs, written(hubs, _NO_GUARD)))
        agency = stack.enter_context(_running(agencys, write_agency(agencys)))
        with asyncio.Runner() as runner:
            runner.run(hub.make_accounts())
        yield Federated(hub, agency, to_hub, to_agency)


def federating_settings(folder: Path, *, door_port: int | None = None) -> tuple[Settings, Settings]:
    """The hub's and the agency's, each allowing the other, in a network with an authority of its own."""
    network = Network(folder)
    names = [f"localhost:{free_port()}" for _ in range(2)]
    hubs = network.settings(folder / "hub", names[0], allowed=names[1], door_port=door_port or free_port())
    return hubs, network.settings(folder / "agency", names[1], allowed=names[0], door_port=free_port())


def door_of(settings: Settings) -> AbstractContextManager[Relay]:
    """Where other servers find this one, for as long as the block lasts."""
    address, _, port = settings.server_name.partition(":")
    return Relay(address, int(port), settings.federation_port).listening()


def write_agency(settings: Settings) -> Path:
    """What a Synapse reads that knows no hub; returns its main file."""
    return written(settings, IN_A_HURRY, without=_THE_HUBS)


def written(settings: Settings, other: Mapping[str, Any], *, without: Collection[str] = ()) -> Path:
    """The embedded homeserver's configuration with something else in it; returns its main file."""
    main = write_homeserver(settings)
    kept = {key: value for key, value in json.loads(main.read_text()).items() if key not in without}
    write_private(main, json.dumps(kept | dict(other), indent=2))
    return main


@contextmanager
def _running(settings: Settings, main: Path) -> Iterator[RealHomeserver]:
    synapse = Synapse(main)
    # A loop of its own: every test has another one, which ends before Synapse does.
    with asyncio.Runner() as runner:
        runner.run(synapse.start())
        try:
            yield RealHomeserver(settings)
        finally:
            runner.run(synapse.stop())


class Network:
    """An authority on loopback, and what it certifies."""

    def __init__(self, folder: Path) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = _name("network")
        ca = x509.BasicConstraints(ca=True, path_length=0)
        self.file = folder / "ca.pem"
        write_private(self.file, self._certified(self._name, self._key.public_key(), ca))

    def settings(self, data: Path, server_name: str, *, allowed: str, door_port: int) -> Settings:
        """A homeserver of this network, which allows one other."""
        data.mkdir(mode=0o700, parents=True)
        certificate, key = self.certify(data, server_name.partition(":")[0])
        return Settings(
            data=data,
            server_name=server_name,
            homeserver_port=free_port(),
            door_port=door_port,
            federation=(allowed,),
            federation_port=free_port(),
            federation_certificate=certificate,
            federation_key=key,
            federation_ca=self.file,
            federation_networks=("127.0.0.0/8", "::1/128"),
        )

    def certify(self, folder: Path, *hosts: str) -> tuple[Path, Path]:
        """The files of a certificate for these hosts, and of its key."""
        key = ec.generate_private_key(ec.SECP256R1())
        whose = x509.SubjectAlternativeName([_general_name(host) for host in hosts])
        private = key.private_bytes(_PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        write_private(folder / "server.pem", self._certified(_name(hosts[0]), key.public_key(), whose))
        write_private(folder / "server.key", private.decode())
        return folder / "server.pem", folder / "server.key"

    def _certified(self, name: x509.Name, key: ec.EllipticCurvePublicKey, said: x509.ExtensionType) -> str:
        now = datetime.now(UTC)
        certificate = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(self._name)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=2))
            .add_extension(said, critical=False)
            .sign(self._key, hashes.SHA256())
        )
        return certificate.public_bytes(_PEM).decode()


def _general_name(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, common)])

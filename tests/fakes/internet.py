"""A small internet on loopback: hosts with certificates that say what they are told to, and a DNS."""

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import httpcore2
from dns import flags, message, rcode, rrset
from dns.asyncresolver import Resolver

from tests.federated import Network

Acts = Callable[[str, asyncio.StreamWriter], Awaitable[None]]
"""What a host does when it is asked for something."""


@dataclass(frozen=True, slots=True)
class Call:
    """How a host was asked."""

    certified: str | None
    host: str
    target: str


@dataclass(slots=True)
class Internet(httpcore2.AsyncNetworkBackend):
    """Whoever connects to a host and port of it comes out at a server on loopback; elsewhere is nobody."""

    network: Network
    folder: Path
    calls: list[Call] = field(default_factory=list)
    connected: list[tuple[str, int]] = field(default_factory=list)
    _places: dict[tuple[str, int], int] = field(default_factory=dict)
    _stack: contextlib.AsyncExitStack = field(default_factory=contextlib.AsyncExitStack)

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        self.connected.append((host, port))
        if (host, port) not in self._places:
            raise httpcore2.ConnectError("nobody listens there")
        return await httpcore2.AnyIOBackend().connect_tcp("127.0.0.1", self._places[host, port], timeout)

    async def host(self, name: str, port: int, acts: Acts, *, certified: str = "") -> None:
        """Put a host there, with a certificate for its name or another one."""
        folder = self.folder / f"{name}-{port}"
        folder.mkdir()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*self.network.certify(folder, certified or name))
        asked_for: list[str | None] = []
        context.sni_callback = lambda _socket, said, _context: asked_for.append(said)

        async def met(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
                head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
                target = head[0].split()[1]
                hosts = [line.partition(": ")[2] for line in head if line.lower().startswith("host:")]
                self.calls.append(Call(asked_for[-1] if asked_for else None, ", ".join(hosts), target))
                await acts(target, writer)
            writer.transport.abort()

        await self.serves(name, port, met, context)

    async def serves(
        self,
        name: str,
        port: int,
        met: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]],
        context: ssl.SSLContext | None = None,
    ) -> None:
        """Put anybody there."""
        server = await asyncio.start_server(met, "127.0.0.1", 0, ssl=context)
        self._stack.callback(server.close)
        self._places[name, port] = server.sockets[0].getsockname()[1]

    async def dns(self, records: Mapping[str, str]) -> Resolver:
        """A DNS with these SRV records, as `10 0 4443 host.example.`; of nothing else it knows."""
        loop = asyncio.get_running_loop()
        transport, server = await loop.create_datagram_endpoint(
            lambda: _NameServer(records), local_addr=("127.0.0.1", 0)
        )
        server.transport = transport
        self._stack.callback(transport.close)
        resolver = Resolver(configure=False)
        resolver.nameservers = ["127.0.0.1"]
        resolver.port = transport.get_extra_info("sockname")[1]
        return resolver

    async def close(self) -> None:
        """The end of it."""
        await self._stack.aclose()


class _NameServer(asyncio.DatagramProtocol):
    transport: asyncio.DatagramTransport

    def __init__(self, records: Mapping[str, str]) -> None:
        self._records = records

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        query = message.from_wire(data)
        answer = message.make_response(query)
        answer.flags |= flags.RA
        asked = query.question[0].name
        record = self._records.get(asked.to_text(omit_final_dot=True))
        if record is None:
            answer.set_rcode(rcode.NXDOMAIN)
        else:
            answer.answer.append(rrset.from_text(asked, 60, "IN", "SRV", record))
        self.transport.sendto(answer.to_wire(), addr)


def says(body: str | bytes, status: int = 200, headers: Mapping[str, str] = {}) -> Acts:
    """A host that always answers so."""
    content = body.encode() if isinstance(body, str) else body
    lines = [f"HTTP/1.1 {status} So", f"Content-Length: {len(content)}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return writes("\r\n".join(lines).encode() + b"\r\n\r\n" + content)


def writes(answer: bytes) -> Acts:
    """A host that writes just this, and hangs up."""

    async def act(_target: str, writer: asyncio.StreamWriter) -> None:
        writer.write(answer)
        await writer.drain()
        writer.close()
        await writer.wait_closed()

    return act


def drips(answer: bytes, every: float = 0.2) -> Acts:
    """A host that begins so and goes on letter by letter, forever."""

    async def act(_target: str, writer: asyncio.StreamWriter) -> None:
        writer.write(answer)
        while True:
            writer.write(b" ")
            await writer.drain()
            await asyncio.sleep(every)

    return act


@contextlib.asynccontextmanager
async def internet(folder: Path) -> AsyncIterator[Internet]:
    """One of a test's own."""
    network = Internet(Network(folder), folder)
    try:
        yield network
    finally:
        await network.close()

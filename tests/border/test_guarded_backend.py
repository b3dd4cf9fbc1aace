"""A host is looked up once, and exactly what was judged is connected to."""

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator, Iterator
from ipaddress import ip_address

import httpcore2
import pytest

from hub.addresses import Address, networks_of
from hub.dialling import GuardedBackend, LookUp, permitted
from tests.real import free_port

LOOPBACK = permitted(networks_of(["127.0.0.0/8"]))


@pytest.fixture
async def listener() -> AsyncIterator[int]:
    """Somebody on loopback who takes every call and says nothing; the port."""
    async with await asyncio.start_server(_waits, "127.0.0.1", 0) as server:
        yield server.sockets[0].getsockname()[1]


async def _waits(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(asyncio.CancelledError, OSError):
        await asyncio.sleep(5)
    writer.transport.abort()


def in_turn(*answers: str) -> LookUp:
    """A name that means something else each time."""
    left: Iterator[str] = iter(answers)

    async def look_up(_host: str) -> list[Address]:
        return [ip_address(one) for one in next(left).split()]

    return look_up


async def connects(backend: GuardedBackend, host: str, port: int) -> str:
    stream = await backend.connect_tcp(host, port, timeout=1)
    address = str(stream.get_extra_info("server_addr")[0])
    await stream.aclose()
    backend.close()
    return address


async def test_in_a_network_that_is_named_a_name_is_looked_up_and_connected_to(listener: int) -> None:
    assert await connects(GuardedBackend(LOOPBACK), "localhost", listener) == "127.0.0.1"


@pytest.mark.parametrize(
    "host", ["localhost", "127.0.0.1", "127.1", "2130706433", "::ffff:127.0.0.1", "0.0.0.0"]
)
async def test_otherwise_nobody_comes_to_the_machine_itself_however_it_is_written(
    listener: int, host: str
) -> None:
    with pytest.raises(httpcore2.ConnectError):
        await connects(GuardedBackend(permitted(())), host, listener)


async def test_a_name_that_means_something_else_a_moment_later_gains_nothing(listener: int) -> None:
    look_up = in_turn("10.0.0.1", "127.0.0.1", "127.0.0.2")
    allowed = permitted(networks_of(["127.0.0.1/32"]))

    with pytest.raises(httpcore2.ConnectError):
        await connects(GuardedBackend(allowed, look_up), "amt.example", listener)
    assert await connects(GuardedBackend(allowed, look_up), "amt.example", listener) == "127.0.0.1"
    with pytest.raises(httpcore2.ConnectError):
        await connects(GuardedBackend(allowed, look_up), "amt.example", listener)


async def test_of_several_addresses_those_that_are_not_permitted_are_passed_over(listener: int) -> None:
    backend = GuardedBackend(LOOPBACK, in_turn("10.0.0.1 ::1 127.0.0.1"))

    assert await connects(backend, "amt.example", listener) == "127.0.0.1"


async def test_where_nobody_listens_the_next_address_is_tried(listener: int) -> None:
    async with await asyncio.start_server(_waits, "127.0.0.3", 0) as server:
        port = server.sockets[0].getsockname()[1]

        assert (
            await connects(GuardedBackend(LOOPBACK, in_turn("127.0.0.2 127.0.0.3")), "x", port) == "127.0.0.3"
        )


@pytest.mark.parametrize("host", ["nowhere.invalid", "x" * 64 + ".invalid", ".", "a..b", "ä\x00"])
async def test_what_is_no_host_is_a_line_that_does_not_stand(host: str) -> None:
    with pytest.raises(httpcore2.ConnectError):
        await connects(GuardedBackend(LOOPBACK), host, free_port())


async def test_whoever_is_called_away_while_nobody_speaks_tls_leaves_no_line_open(listener: int) -> None:
    backend = GuardedBackend(LOOPBACK)
    stream = await backend.connect_tcp("127.0.0.1", listener)
    raw = stream.get_extra_info("socket")

    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await stream.start_tls(ssl.create_default_context(), "localhost")

    await asyncio.sleep(0)
    assert raw.fileno() == -1

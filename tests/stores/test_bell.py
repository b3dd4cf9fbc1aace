"""A bell wakes everybody who listens, in its own process and from another one."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from hub.bell import DataFolderBell

LONG = timedelta(seconds=30)
BRIEF = timedelta(seconds=0.01)


@pytest.fixture
def bell(tmp_path: Path) -> DataFolderBell:
    return DataFolderBell(tmp_path)


async def test_each_listener_hears_every_ring(bell: DataFolderBell) -> None:
    ear = bell.ear()

    bell.ring()

    async with asyncio.timeout(5):
        await bell.wait(LONG)
        await ear.wait(LONG)


async def test_a_ring_wakes_once(bell: DataFolderBell) -> None:
    ear = bell.ear()
    bell.ring()
    await ear.wait(LONG)

    async with asyncio.timeout(5):
        await ear.wait(BRIEF)


async def test_each_listener_hears_a_ring_of_another_process(bell: DataFolderBell, tmp_path: Path) -> None:
    ear = bell.ear()
    bell.hang()
    try:
        DataFolderBell(tmp_path).ring()

        async with asyncio.timeout(5):
            await bell.wait(LONG)
            await ear.wait(LONG)
    finally:
        bell.take_down()

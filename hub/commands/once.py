"""What makes a deed be done once for each command, whatever wing does it."""

import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.db import Database

Mark = Callable[[AsyncConnection], Awaitable[bool]]


class DoneBefore(Exception):
    """Done already, for the same command."""


class Once(Database):
    """A database in which whatever is written commits together with a mark, and never twice."""

    def __init__(self, database: Database, mark: Mark) -> None:
        self._database = database
        self._mark = mark

    @contextlib.asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """As of any database; raises `DoneBefore` if the mark stands there."""
        async with self._database.writing() as connection:
            if not await self._mark(connection):
                raise DoneBefore
            yield connection

    @contextlib.asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """As of any database."""
        async with self._database.reading() as connection:
            yield connection

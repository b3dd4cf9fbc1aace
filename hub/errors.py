"""A foreseeable no is a value one can show to a person; a broken world is an exception.

FallraumError
├── WorldBroken            something outside failed; trying again later may help
│   ├── HomeserverUnavailable
│   ├── HomeserverBusy     it said when to come back
│   └── Unfinished         some of several actions failed, the others are done
├── HomeserverRefused      it understood and said no
│   └── RoomGone           because there is no such room any more
└── NotReady               this installation lacks something, and says what to do
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Refused:
    """A no with its reason: `reason` names the text in the catalogue, `facts` fill it.

    Facts hold only what the person asking already knows or may know.
    """

    reason: str
    facts: Mapping[str, str] = field(default_factory=dict)


class FallraumError(Exception):
    """The root of everything this house raises."""


class WorldBroken(FallraumError):
    """Something outside failed. Whoever catches this tries again, `retry_after` at the earliest.

    It is urgent while somebody sits who may not; it is refused where trying soon would hear the same no.
    """

    retry_after: timedelta | None = None
    is_urgent = False
    is_refused = False


class HomeserverUnavailable(WorldBroken):
    """No answer, or an answer that only a server in trouble gives."""


class HomeserverBusy(WorldBroken):
    """The homeserver asked for patience (429, `retry_after_ms`)."""

    def __init__(self, retry_after: timedelta) -> None:
        super().__init__(f"the homeserver asks to wait {retry_after.total_seconds():.1f} s")
        self.retry_after = retry_after


class Unfinished(WorldBroken):
    """Some actions failed while the others were done.

    `servers` are those whose people could not be removed; `why` names no room and no person.
    """

    def __init__(
        self,
        left: int,
        retry_after: timedelta | None = None,
        *,
        servers: frozenset[str] = frozenset(),
        is_refused: bool = False,
        why: str = "",
    ) -> None:
        super().__init__(f"{left} action(s) left: {why}" if why else f"{left} action(s) left")
        self.retry_after = retry_after
        self.servers = servers
        self.is_urgent = bool(servers)
        self.is_refused = is_refused
        self.why = why


class HomeserverRefused(FallraumError):
    """The homeserver said no: `status` is the HTTP status, `errcode` the Matrix error code."""

    def __init__(self, status: int, errcode: str, what: str) -> None:
        super().__init__(f"{what}: {status} {errcode}")
        self.status = status
        self.errcode = errcode

    @property
    def is_about_token(self) -> bool:
        """Whether it does not know the hub's token: nothing was refused, it knows nobody of that name."""
        return self.errcode == "M_UNKNOWN_TOKEN"


class RoomGone(HomeserverRefused):
    """There is no such room any more, or the hub does not sit in it: nothing can be done there."""


class NotReady(FallraumError):
    """The installation lacks something; `reason` and `facts` name a text of the catalogue."""

    def __init__(self, reason: str, **facts: str) -> None:
        super().__init__(f"{reason} {facts}" if facts else reason)
        self.reason = reason
        self.facts = facts

"""How the homeserver forgets an erased case: its rooms, emptied first, and the accounts it had."""

from collections.abc import Awaitable
from datetime import timedelta

import structlog

from hub.errors import FallraumError, HomeserverRefused, Unfinished
from hub.identifiers import CaseId, RoomId, UserId
from hub.rooms import rules
from hub.rooms.world import Homeserver

# Until somebody has entitled us, or done it themselves.
PATIENCE_WITH_A_NO = timedelta(hours=1)
_ADMINISTRATORS = "only its administrators may have the homeserver forget this {}"

log = structlog.get_logger()


async def forget(homeserver: Homeserver, room: RoomId) -> None:
    """Have the homeserver forget a room, empty first; raises `WorldBroken` until it has."""
    await _empty(homeserver, room)
    await _insist(homeserver.forget(room), "room not erased", _ADMINISTRATORS.format("room"), room=room)


async def forget_account(homeserver: Homeserver, case: CaseId, client: UserId) -> None:
    """Have the homeserver end and forget a client's account; raises `WorldBroken` until it has."""
    forgetting = homeserver.forget_account(client)
    await _insist(forgetting, "account not erased", _ADMINISTRATORS.format("account"), case=case)


async def end_listener(homeserver: Homeserver, case: CaseId, user: UserId) -> None:
    """Have the homeserver end an account by which the hub listened; raises `WorldBroken` until it has."""

    async def ending() -> bool:
        await homeserver.end_account(user)
        return True

    why = "the homeserver refuses to end the account by which the hub listened"
    await _insist(ending(), "listener not ended", why, case=case)


async def forget_file(homeserver: Homeserver, case: CaseId, medium: str) -> None:
    """Have the homeserver forget a file of a case; raises `WorldBroken` until it has."""

    async def forgetting() -> bool:
        await homeserver.forget_file(medium)
        return True

    await _insist(forgetting(), "file not erased", _ADMINISTRATORS.format("file"), case=case)


async def _insist(forgetting: Awaitable[bool], alarm: str, why: str, **facts: str) -> None:
    try:
        is_gone = await forgetting
    except HomeserverRefused as refusal:
        # The debt stays, and somebody must know: only an administrator of the homeserver can help.
        log.error(alarm, why=why, errcode=refusal.errcode, **facts)
        raise Unfinished(1, PATIENCE_WITH_A_NO, why=why) from None
    if not is_gone:
        raise Unfinished(1)


async def _empty(homeserver: Homeserver, room: RoomId) -> None:
    try:
        seen = await homeserver.look(room)
    except HomeserverRefused:
        # Not even the steward sits there any more: it is being forgotten, or was.
        return
    failed = 0
    for step in rules.steps(seen, {}, creator=homeserver.creator):
        try:
            await homeserver.remove(room, step.user)
        except FallraumError as error:
            log.warning("step failed", step=type(step).__name__, room=room, error=str(error))
            failed += 1
    if failed:
        raise Unfinished(failed)

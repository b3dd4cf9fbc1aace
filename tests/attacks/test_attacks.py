"""Each attack ends with exactly the rightful inside, on both servers; and what holds without two walls."""

import time
from collections.abc import Callable

import pytest

from tests.attacks.attacks import Attack
from tests.attacks.office import Office
from tests.attacks.scene import LONGEST, Scene, Where
from tests.attacks.table import TABLE, Outcome, Row, Walls
from tests.eventually import eventually

pytestmark = [pytest.mark.attacks, pytest.mark.homeserver, pytest.mark.asyncio(loop_scope="session")]


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.attack.name)
@pytest.mark.parametrize("walls", Walls, ids=lambda walls: walls.value)
async def test_what_comes_of_it(
    walls: Walls, row: Row, guarded: Office, bare: Office, record_property: Callable[[str, object], None]
) -> None:
    office = guarded if walls.with_guard else bare
    async with office.standing(walls, row.attack) as scene:
        for where, outcome in row.against(walls).items():
            if not walls.with_rules:
                await scene.opens_the_walls()
            took = await _tried(row.attack, where, outcome, scene, with_reconciler=walls.with_reconciler)
            tried = f"{row.attack.name} ({where.value}), {walls.value}"
            record_property("attack", f"{tried}: {outcome.value} after {1000 * took:.0f} ms")


async def _tried(
    attack: Attack, where: Where, outcome: Outcome, scene: Scene, *, with_reconciler: bool
) -> float:
    """Let somebody try it; returns how long it took until nothing of it was left, in seconds."""
    sat = await scene.inside(Where.HERE)
    began = time.perf_counter()
    done = await attack.deed(scene, where)

    async def is_over() -> bool:
        return not await attack.harm(scene, where)

    match outcome:
        case Outcome.REFUSED:
            assert not done
            assert await is_over()
        case Outcome.UNDONE:
            await eventually(is_over, within=LONGEST)
        case Outcome.HIDDEN:
            assert done
            assert await is_over()
            assert await scene.shows(Where.ELSEWHERE, scene.said[where])
        case Outcome.ALARM:
            assert done
            assert not await is_over()
            assert await scene.broken()
        case Outcome.SPOKEN | Outcome.STAYS:
            assert done
            assert not await is_over()
    took = time.perf_counter() - began
    if outcome is not Outcome.STAYS:
        # Where nobody reconciles, whoever lost a right goes on sitting; but nobody came, and nobody went.
        await eventually(lambda: scene.has(scene.rightful if with_reconciler else sat), within=LONGEST)
    return took

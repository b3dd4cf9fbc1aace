"""On a real homeserver: the room of a question tells nothing of its case, and is empty with the answer."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TypeVar

import pytest

from hub.assemble import Hub, assemble
from hub.cases.model import Professional
from hub.chance import Chance
from hub.consult.model import Question
from hub.db import Database
from hub.errors import Refused
from hub.identifiers import CaseId, CircleId, RoomId, UserId
from hub.matrix import names
from hub.matrix.wire import escaped
from hub.rooms.model import Membership
from hub.vault import Vault
from tests.people import AGENCIES, AMIRA, BO, DARIO, HUB, JONAS, RUTH, STEWARD, key_of
from tests.real import Person, RealHomeserver
from tests.rules.asking import ANSWER, wanted
from tests.signing import all_acknowledge, public, signing

pytestmark = pytest.mark.homeserver

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Asked:
    """Amira asked Ruth about Jonas's case, on which Bo works, too; both have come."""

    hub: Hub
    case: CaseId
    client: UserId
    people: dict[str, Person]
    ruth: Professional
    question: Question
    room: RoomId

    async def inside(self) -> set[UserId]:
        """Who is in the room, or asked in."""
        seats = (await self.hub.rooms.homeserver.look(self.room)).seats
        return {user for user, seat in seats.items() if seat.membership is not Membership.DECLINED}

    def user(self, who: Professional) -> UserId:
        """Somebody's account."""
        return self.people[who.name].user


def must(answer: T | Refused) -> T:
    assert not isinstance(answer, Refused), answer
    return answer


@pytest.fixture
async def asked(real_homeserver: RealHomeserver, database: Database) -> AsyncIterator[Asked]:
    """A whole hub on a real homeserver."""
    async with real_homeserver.hub() as homeserver:
        hub = assemble(
            database=database,
            vault=Vault(bytes(range(32))),
            homeserver=homeserver,
            server_name=HUB,
            chance=Chance(),
        )
        for agency in AGENCIES:
            must(await hub.cases.add_agency(agency, by="test"))
        people: dict[str, Person] = {}
        known: dict[str, Professional] = {}
        for who in (AMIRA, BO, RUTH, DARIO):
            people[who.name] = await real_homeserver.person(who.name.partition(" ")[0].lower())
            here = replace(who, user=people[who.name].user)
            known[who.name] = must(await hub.cases.add_professional(here, by="test"))
            must(await hub.parties.pin_professional(here.user, public(key_of(who)), by="test"))
        await real_homeserver.lifts_limits(*people.values())
        amira, bo, ruth = (known[who.name] for who in (AMIRA, BO, RUTH))
        await all_acknowledge(hub, {amira: key_of(AMIRA), bo: key_of(BO)})
        client = names.new_client(hub.chance.new_id()[:12], HUB)
        opened = await hub.cases.open(
            JONAS.person, client=client, lead=amira.user, members=[bo.user], by="test"
        )
        case = must(opened).case.id
        until = hub.chance.now() + timedelta(days=14)
        one = must(
            await hub.consults.ask(case, wanted(ruth, until=until), by=amira.id, sign=signing(key_of(AMIRA)))
        )
        await hub.rooms.reconcile(case)
        room = await hub.rooms.of_case(case, CircleId(f"consult-{one.id}"))
        assert room is not None
        for who in (AMIRA, RUTH):
            await people[who.name].joins(room.id)
        yield Asked(hub, case, client, people, ruth, one, room.id)


async def test_the_two_sit_there_alone(asked: Asked) -> None:
    assert await asked.inside() == {STEWARD, asked.user(AMIRA), asked.user(RUTH)}


async def test_nothing_that_a_specialist_can_read_there_is_of_the_case(asked: Asked) -> None:
    ruth = asked.people[RUTH.name]
    state = json.dumps(await ruth.does("GET", f"/rooms/{escaped(asked.room)}/state"))
    said = json.dumps(await ruth.does("GET", f"/rooms/{escaped(asked.room)}/messages?dir=b&limit=100"))
    label = (await asked.hub.rooms.roster(asked.case)).file.case.label

    # The whole label in a name or an alias; short as it is, an event's hash may hold its letters.
    for told in (f'"{label}"', f"{label} ", asked.case, asked.client, asked.user(BO), BO.name, JONAS.name):
        assert told not in state + said
    assert f"fallraum-{asked.question.id}" in state
    assert f"Q-{asked.question.id[:4]}" in state


async def test_with_the_answer_nobody_is_inside(asked: Asked) -> None:
    must(
        await asked.hub.consults.answer(
            asked.question.id, ANSWER, by=asked.ruth.id, sign=signing(key_of(RUTH))
        )
    )
    await asked.hub.rooms.reconcile(asked.case)

    assert await asked.inside() == {STEWARD}
    tried = await asked.people[RUTH.name].tries_to_join(asked.room)
    assert tried.status == 403


async def test_who_knows_its_very_name_gets_in_no_more_than_a_stranger(asked: Asked) -> None:
    alias = escaped(f"#fallraum-{asked.question.id}:{HUB}")

    for who in (BO, DARIO):
        person = asked.people[who.name]
        assert (await person.tries("POST", f"/join/{alias}", {})).status == 403
        assert (await person.tries_to_join(asked.room)).status == 403
        assert (await person.tries("GET", f"/rooms/{escaped(asked.room)}/state")).status == 403

    assert await asked.inside() == {STEWARD, asked.user(AMIRA), asked.user(RUTH)}


async def test_closing_the_case_empties_it_and_sets_its_tombstone(asked: Asked) -> None:
    await asked.hub.cases.close(asked.case, by="test")
    await asked.hub.rooms.reconcile(asked.case)

    assert await asked.inside() == {STEWARD}
    assert (await asked.hub.rooms.homeserver.look(asked.room)).is_ended

"""How a case ends in tests: the lead writes the note, and everybody has their part in their agency's file."""

from hub.assemble import Hub
from hub.cases.model import Case, Professional
from hub.closing.model import ClosingNote, Extract, Outcome, Signed
from hub.errors import Refused
from hub.identifiers import AgencyId, CaseId
from tests.people import PROFESSIONALS, key_of
from tests.signing import public, signing

NOTE = ClosingNote(Outcome.PARTLY, ("Mietschulden regeln",), "Jugendamt, Frau Lindner")
_CAST = {person.name: person for person in PROFESSIONALS}


async def has_key(hub: Hub, person: Professional) -> None:
    """Somebody's key is pinned; fine if it is."""
    await hub.parties.pin_professional(person.user, public(key_of(_CAST[person.name])), by="test")


async def closes(hub: Hub, case: CaseId, lead: Professional, note: ClosingNote = NOTE) -> Case | Refused:
    """The lead closes a case with a note."""
    await has_key(hub, lead)
    return await hub.closings.close(case, note, by=lead.id, sign=signing(key_of(_CAST[lead.name])))


async def notes(hub: Hub, case: CaseId, lead: Professional, note: ClosingNote = NOTE) -> Signed | Refused:
    """The lead writes the note of a closed case."""
    await has_key(hub, lead)
    return await hub.closings.note(case, note, by=lead.id, sign=signing(key_of(_CAST[lead.name])))


async def extract_for(hub: Hub, case: CaseId, person: Professional) -> Extract:
    """Somebody's extract."""
    made = await hub.closings.extract(case, by=person.id, language="de")
    assert not isinstance(made, Refused), made
    return made


async def takes(hub: Hub, case: CaseId, person: Professional, extract: Extract) -> Signed | Refused:
    """Somebody acknowledges that an extract is in their agency's file."""
    await has_key(hub, person)
    sign = signing(key_of(_CAST[person.name]))
    return await hub.closings.take(case, extract.content, by=person.id, sign=sign)


async def waives(
    hub: Hub, case: CaseId, agency: AgencyId, lead: Professional, reason: str = "Beratung ohne Akte"
) -> Signed | Refused:
    """The lead says that an agency keeps no file."""
    await has_key(hub, lead)
    sign = signing(key_of(_CAST[lead.name]))
    return await hub.closings.waive(case, agency, reason, by=lead.id, sign=sign)


async def is_filed(hub: Hub, case: CaseId) -> None:
    """The note is written, and everybody who works on the case has their part in their agency's file."""
    shares = await hub.closings.shares(case)
    people = [share.part.professional for share in shares]
    lead = (await hub.rooms.roster(case)).file.lead
    if lead is not None and await hub.closings.noted(case) is None:
        assert isinstance(await notes(hub, case, lead), Signed)
    for person in people:
        assert isinstance(await takes(hub, case, person, await extract_for(hub, case, person)), Signed)

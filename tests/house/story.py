"""A case in which everything private is entered that can be: who, what for, which themes, why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from hub.assemble import Hub
from hub.canonical import signature_of
from hub.cases.model import Personalia, Professional
from hub.consent import store as consents
from hub.consent.model import ORGANISATION, Answer, Assessment, Consent, Form, Terms, Voice
from hub.consult.model import Contents as Excerpt
from hub.consult.model import Wanted as Question
from hub.disclosure.model import Contents, Review, ToldBefore, Wanted
from hub.errors import Refused
from hub.handover.model import Wanted as HandOver
from hub.house import House
from hub.identifiers import CLIENT, CaseId, ConsentId, ProfessionalId, UserId
from hub.law.model import Layer, NormId
from hub.matrix import names
from hub.parties.model import Custody
from hub.parties.service import Wanted as Guardian
from tests.crash.office import must
from tests.people import (
    AGENCIES,
    AMIRA,
    BO,
    CHLOE,
    DARIO,
    KATJA,
    LENA,
    OLAF,
    PAUL,
    RUTH,
    function_of,
    key_of,
    terms_for,
)
from tests.signing import all_acknowledge, public, signing

PROOF = "ab" * 32
# What professionals enter. Each stands for itself, so that it can be looked for.
PURPOSE = "Schuldenregulierung nach dem Auszug aus der Birkenallee"
OTHER_PURPOSE = "Rückkehr an die Gesamtschule Sternwarte"
CAPABLE = "Wägt Vor- und Nachteile für sich ab, gefragt am Küchentisch"
NOT_CAPABLE = "Überblickt die Folgen der Überschuldung noch nicht"
ORAL = "Kann wegen der Schiene am Handgelenk nicht unterschreiben"
NECESSITY = "Ohne den Bescheid läuft der Antrag auf Erstausstattung ins Leere"
WARNING = "Blaue Flecken am linken Unterarm, zweimal in einer Woche"
NOT_TOLD = "Die Mutter nähme sie sonst von der Schule"
REMARK = "Hätte einen Tag früher erfolgen müssen"
TOPIC = "Mietrückstand bei der Gesellschaft Birkenhof"
ABSENT = "Liegt seit dem Unfall auf der Oststraße im Krankenhaus"
WONDERED = "Ist das Schlafen auf dem Küchenboden ein gewichtiger Anhaltspunkt?"
OBSERVED = "Die Jugendliche trägt seit elf Tagen denselben Pullover"
ADVISED = "Erst mit der Jugendlichen allein sprechen, dann mit beiden Elternteilen"
IN_VAIN = "Dario wüsste gern, was im Gutachten steht"
WORDS = (
    PURPOSE,
    OTHER_PURPOSE,
    CAPABLE,
    NOT_CAPABLE,
    ORAL,
    NECESSITY,
    WARNING,
    NOT_TOLD,
    REMARK,
    ABSENT,
    WONDERED,
    OBSERVED,
    ADVISED,
)

THEMES: Mapping[str, Answer] = {
    ORGANISATION: Answer.YES,
    "debts": Answer.YES,
    "school": Answer.NO,
    "health": Answer.YES,
    "offences": Answer.ASK,
}


@dataclass(frozen=True, slots=True)
class Story:
    """Lena's case in an open house; her parents are in it, Amira, Bo and Chloe work on it."""

    house: House
    case: CaseId
    client: UserId
    born: str
    people: Mapping[ProfessionalId, Professional]

    @property
    def hub(self) -> Hub:
        """The services, as doors call them."""
        return self.house.site.hub

    def called(self, person: Professional) -> Professional:
        """Somebody of the cast, as this hub knows them."""
        return self.people[person.id]

    async def private(self) -> str:
        """Everything private, as it is opened for those who may read it."""
        async with self.hub.database.reading() as connection:
            key = await self.hub.vault.key_of(connection, self.case)
            known = [c.id for c in await consents.of_case(connection, self.case)]
            records = [await consents.contents_of(connection, id_, key) for id_ in known]
        disclosed = await self.hub.disclosures.records(self.case)
        handed = await self.hub.hand_overs.of_case(self.case)
        asked = await self.hub.consults.seen_by(self.called(CHLOE).id)
        return f"{records} {disclosed} {handed} {asked} {await self.hub.parties.of_case(self.case)}"


async def begin(house: House) -> Story:
    """Open the case; everybody who signs has a key, everybody who comes an account."""
    hub, people = house.site.hub, {}
    for agency in AGENCIES:
        must(await hub.cases.add_agency(agency, by="test"))
    for person in (AMIRA, BO, CHLOE, DARIO, PAUL, RUTH):
        people[person.id] = await _joins(house, person)
    await all_acknowledge(hub, {people[person.id]: key_of(person) for person in (AMIRA, BO, CHLOE, DARIO)})
    client = hub.new_client()
    await house.site.homeserver.ensure_user(client)
    # Fourteen or fifteen, whenever this is told.
    born = LENA.born.replace(year=hub.chance.now().year - 15)
    members = [people[person.id].user for person in (BO, CHLOE)]
    file = await hub.cases.open(
        Personalia(LENA.name, born), client=client, lead=people[AMIRA.id].user, members=members, by="test"
    )
    case = must(file).case.id
    must(await hub.parties.pin(case, CLIENT, public(LENA.key), by=CLIENT))
    return Story(house, case, client, born.isoformat(), people)


async def tell(story: Story) -> None:
    """Enter everything: consents of four kinds, what is passed on, a warning, what is refused."""
    to_amira, to_bo = await _consents(story)
    await _by_her_parents(story)
    await _by_word_of_mouth(story)
    must(await story.hub.receipts.of(to_amira.id, by="test"))
    await story.hub.exports.archive(story.case, language="de", by="test")
    await _passed_on(story, to_bo.id)
    await _specialist(story)
    await _without_the_lead(story)
    must(await story.hub.consents.narrow(to_amira.id, without=["offences"], by=CLIENT))


async def _specialist(story: Story) -> None:
    """Chloe asks Ruth, who answers."""
    chloe, ruth = story.called(CHLOE), story.called(RUTH)
    wanted = Question(
        to=ruth.user,
        contents=Excerpt(WONDERED, (OBSERVED,)),
        until=story.hub.chance.now() + timedelta(days=7),
        themes=frozenset({"family"}),
        necessity=NECESSITY,
        told=ToldBefore(before=False, why=NOT_TOLD),
    )
    asked = must(await story.hub.consults.ask(story.case, wanted, by=chloe.id, sign=signing(key_of(CHLOE))))
    must(await story.hub.consults.answer(asked.id, [ADVISED], by=ruth.id, sign=signing(key_of(RUTH))))


async def _joins(house: House, person: Professional) -> Professional:
    short = person.name.partition(" ")[0].lower()
    user = UserId(f"@{names.PREFIX}staff-{short}:{house.site.hub.server_name}")
    await house.site.homeserver.ensure_user(user)
    known = must(await house.site.hub.cases.add_professional(replace(person, user=user), by="test"))
    must(await house.site.hub.parties.pin_professional(user, public(key_of(person)), by="test"))
    return known


def _terms(story: Story, to: Professional, *, capable: bool = True) -> Terms:
    by = story.called(AMIRA).id
    assessment = (
        Assessment(by=by, is_capable=True, note=CAPABLE)
        if capable
        else Assessment(by=by, is_capable=False, note=NOT_CAPABLE, voice=Voice.AGREES)
    )
    terms = terms_for(to, now=story.hub.chance.now(), themes=THEMES)
    return replace(terms, purpose=PURPOSE, assessment=assessment)


async def _consents(story: Story) -> Sequence[Consent]:
    """Lena herself, in the app: to Amira everything, to Bo what concerns everybody and her debts."""
    to_bo = {ORGANISATION: Answer.YES, "debts": Answer.YES}
    wanted = [_terms(story, AMIRA), replace(_terms(story, BO), themes=to_bo)]
    asked = must(await story.hub.consents.ask(story.case, wanted, by=story.called(AMIRA).id))
    signed = {one.id: signature_of(one.statement, LENA.key) for one in asked}
    return must(await story.hub.consents.give(signed))


async def _by_her_parents(story: Story) -> None:
    keys = {}
    for parent in (KATJA, OLAF):
        party = must(await story.hub.parties.add(story.case, parent.person, by="test"))
        wanted = Guardian(party.id, CLIENT, Custody.JOINT, PROOF, public(parent.key))
        amira, bo = story.called(AMIRA).id, story.called(BO).id
        taken = must(
            await story.hub.parties.record_guardianship(
                story.case, wanted, by=amira, sign=signing(key_of(AMIRA))
            )
        )
        must(
            await story.hub.parties.confirm_guardianship(
                taken.id, evidence=PROOF, public_key=wanted.public_key, by=bo, sign=signing(key_of(BO))
            )
        )
        keys[party.id] = parent.key
    (asked,) = must(
        await story.hub.consents.ask(
            story.case, [_terms(story, CHLOE, capable=False)], by=story.called(AMIRA).id
        )
    )
    for id_, key in keys.items():
        must(await story.hub.consents.give({asked.id: signature_of(asked.statement, key)}, by=id_))


async def _by_word_of_mouth(story: Story) -> None:
    terms = replace(
        _terms(story, CHLOE),
        purpose=OTHER_PURPOSE,
        form=Form.ORAL,
        reason=ORAL,
        themes={ORGANISATION: Answer.YES, "school": Answer.YES},
    )
    amira, bo = story.called(AMIRA).id, story.called(BO).id
    asked = must(await story.hub.consents.record(story.case, terms, by=amira, sign=signing(key_of(AMIRA))))
    must(await story.hub.consents.confirm(asked.id, by=bo, sign=signing(key_of(BO))))


async def _passed_on(story: Story, consent: ConsentId) -> None:
    disclosures = story.hub.disclosures
    amira, chloe, paul = (story.called(person).id for person in (AMIRA, CHLOE, PAUL))
    told = Contents(themes=frozenset({"debts"}), necessity=NECESSITY)
    passed = Wanted(recipient=function_of(BO), basis=consent, contents=told)
    must(await disclosures.make(story.case, passed, by=amira, sign=signing(key_of(AMIRA))))
    seen = Contents(
        themes=frozenset({"health"}),
        layers=frozenset(Layer),
        necessity=WARNING,
        told=ToldBefore(False, NOT_TOLD),
    )
    warned = Wanted(recipient=function_of(BO), basis=NormId("KKG4_3", 1), contents=seen)
    warning = must(await disclosures.warn(story.case, warned, by=chloe, sign=signing(key_of(CHLOE))))
    found = Review(False, REMARK)
    must(await disclosures.review(warning.disclosure.id, found, by=paul, sign=signing(key_of(PAUL))))
    await _tried_in_vain(story, passed)


async def _without_the_lead(story: Story) -> None:
    wanted = HandOver(to=story.called(CHLOE).user, reason=ABSENT)
    by = story.called(BO).id
    must(await story.hub.hand_overs.offer(story.case, wanted, by=by, sign=signing(key_of(BO))))


async def _tried_in_vain(story: Story, passed: Wanted) -> None:
    curious = replace(passed, contents=replace(passed.contents, necessity=IN_VAIN))
    by = story.called(DARIO).id
    answer = await story.hub.disclosures.make(story.case, curious, by=by, sign=signing(key_of(DARIO)))
    assert isinstance(answer, Refused)


async def call_conference(story: Story) -> None:
    """Amira calls a conference."""
    called = await story.hub.conferences.call(
        story.case,
        begins_at=story.hub.chance.now() + timedelta(days=7),
        lasts=timedelta(hours=1),
        moderator=story.called(AMIRA).user,
        topics=[TOPIC],
        by="test",
    )
    must(called)

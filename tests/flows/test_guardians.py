"""Lena is fourteen, her parents live apart and share custody: whose yes seats whom, and until when."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import insert, update
from structlog.testing import capture_logs

from hub.calendar import of_age_at
from hub.canonical import signature_of
from hub.consent.model import Assessment, Consent, State, Terms, Voice
from hub.consent.service import Asked
from hub.errors import Refused
from hub.identifiers import CLIENT, CaseId, GuardianshipId, PartyId
from hub.parties import proof
from hub.parties import store as parties
from hub.parties.model import Custody, Guardianship
from hub.parties.service import Wanted
from tests.desk import Desk
from tests.people import AMIRA, BO, CHLOE, DARIO, ELIF, KATJA, LENA, OLAF, SELMA, Guest, key_of, terms_for
from tests.signing import public, signing

PROOF = "ab" * 32
NOT_YET = Assessment(by=AMIRA.id, is_capable=False, note="Zu viel auf einmal.", voice=Voice.AGREES)


def passes_to(desk: Desk, at: datetime) -> None:
    desk.clock.push(seconds=(at - desk.clock.now()).total_seconds())


class Family:
    """Lena's case, with her parents in it."""

    def __init__(self, desk: Desk, case: CaseId) -> None:
        self.desk = desk
        self.case = case
        self.mother = self.father = PartyId("")

    async def speaks(self, guardian: Guest, custody: Custody = Custody.JOINT) -> Guardianship:
        """A parent comes in, and two professionals vouch for them."""
        parties_ = self.desk.hub.parties
        added = await parties_.add(self.case, guardian.person, by="test")
        assert not isinstance(added, Refused)
        wanted = Wanted(added.id, CLIENT, custody, PROOF, public(guardian.key))
        taken = await parties_.record_guardianship(
            self.case, wanted, by=AMIRA.id, sign=signing(key_of(AMIRA))
        )
        assert not isinstance(taken, Refused), taken
        confirmed = await parties_.confirm_guardianship(
            taken.id, evidence=PROOF, public_key=public(guardian.key), by=BO.id, sign=signing(key_of(BO))
        )
        assert not isinstance(confirmed, Refused)
        return confirmed

    async def asks(self, wanted: Terms) -> Asked:
        asked = await self.desk.hub.consents.ask(self.case, [wanted], by=AMIRA.id)
        assert not isinstance(asked, Refused), asked
        return asked[0]

    async def gives(self, asked: Asked, guest: Guest, by: PartyId) -> Consent | Refused:
        signed = {asked.id: signature_of(asked.statement, guest.key)}
        given = await self.desk.hub.consents.give(signed, by=by)
        return given if isinstance(given, Refused) else given[0]

    async def inside(self) -> set[str]:
        await self.desk.works_off()
        room = await self.desk.hub.rooms.of_case(self.case)
        return set() if room is None else set(await self.desk.inside(self.case))


async def family(desk: Desk) -> Family:
    """Both parents may speak for Lena, and professionals have keys."""
    case = await desk.opens_case(BO, CHLOE, client=LENA)
    for person in (AMIRA, BO):
        await desk.hub.parties.pin_professional(person.user, public(key_of(person)), by="test")
    brandts = Family(desk, case)
    brandts.mother = (await brandts.speaks(KATJA)).guardian
    brandts.father = (await brandts.speaks(OLAF)).guardian
    return brandts


def wanted(desk: Desk) -> Terms:
    return replace(terms_for(BO, now=desk.clock.now()), assessment=NOT_YET)


async def test_with_joint_custody_both_parents_must_agree_before_anybody_sits(desk: Desk) -> None:
    brandts = await family(desk)
    asked = await brandts.asks(wanted(desk))

    hers = await brandts.gives(asked, KATJA, brandts.mother)
    after_one = await brandts.inside()
    his = await brandts.gives(asked, OLAF, brandts.father)
    after_both = await brandts.inside()

    assert not isinstance(hers, Refused)
    assert not isinstance(his, Refused)
    assert (hers.state, his.state) == (State.REQUESTED, State.GIVEN)
    assert (after_one, after_both) == (set(), {LENA.user, BO.user})


async def test_one_parent_does_not_agree_for_the_other(desk: Desk) -> None:
    brandts = await family(desk)
    asked = await brandts.asks(wanted(desk))
    await brandts.gives(asked, KATJA, brandts.mother)

    again = await brandts.gives(asked, KATJA, brandts.mother)
    as_him = await brandts.gives(asked, KATJA, brandts.father)

    assert (again, as_him) == (Refused("consent-given-by-you"), Refused("signature-not-theirs"))
    assert await brandts.inside() == set()


@pytest.mark.parametrize("who", ["mother", "father", "lena"])
async def test_either_parent_ends_it_and_so_does_lena(desk: Desk, who: str) -> None:
    brandts = await family(desk)
    asked = await brandts.asks(wanted(desk))
    await brandts.gives(asked, KATJA, brandts.mother)
    await brandts.gives(asked, OLAF, brandts.father)
    assert await brandts.inside() == {LENA.user, BO.user}

    by = {"mother": brandts.mother, "father": brandts.father, "lena": CLIENT}[who]
    ended = await desk.hub.consents.withdraw(asked.id, by=by)

    assert not isinstance(ended, Refused)
    assert await brandts.inside() == {LENA.user}


async def test_what_parents_gave_ends_with_the_eighteenth_birthday(desk: Desk) -> None:
    brandts = await family(desk)
    birthday = of_age_at(LENA.born)
    passes_to(desk, birthday - timedelta(days=60))
    last_day = replace(wanted(desk), valid_until=birthday, review_at=birthday)
    asked = await brandts.asks(last_day)
    await brandts.gives(asked, KATJA, brandts.mother)
    await brandts.gives(asked, OLAF, brandts.father)
    assert await brandts.inside() == {LENA.user, BO.user}

    beyond = replace(last_day, valid_until=birthday + timedelta(days=1))
    refused = await desk.hub.consents.ask(brandts.case, [beyond], by=AMIRA.id)
    desk.clock.push(days=60)

    assert refused == Refused("guardian-beyond-coming-of-age")
    assert await brandts.inside() == {LENA.user}


async def test_a_parent_who_loses_custody_takes_along_what_they_allowed(desk: Desk) -> None:
    brandts = await family(desk)
    asked = await brandts.asks(wanted(desk))
    await brandts.gives(asked, KATJA, brandts.mother)
    await brandts.gives(asked, OLAF, brandts.father)
    assert await brandts.inside() == {LENA.user, BO.user}
    (his,) = [g for g in await desk.hub.parties.guardianships(brandts.case) if g.guardian == brandts.father]

    await desk.hub.parties.end_guardianship(his.id, by="test")

    assert await brandts.inside() == {LENA.user}
    assert await desk.hub.parties.end_guardianship(his.id, by="test") == Refused("guardianship-decided")


# Counselling (§ 8(3) SGB VIII).


async def counselled(desk: Desk, brandts: Family) -> Consent:
    """Lena speaks with Chloe, and nobody is to know."""
    await desk.hub.parties.pin(brandts.case, CLIENT, public(LENA.key), by=CLIENT)
    hers = terms_for(CHLOE, now=desk.clock.now())
    alone = replace(hers, counselling=True, recipient=replace(hers.recipient, person=CHLOE.id))
    given = await brandts.gives(await brandts.asks(alone), LENA, CLIENT)
    assert not isinstance(given, Refused)
    return given


async def test_a_parent_hears_of_counselling_what_they_would_hear_if_there_were_none(desk: Desk) -> None:
    brandts = await family(desk)
    secret = await counselled(desk, brandts)

    for deed in (desk.hub.consents.refuse, desk.hub.consents.defer, desk.hub.consents.withdraw):
        about_it = await deed(secret.id, by=brandts.mother)
        about_nothing = await deed(secret.id[:-1], by=brandts.mother)  # type: ignore[arg-type]

        assert isinstance(about_it, Refused)
        assert isinstance(about_nothing, Refused)
        assert about_it.reason == about_nothing.reason == "unknown-consent"
    assert await desk.hub.consents.narrow(secret.id, without=["housing"], by=brandts.father) == Refused(
        "unknown-consent", {"consent": secret.id}
    )


async def test_counselling_opens_no_room_that_others_sit_in(desk: Desk) -> None:
    brandts = await family(desk)
    asked = await brandts.asks(wanted(desk))
    await brandts.gives(asked, KATJA, brandts.mother)
    await brandts.gives(asked, OLAF, brandts.father)

    await counselled(desk, brandts)

    assert await brandts.inside() == {LENA.user, BO.user}


# Vouching.


async def test_nobody_speaks_for_lena_before_a_second_professional_has_confirmed_it(desk: Desk) -> None:
    case = await desk.opens_case(BO, client=LENA)
    for person in (AMIRA, BO, DARIO):
        await desk.hub.parties.pin_professional(person.user, public(key_of(person)), by="test")
    added = await desk.hub.parties.add(case, KATJA.person, by="test")
    assert not isinstance(added, Refused)
    hers = Wanted(added.id, CLIENT, Custody.SOLE, PROOF, public(KATJA.key))
    taken = await desk.hub.parties.record_guardianship(case, hers, by=AMIRA.id, sign=signing(key_of(AMIRA)))
    assert not isinstance(taken, Refused)

    asked = await desk.hub.consents.ask(case, [wanted(desk)], by=AMIRA.id)
    seen = {"evidence": PROOF, "public_key": public(KATJA.key)}
    confirm = desk.hub.parties.confirm_guardianship
    by_herself = await confirm(taken.id, **seen, by=AMIRA.id, sign=signing(key_of(AMIRA)))
    by_dario = await confirm(taken.id, **seen, by=DARIO.id, sign=signing(key_of(DARIO)))
    with_another_key = await confirm(taken.id, **seen, by=BO.id, sign=signing(key_of(DARIO)))

    assert asked == Refused("minor-without-guardian")
    assert by_herself == by_dario == Refused("guardianship-not-by-you")
    assert with_another_key == Refused("signature-not-theirs")


async def test_elif_and_dario_take_nobody_down_as_guardian(desk: Desk) -> None:
    case = await desk.opens_case(BO, client=LENA)
    added = await desk.hub.parties.add(case, KATJA.person, by="test")
    assert not isinstance(added, Refused)
    hers = Wanted(added.id, CLIENT, Custody.SOLE, PROOF)

    for who in (ELIF, DARIO):
        await desk.hub.parties.pin_professional(who.user, public(key_of(who)), by="test")
        answer = await desk.hub.parties.record_guardianship(case, hers, by=who.id, sign=signing(key_of(who)))

        assert answer == Refused("guardianship-not-by-you")
    assert await desk.hub.parties.guardianships(case) == []


async def test_what_is_wrong_with_a_guardianship_is_said_and_nothing_is_kept(desk: Desk) -> None:
    case = await desk.opens_case(BO, client=LENA)
    added = await desk.hub.parties.add(case, KATJA.person, by="test")
    assert not isinstance(added, Refused)
    good = Wanted(added.id, CLIENT, Custody.SOLE, PROOF)

    for wrong, reason in (
        (replace(good, guardian=PartyId("party:nobody")), "birthday-unknown"),
        (replace(good, subject=PartyId("party:nobody")), "birthday-unknown"),
        (replace(good, public_key="no key"), "key-not-usable"),
        (replace(good, evidence="no hash"), "guardianship-without-evidence"),
        (good, "signature-not-theirs"),
    ):
        answer = await desk.hub.parties.record_guardianship(case, wrong, by=AMIRA.id, sign=lambda _: "")

        assert answer == Refused(reason)
    unknown = GuardianshipId("nothing")
    assert await desk.hub.parties.end_guardianship(unknown, by="test") == Refused("unknown-guardianship")
    assert await desk.hub.parties.guardianships(case) == []


# Forged, with every other right of the hub.


async def test_a_guardian_written_straight_into_the_database_seats_nobody_and_raises_an_alarm(
    desk: Desk,
) -> None:
    brandts = await family(desk)
    asked = await brandts.asks(wanted(desk))
    await brandts.gives(asked, KATJA, brandts.mother)

    # Somebody makes Dario's key the father's, and signs with it.
    async with desk.hub.database.writing() as connection:
        his = update(parties.GUARDIANSHIPS).where(parties.GUARDIANSHIPS.c.guardian == brandts.father)
        await connection.execute(his.values(public_key=public(key_of(DARIO))))
    signed = {asked.id: signature_of(asked.statement, key_of(DARIO))}
    await desk.hub.consents.give(signed, by=brandts.father)
    with capture_logs() as logs:
        await desk.works_off()

    assert await brandts.inside() == set()
    assert "consent not proven" in {entry["event"] for entry in logs}


async def test_a_second_guardianship_slipped_in_with_the_same_signatures_counts_for_nobody(
    desk: Desk,
) -> None:
    brandts = await family(desk)
    async with desk.hub.database.writing() as connection:
        row = (await connection.execute(parties.GUARDIANSHIPS.select())).first()
        assert row is not None
        forged = dict(row._mapping) | {"id": "forged", "guardian": "party:dario"}
        await connection.execute(insert(parties.GUARDIANSHIPS).values(**forged))

    known = await desk.hub.parties.guardianships(brandts.case)

    assert [g.vouched for g in known if g.id == "forged"] == [False]


async def test_an_end_taken_out_of_the_database_lets_nobody_speak_again(desk: Desk) -> None:
    brandts = await family(desk)
    asked = await brandts.asks(wanted(desk))
    await brandts.gives(asked, KATJA, brandts.mother)
    await brandts.gives(asked, OLAF, brandts.father)
    assert await brandts.inside() == {LENA.user, BO.user}
    (his,) = [g for g in await desk.hub.parties.guardianships(brandts.case) if g.guardian == brandts.father]
    await desk.hub.parties.end_guardianship(his.id, by="test")
    assert await brandts.inside() == {LENA.user}

    async with desk.hub.database.writing() as connection:
        await connection.execute(update(parties.GUARDIANSHIPS).values(ended_at=None))
    await desk.hub.rooms.reconcile(brandts.case)

    assert await brandts.inside() == {LENA.user}
    (left,) = [g for g in await desk.hub.parties.guardianships(brandts.case) if g.id == his.id]
    assert not left.stands(desk.clock.now())
    assert [c.id for c in await desk.hub.consents.doubtful()] == [asked.id]


async def test_nobody_gets_a_key_in_a_case_they_do_not_belong_to(desk: Desk) -> None:
    brandts = await family(desk)
    other = await desk.opens_case(BO)

    for stranger in (PartyId("party:dario"), brandts.mother):
        answer = await desk.hub.parties.pin(other, stranger, public(key_of(DARIO)), by=stranger)

        assert answer == Refused("unknown-party", {"party": stranger})


# One person, one key, one voice.


async def test_nobody_hands_in_a_key_for_somebody_else(desk: Desk) -> None:
    case = await desk.opens_case(BO)

    for by in (BO.id, DARIO.id, "terminal", "party:katja"):
        answer = await desk.hub.parties.pin(case, CLIENT, public(key_of(BO)), by=by)

        assert answer == Refused("key-not-by-you")


async def test_a_professionals_or_the_other_parents_key_is_no_guardians(desk: Desk) -> None:
    brandts = await family(desk)
    aunt = await desk.hub.parties.add(brandts.case, SELMA.person, by="test")
    assert not isinstance(aunt, Refused)

    for key in (key_of(AMIRA), KATJA.key):
        wanted_ = Wanted(aunt.id, CLIENT, Custody.JOINT, PROOF, public(key))
        answer = await desk.hub.parties.record_guardianship(
            brandts.case, wanted_, by=AMIRA.id, sign=signing(key_of(AMIRA))
        )

        assert answer == Refused("key-pinned-already")


async def test_with_joint_custody_one_recorded_parent_is_not_enough(desk: Desk) -> None:
    case = await desk.opens_case(BO, client=LENA)
    for person in (AMIRA, BO):
        await desk.hub.parties.pin_professional(person.user, public(key_of(person)), by="test")
    await Family(desk, case).speaks(KATJA)

    asked = await desk.hub.consents.ask(case, [wanted(desk)], by=AMIRA.id)

    assert asked == Refused("guardian-missing")


async def test_no_parent_ends_what_the_other_one_may(desk: Desk) -> None:
    brandts = await family(desk)
    (hers,) = [g for g in await desk.hub.parties.guardianships(brandts.case) if g.guardian == brandts.mother]

    for by in (brandts.father, CLIENT, DARIO.id, ELIF.id):
        assert await desk.hub.parties.end_guardianship(hers.id, by=by) == Refused("guardianship-not-to-end")


async def test_whoever_assesses_is_who_asks_and_knows_the_case(desk: Desk) -> None:
    brandts = await family(desk)
    alone = Assessment(by=AMIRA.id, is_capable=True, note="Sie weiß, worum es geht.")

    for assessor, by in ((AMIRA.id, BO.id), (AMIRA.id, "terminal"), (DARIO.id, DARIO.id)):
        terms = replace(wanted(desk), assessment=replace(alone, by=assessor))

        assert await desk.hub.consents.ask(brandts.case, [terms], by=by) == Refused("assessment-not-by-you")


async def test_counselling_is_for_those_who_counsel(desk: Desk) -> None:
    brandts = await family(desk)
    terms = terms_for(AMIRA, now=desk.clock.now())
    jobcenter = replace(terms, counselling=True, recipient=replace(terms.recipient, person=AMIRA.id))

    answer = await desk.hub.consents.ask(brandts.case, [jobcenter], by=AMIRA.id)

    assert answer == Refused("counselling-not-there")


async def test_parents_are_not_asked_to_renew_what_lena_decided_alone(desk: Desk) -> None:
    brandts = await family(desk)
    secret = await counselled(desk, brandts)
    hers = terms_for(CHLOE, now=desk.clock.now())
    for counselling in (False, True):
        renewal = replace(
            hers,
            recipient=replace(hers.recipient, person=CHLOE.id),
            assessment=None if counselling else NOT_YET,
            counselling=counselling,
            predecessor=secret.id,
        )
        asked = await desk.hub.consents.ask(brandts.case, [renewal], by=AMIRA.id)

        assert isinstance(asked, Refused) is not counselling


async def test_a_no_of_the_parents_does_not_silence_lena(desk: Desk) -> None:
    brandts = await family(desk)
    asked = await brandts.asks(replace(wanted(desk), recipient=terms_for(CHLOE).recipient))
    await desk.hub.consents.refuse(asked.id, by=brandts.mother)

    secret = await counselled(desk, brandts)

    assert secret.state is State.GIVEN


async def test_two_parents_with_one_key_are_one_person_also_in_the_database(desk: Desk) -> None:
    brandts = await family(desk)
    asked = await brandts.asks(wanted(desk))
    # Both professionals sign that the father's key is the mother's; the hub itself would refuse it.
    (his,) = [g for g in await desk.hub.parties.guardianships(brandts.case) if g.guardian == brandts.father]
    same = replace(his, public_key=public(KATJA.key))
    signed = proof.statement(same)
    async with desk.hub.database.writing() as connection:
        row = update(parties.GUARDIANSHIPS).where(parties.GUARDIANSHIPS.c.id == his.id)
        await connection.execute(
            row.values(
                public_key=same.public_key,
                recorded_signature=signature_of(signed, key_of(AMIRA)),
                confirmed_signature=signature_of(signed, key_of(BO)),
            )
        )
    await brandts.gives(asked, KATJA, brandts.mother)
    await brandts.gives(asked, KATJA, brandts.father)

    assert await brandts.inside() == set()

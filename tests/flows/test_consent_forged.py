"""Nobody can forge a consent, not even the hub: what its client did not sign gives nobody a seat."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from nacl.signing import SigningKey
from sqlalchemy import update
from structlog.testing import capture_logs

from hub.canonical import signature_of
from hub.cases.model import Professional
from hub.consent import store
from hub.consent.model import Consent, Deed, Event, Form, Kind, Recipient, State, Terms
from hub.effects import Monitor
from hub.errors import Refused
from hub.identifiers import CLIENT, AgencyId, CaseId, ProfessionalId
from tests.desk import Desk
from tests.people import AMIRA, BO, CHLOE, DARIO, ELIF, JONAS, SELMA, key_of, terms_for
from tests.signing import agree, public, signing

PAPER = replace(terms_for(BO), form=Form.PAPER, evidence="ab" * 32)


async def has_key(desk: Desk, *people: Professional) -> None:
    for person in people:
        await desk.hub.parties.pin_professional(person.user, public(key_of(person)), by="test")


async def taken_down(desk: Desk, case: CaseId, by: Professional = AMIRA, terms: Terms = PAPER) -> Consent:
    asked = await desk.hub.consents.record(case, terms, by=by.id, sign=signing(key_of(by)))
    assert not isinstance(asked, Refused), asked
    return next(c for c in await desk.hub.consents.of_case(case) if c.id == asked.id)


# In the app.


@pytest.mark.parametrize(
    "sign",
    [
        lambda statement: "",
        lambda statement: "no signature",
        lambda statement: signature_of(statement, key_of(AMIRA)),
        lambda statement: signature_of(statement, SELMA.key),
        lambda statement: signature_of(statement + b" ", JONAS.key),
    ],
    ids=["none", "nonsense", "staff", "another client", "another text"],
)
async def test_what_the_client_did_not_sign_is_not_even_stored(
    desk: Desk, sign: Callable[[bytes], str]
) -> None:
    case = await desk.opens_case(BO)
    await has_key(desk, AMIRA)
    await desk.hub.parties.pin(case, CLIENT, public(JONAS.key), by=CLIENT)
    asked = await desk.hub.consents.ask(case, [terms_for(BO)], by=AMIRA.id)
    assert not isinstance(asked, Refused)

    answer = await desk.hub.consents.give({one.id: sign(one.statement) for one in asked})
    await desk.works_off()

    assert answer == Refused("signature-not-theirs")
    assert [c.state for c in await desk.hub.consents.of_case(case)] == [State.REQUESTED]
    assert await desk.owed(case) == []


async def test_of_several_in_one_act_all_are_given_or_none(desk: Desk) -> None:
    case = await desk.opens_case(BO, CHLOE)
    await desk.hub.parties.pin(case, CLIENT, public(JONAS.key), by=CLIENT)
    asked = await desk.hub.consents.ask(case, [terms_for(BO), terms_for(CHLOE)], by="test")
    assert not isinstance(asked, Refused)
    right, wrong = asked

    signed = {right.id: signature_of(right.statement, JONAS.key), wrong.id: "forged"}
    answer = await desk.hub.consents.give(signed)

    assert answer == Refused("signature-not-theirs")
    assert {c.state for c in await desk.hub.consents.of_case(case)} == {State.REQUESTED}


async def test_of_several_that_are_asked_for_all_are_or_none(desk: Desk) -> None:
    case = await desk.opens_case(BO)

    answer = await desk.hub.consents.ask(
        case, [terms_for(BO), replace(terms_for(BO), purpose=" ")], by="test"
    )

    assert isinstance(answer, Refused)
    assert await desk.hub.consents.of_case(case) == []


async def test_a_key_once_pinned_cannot_be_exchanged_for_another(desk: Desk) -> None:
    case = await desk.opens_case(BO)
    await desk.hub.parties.pin(case, CLIENT, public(JONAS.key), by=CLIENT)

    again = await desk.hub.parties.pin(case, CLIENT, public(SELMA.key), by=CLIENT)
    forged = await agree(desk.hub, case, SELMA.key, terms_for(BO))

    assert (again, forged) == (Refused("key-pinned-already"), Refused("signature-not-theirs"))


async def test_who_was_asked_and_has_not_answered_seats_nobody(desk: Desk) -> None:
    case = await desk.opens_case(BO)

    await desk.hub.consents.ask(case, [terms_for(BO)], by="test")
    await desk.works_off()

    assert await desk.hub.rooms.of_case(case) is None


async def test_a_refusal_seats_nobody_and_cannot_be_turned_into_a_consent(desk: Desk) -> None:
    case = await desk.opens_case(BO)
    await desk.hub.parties.pin(case, CLIENT, public(JONAS.key), by=CLIENT)
    asked = await desk.hub.consents.ask(case, [terms_for(BO)], by="test")
    assert not isinstance(asked, Refused)
    (one,) = asked

    await desk.hub.consents.refuse(one.id)
    answer = await desk.hub.consents.give({one.id: signature_of(one.statement, JONAS.key)})

    assert answer == Refused("consent-cannot-be", {"deed": "given", "state": "refused"})
    assert await desk.owed(case) == [Monitor(case)]


async def test_who_wanted_to_think_about_it_can_still_say_yes(desk: Desk) -> None:
    case = await desk.opens_case(BO)
    await desk.hub.parties.pin(case, CLIENT, public(JONAS.key), by=CLIENT)
    asked = await desk.hub.consents.ask(case, [terms_for(BO)], by="test")
    assert not isinstance(asked, Refused)
    (one,) = asked

    await desk.hub.consents.defer(one.id)
    await desk.hub.consents.give({one.id: signature_of(one.statement, JONAS.key)})
    await desk.works_off()

    assert await desk.inside(case) == {JONAS.user, BO.user}


# On paper.


async def test_a_paper_that_two_have_seen_gives_a_seat(desk: Desk) -> None:
    case = await desk.opens_case(BO, ELIF)
    await has_key(desk, AMIRA, ELIF)
    taken = await taken_down(desk, case)

    await desk.hub.consents.confirm(taken.id, by=ELIF.id, sign=signing(key_of(ELIF)), evidence=PAPER.evidence)
    await desk.works_off()

    assert await desk.inside(case) == {JONAS.user, BO.user}


@pytest.mark.parametrize(
    ("who", "key", "reason"),
    [
        (AMIRA, key_of(AMIRA), "consent-not-by-you"),
        (DARIO, key_of(DARIO), "consent-not-by-you"),
        (ELIF, key_of(AMIRA), "signature-not-theirs"),
        (BO, key_of(BO), "signature-not-theirs"),
    ],
    ids=["the same again", "not on the case", "with her key", "no key on record"],
)
async def test_a_paper_that_nobody_else_has_seen_gives_no_seat(
    desk: Desk, who: Professional, key: SigningKey, reason: str
) -> None:
    case = await desk.opens_case(BO, ELIF)
    await has_key(desk, AMIRA, ELIF, DARIO)
    taken = await taken_down(desk, case)

    answer = await desk.hub.consents.confirm(taken.id, by=who.id, sign=signing(key), evidence=PAPER.evidence)
    await desk.works_off()

    assert isinstance(answer, Refused)
    assert answer.reason == reason
    assert await desk.hub.rooms.of_case(case) is None


async def test_who_does_not_work_on_the_case_takes_no_paper_down(desk: Desk) -> None:
    case = await desk.opens_case(BO)
    await has_key(desk, DARIO)

    answer = await desk.hub.consents.record(case, PAPER, by=DARIO.id, sign=signing(key_of(DARIO)))

    assert answer == Refused("consent-not-by-you", {"deed": "recorded"})
    assert await desk.hub.consents.of_case(case) == []


async def test_the_lead_ends_what_is_no_longer_needed_and_nobody_else_does(desk: Desk) -> None:
    case, (his,) = await desk.seats(BO)

    by_a_member = await desk.hub.consents.revoke(his.id, by=BO.id)
    by_the_lead = await desk.hub.consents.revoke(his.id, by=AMIRA.id)
    await desk.works_off()

    assert by_a_member == Refused("consent-not-by-you", {"deed": "revoked"})
    assert isinstance(by_the_lead, Consent)
    assert await desk.inside(case) == {JONAS.user}


async def test_a_text_that_nobody_was_shown_is_no_notice(desk: Desk) -> None:
    case = await desk.opens_case(BO)
    terms = terms_for(BO)
    false = replace(terms, notice=replace(terms.notice, sha256="0" * 64))

    answer = await desk.hub.consents.ask(case, [false], by="test")

    assert answer == Refused("unknown-notice", {"language": "de"})


# Straight into the database, with every other right of the hub.


async def test_a_forged_consent_gives_dario_no_seat_and_raises_an_alarm(desk: Desk) -> None:
    case, _ = await desk.seats(BO)
    await desk.involves(case, DARIO)
    await has_key(desk, AMIRA, ELIF)
    asked = await desk.hub.consents.ask(case, [terms_for(DARIO)], by="test")
    assert not isinstance(asked, Refused)
    (one,) = asked
    async with desk.hub.database.writing() as connection:
        signature = signature_of(one.statement, key_of(AMIRA))
        given = Event(number=2, at=desk.clock.now(), deed=Deed.GIVE, actor=CLIENT, signature=signature)
        await store.add_event(connection, one.id, given)

    with capture_logs() as logs:
        await desk.hub.rooms.reconcile(case)

    assert await desk.inside(case) == {JONAS.user, BO.user}
    assert DARIO.user not in desk.homeserver.called("invite")
    assert [log["consent"] for log in logs if log["event"] == "consent not proven"] == [one.id]


async def test_an_altered_consent_unseats_who_sat_by_it_and_raises_an_alarm(desk: Desk) -> None:
    case, (his,) = await desk.seats(BO)
    async with desk.hub.database.writing() as connection:
        document = await store.document_of(connection, his.id)
        longer = document.replace('"valid_until":"2027', '"valid_until":"2099')
        assert longer != document
        await connection.execute(update(store.CONSENTS).values(document=longer))

    with capture_logs() as logs:
        await desk.hub.rooms.reconcile(case)

    assert await desk.inside(case) == {JONAS.user}
    assert [log["consent"] for log in logs if log["event"] == "consent not proven"] == [his.id]


async def test_a_paper_forged_by_one_key_under_two_names_gives_no_seat(desk: Desk) -> None:
    case = await desk.opens_case(BO, ELIF)
    await has_key(desk, AMIRA)
    taken = await taken_down(desk, case)
    async with desk.hub.database.writing() as connection:
        document = await store.document_of(connection, taken.id)
        signature = signing(key_of(AMIRA))(b"Fallraum consent, version 1\n" + document.encode())
        forged = Event(number=2, at=desk.clock.now(), deed=Deed.CONFIRM, actor=ELIF.id, signature=signature)
        await store.add_event(connection, taken.id, forged)

    await desk.hub.rooms.reconcile(case)

    assert await desk.hub.rooms.of_case(case) is None


async def test_a_forged_consent_raises_an_alarm_although_there_is_no_room(desk: Desk) -> None:
    case = await desk.opens_case(DARIO)
    asked = await desk.hub.consents.ask(case, [terms_for(DARIO)], by="test")
    assert not isinstance(asked, Refused)
    (one,) = asked
    async with desk.hub.database.writing() as connection:
        given = Event(number=2, at=desk.clock.now(), deed=Deed.GIVE, actor=CLIENT, signature="forged")
        await store.add_event(connection, one.id, given)

    with capture_logs() as logs:
        await desk.hub.rooms.reconcile(case)

    assert await desk.hub.rooms.of_case(case) is None
    assert [log["consent"] for log in logs if log["event"] == "consent not proven"] == [one.id]
    assert [c.id for c in await desk.hub.consents.doubtful()] == [one.id]


async def test_a_consent_can_be_withdrawn_although_somebody_slipped_an_event_in(desk: Desk) -> None:
    case, (his,) = await desk.seats(BO)
    async with desk.hub.database.writing() as connection:
        slipped = Event(number=4, at=desk.clock.now(), deed=Deed.REQUEST, actor=AMIRA.id)
        await store.add_event(connection, his.id, slipped)

    await desk.withdraws(his)
    await desk.works_off()

    assert await desk.inside(case) == {JONAS.user}


# Keys.


@pytest.mark.parametrize(
    "key",
    ["", "no key", "AAAA", public(JONAS.key) + "=", public(JONAS.key)[:-1], "Ä" * 43],
    ids=["empty", "no key", "short", "padded", "cut", "no base64"],
)
async def test_what_is_no_key_is_not_pinned_for_ever(desk: Desk, key: str) -> None:
    case = await desk.opens_case(BO)

    answers = [
        await desk.hub.parties.pin(case, CLIENT, key, by=CLIENT),
        await desk.hub.parties.pin_professional(AMIRA.user, key, by="test"),
    ]

    assert answers == [Refused("key-not-usable")] * 2
    await desk.consents(case, BO)


async def test_one_key_written_in_two_ways_is_one_key(desk: Desk) -> None:
    await desk.opens_case(BO, ELIF)
    await has_key(desk, AMIRA)
    key = public(key_of(AMIRA))
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    same = key[:-1] + alphabet[alphabet.index(key[-1]) ^ 1]

    answers = [
        await desk.hub.parties.pin_professional(ELIF.user, key, by="test"),
        await desk.hub.parties.pin_professional(ELIF.user, same, by="test"),
    ]

    assert answers == [Refused("key-pinned-already"), Refused("key-not-usable")]


# Terms that name what does not exist.


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"senders": (AgencyId("Jonas trinkt"),)}, "unknown-agency"),
        ({"recipient": Recipient(BO.agency, BO.function, ProfessionalId("nobody"))}, "unknown-recipient"),
        ({"recipient": Recipient(BO.agency, BO.function, AMIRA.id)}, "unknown-recipient"),
        ({"evidence": "Jonas trinkt"}, "evidence-without-paper"),
        (
            {
                "kind": Kind.SECRECY_RELEASE,
                "recipient": Recipient(BO.agency, BO.function, BO.id),
                "released": AMIRA.id,
            },
            "unknown-notice",
        ),
    ],
    ids=["sender", "person", "another's function", "evidence", "notice of another kind"],
)
async def test_terms_that_name_what_is_not_there_are_not_asked_for(
    desk: Desk, changed: dict[str, object], reason: str
) -> None:
    case = await desk.opens_case(BO)

    answer = await desk.hub.consents.ask(case, [replace(terms_for(BO), **changed)], by="test")  # type: ignore[arg-type]

    assert isinstance(answer, Refused)
    assert answer.reason == reason
    assert await desk.hub.consents.of_case(case) == []

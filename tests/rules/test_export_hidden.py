"""Whatever somebody may not know of changes not one byte of what they take away."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from hub.audit import Act
from hub.consent.model import Consent, Giver
from hub.consent.signed import side_of
from hub.disclosure.model import Contents, Disclosure, Record, ToldBefore
from hub.errors import Refused
from hub.export import rules
from hub.export.archive import archive
from hub.export.model import Facts
from hub.identifiers import CLIENT, COMMON, TEAM, ConsentId, DisclosureId, PartyId
from hub.law.model import Layer, Way
from hub.rooms.model import Membership, Seat
from tests.clock import MONDAY
from tests.people import AMIRA, BO, CHLOE, DARIO, ELIF, F1, NINA, case_f1, function_of
from tests.rules.passing import TASK69
from tests.rules.seats import DAY, HEALTH, SCHOOL, consents, instants, people
from tests.rules.sights import CAN, NOON, facts
from tests.rules.test_parties import FATHER, MOTHER, guardianship
from tests.signing import circle_of

FILE = case_f1(BO, CHLOE, ELIF)
SPEAKING = (guardianship(), guardianship(FATHER), guardianship(CLIENT, subject=CAN))
THEIRS = tuple(Giver(g.guardian, g.id) for g in SPEAKING[:2])
senders = st.sampled_from([AMIRA, BO, CHLOE, ELIF])
recipients = st.sampled_from([AMIRA, BO, CHLOE, DARIO, NINA]).map(function_of)
shared = st.lists(consents(themed=True).map(lambda c: replace(c, given_by=THEIRS)), max_size=3)
WITH_CHLOE, WITH_NINA = (side_of(person.id, circle_of) for person in (CHLOE, NINA))
AT_NINAS_SIDE = f"{NINA.id}:{WITH_NINA}"
untold = st.sampled_from([None, ToldBefore(False, "Das würde das Kind gefährden.")])


@st.composite
def decided_alone(draw: st.DrawFn, who: PartyId = CLIENT) -> Consent:
    """A consent that somebody gives for themselves; often nobody is to know that they are counselled."""
    drawn = replace(draw(consents(themed=True)), subject=who, given_by=(Giver(who),))
    named = replace(drawn.recipient, person=draw(st.sampled_from([CHLOE, NINA])).id)
    side = draw(st.sampled_from([None, WITH_CHLOE, WITH_NINA]))
    return replace(
        drawn,
        id=ConsentId(f"alone-{drawn.id}"),
        counselling=draw(st.booleans()),
        side=side,
        recipient=named if side else drawn.recipient,
    )


@st.composite
def disclosures(draw: st.DrawFn, basis: str, way: Way = Way.SHARE, subject: PartyId = CLIENT) -> Disclosure:
    return Disclosure(
        id=DisclosureId(draw(st.text("0123456789abcdef", min_size=8, max_size=8))),
        case=F1,
        way=way,
        at=draw(instants),
        sender=draw(senders).id,
        subject=subject,
        recipient=draw(recipients),
        basis=basis,
        contents_sha256="",
        proven=draw(st.booleans()),
    )


@st.composite
def warnings(draw: st.DrawFn, subject: PartyId = CLIENT) -> Record:
    """A warning that those concerned were not told of."""
    made = draw(disclosures("KKG4_3@1", Way.WARNING, subject))
    return Record(disclosure=made, contents=Contents(told=draw(untold), necessity="Blaue Flecken"))


@st.composite
def seatings(draw: st.DrawFn, alone: Sequence[Consent]) -> list[Act]:
    """Whoever sits by it, in whichever room."""
    return [
        Act(
            at=draw(instants),
            actor="hub",
            deed=draw(st.sampled_from(["seat.offered", "seat.taken", "seat.ended", "seat.left"])),
            case=F1,
            target=draw(
                st.sampled_from(
                    [
                        BO.id,
                        CHLOE.id,
                        f"{CHLOE.id}:{SCHOOL}",
                        f"{NINA.id}:{WITH_NINA}",
                        f"other:{HEALTH}",
                        CLIENT,
                    ]
                )
            ),
            basis=consent.id,
        )
        for consent in alone
    ]


def taken_away(told: Facts, language: str) -> bytes | Refused:
    drawn = rules.view(told, NOON + 2 * DAY)
    return drawn if isinstance(drawn, Refused) else archive(drawn, [], language)


@given(data=st.data(), reader=st.sampled_from([MOTHER, FATHER]), language=st.sampled_from(["de", "en"]))
def test_nothing_that_is_hidden_from_a_guardian_changes_what_they_take_away(
    data: st.DataObject, reader: PartyId, language: str
) -> None:
    given_ = data.draw(shared)
    known = [Record(disclosure=data.draw(disclosures(str(TASK69))), contents=Contents())]
    before = facts(reader=reader, file=FILE, given=given_, disclosures=known, guardianships=SPEAKING)

    alone = data.draw(st.lists(decided_alone(), min_size=1, max_size=3))
    resting = [Record(disclosure=data.draw(disclosures(c.id)), contents=Contents()) for c in alone]
    entrusted = Contents(layers=frozenset(Layer))
    secret = Record(disclosure=data.draw(disclosures(str(TASK69))), contents=entrusted)
    after = replace(
        before,
        given=[*alone, *given_],
        disclosures=[*resting, secret, data.draw(warnings()), *known],
        rooms={
            circle: {who: Seat(Membership.JOINED, MONDAY) for who in data.draw(st.sets(people))}
            for circle in (COMMON, SCHOOL, HEALTH, TEAM, WITH_CHLOE, WITH_NINA)
        },
        acts=data.draw(seatings(alone)),
        advisers=[NINA, CHLOE],
    )

    assert taken_away(after, language) == taken_away(before, language)


@given(data=st.data(), language=st.sampled_from(["de", "en"]))
def test_neither_a_warning_they_were_not_told_of_nor_a_child_s_counselling_changes_what_a_client_takes_away(
    data: st.DataObject, language: str
) -> None:
    given_ = data.draw(shared)
    known = [Record(disclosure=data.draw(disclosures(str(TASK69))), contents=Contents())]
    before = facts(file=FILE, given=given_, disclosures=known, guardianships=SPEAKING)

    by_can = data.draw(st.lists(decided_alone(CAN), max_size=2))
    resting = [
        Record(disclosure=data.draw(disclosures(c.id, subject=CAN)), contents=Contents()) for c in by_can
    ]
    noted = [
        Act(at=MONDAY + timedelta(hours=1), actor=CHLOE.id, deed="disclosure.made", case=F1, target="warning")
    ]
    after = replace(
        before,
        given=[*by_can, *given_],
        disclosures=[data.draw(warnings()), *known, data.draw(warnings(CAN)), *resting],
        acts=noted,
    )

    assert taken_away(after, language) == taken_away(before, language)

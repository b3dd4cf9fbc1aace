"""Whatever is asked for, by whom and when: what may be passed on has a basis that is in force then."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import event, given, settings
from hypothesis import strategies as st

from hub.cases.model import AgencyKind, Professional
from hub.consent.model import THEMES, Answer, Consent, Form, Kind, Record, State
from hub.disclosure.model import Lawful, Wanted
from hub.disclosure.rules import Facts, lawful
from hub.identifiers import CLIENT, ConsentId, PartyId
from hub.law.book import known_law
from hub.law.model import Layer, NormId, Note, Way
from tests.clock import MONDAY
from tests.people import AMIRA, BO, CHLOE, DARIO, ELIF, RUTH, consent_for, function_of
from tests.rules.passing import KKG4_3, TASK69, TOLD, facts, in_person, wanted

DAY = timedelta(days=1)
PEOPLE = (AMIRA, BO, CHLOE, DARIO, ELIF, RUTH)
LONG_AGO = -365 * 6
people = st.sampled_from(PEOPLE)
# Mostly what fits: questions that are all answered with no tell little.
senders = st.sampled_from([AMIRA, AMIRA, AMIRA, BO, BO, CHLOE, CHLOE, DARIO])
themes = st.sampled_from([("housing",), ("housing",), ("housing", "health"), ("debts",)])
agreed_to = st.sampled_from([("housing",), ("housing", "health"), tuple(THEMES)])
layers = st.sampled_from([(), (), (Layer.ENTRUSTED,), (Layer.PROFESSIONAL,)])
every_norm = st.sampled_from([*known_law(), NormId("SGB9", 1)])
sharing = st.sampled_from([TASK69, TASK69, NormId("SGB8_64", 1), NormId("SGB8_65", 1), NormId("KKG4_2", 1)])
warnings = st.sampled_from([KKG4_3, KKG4_3, NormId("SGBX_71", 1), NormId("SGB8_8a", 1)])
days = st.sampled_from([0, 0, 0, 3, 7, LONG_AGO])


@st.composite
def records(draw: st.DrawFn, number: int) -> Record:
    to = draw(people)
    consent = replace(
        consent_for(
            to, named=f"consent-{number}", begins=MONDAY + draw(st.sampled_from([-3, 0, 0, 5])) * DAY
        ),
        kind=draw(st.sampled_from([Kind.SHARE, Kind.SHARE, Kind.SECRECY_RELEASE, Kind.ENTRUSTED_RELEASE])),
        recipient=draw(st.sampled_from([function_of(to), in_person(to)])),
        senders=draw(st.sampled_from([(), (AMIRA.agency,)])),
        released=draw(st.sampled_from([None, AMIRA.id, BO.id])),
        subject=draw(st.sampled_from([CLIENT, CLIENT, CLIENT, PartyId("party:can")])),
        valid_until=MONDAY + draw(st.sampled_from([2, 9, 20])) * DAY,
        state=draw(st.sampled_from([State.GIVEN, State.GIVEN, State.GIVEN, State.WITHDRAWN])),
        proven=draw(st.sampled_from([True, True, True, False])),
        form=draw(st.sampled_from([Form.APP, Form.ORAL])),
    )
    return Record(consent, "", dict.fromkeys(draw(agreed_to), Answer.YES))


@st.composite
def questions(draw: st.DrawFn) -> tuple[Way, Wanted, Facts]:
    given_ = [draw(records(number)) for number in range(draw(st.integers(1, 4)))]
    consent, to = draw(st.sampled_from(given_)).consent, draw(people)
    way, basis, recipient = draw(
        st.sampled_from(
            [
                (Way.SHARE, consent.id, consent.recipient),
                (Way.SHARE, draw(sharing), in_person(to)),
                (Way.WARNING, draw(warnings), function_of(BO)),
                (draw(st.sampled_from([*Way])), draw(every_norm), function_of(to)),
                (Way.WARNING, consent.id, function_of(BO)),
            ]
        )
    )
    asked = wanted(
        recipient,
        basis,
        *draw(themes),
        layers=draw(layers),
        confirmed=draw(st.sampled_from([(), tuple(Note), tuple(Note), tuple(Note)])),
        told=TOLD,
    )
    known = facts(
        draw(senders),
        *given_,
        to=next((one for one in PEOPLE if one.id == recipient.person), None),
        to_kind=kind_of(recipient.agency),
        now=MONDAY + draw(days) * DAY,
    )
    return way, asked, known


def kind_of(agency: str) -> AgencyKind:
    return facts(next(p for p in PEOPLE if p.agency == agency), to=AMIRA).sender_kind


def holds(consent: Consent, known: Facts) -> bool:
    """Said once more without any rule of the house."""
    is_given = consent.state is State.GIVEN and consent.proven
    return is_given and consent.valid_from <= known.now < consent.valid_until


def works_on_it(person: Professional, known: Facts) -> bool:
    return person in [part.professional for part in known.file.participations]


@settings(max_examples=1000)
@given(questions())
def test_every_disclosure_has_a_basis_that_is_in_force_at_that_instant(
    question: tuple[Way, Wanted, Facts],
) -> None:
    way, asked, known = question

    answer = lawful(way, asked, known)

    event(answer.reason)
    if not isinstance(answer, Lawful):
        return
    given_ = {one.consent.id: one for one in known.records}
    if isinstance(asked.basis, NormId):
        norm = known.law[asked.basis]
        assert norm.valid_from <= known.now
        assert norm.transmissions
    else:
        basis = given_[ConsentId(asked.basis)]
        assert way is Way.SHARE
        assert basis.consent.kind is Kind.SHARE
        assert holds(basis.consent, known)
        assert basis.consent.subject == CLIENT
        assert all(basis.themes.get(theme) is Answer.YES for theme in asked.contents.themes)
    assert works_on_it(known.sender, known)
    assert all(holds(given_[id_].consent, known) for id_ in answer.releases)
    assert all(given_[id_].consent.released == known.sender.id for id_ in answer.releases)
    lifted = isinstance(asked.basis, NormId) and asked.basis.code in ("KKG4_2", "KKG4_3", "SGB8_65")
    assert lifted or len(answer.releases) == len(asked.contents.layers)

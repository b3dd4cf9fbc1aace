"""Whoever asks for something that cannot be is told why, and nothing is stored."""

import asyncio
from dataclasses import replace
from datetime import timedelta

from hub.cases.model import Agency, CaseFile, Participation, Personalia, Professional
from hub.consent.model import Consent, Recipient, Record
from hub.effects import Monitor
from hub.errors import Refused
from hub.identifiers import AgencyId, ConsentId, UserId
from tests.desk import Desk
from tests.people import AMIRA, BO, HUB, JOBCENTER, JONAS, SELMA, terms_for

NOBODY = UserId(f"@nobody:{HUB}")
DAY = timedelta(days=1)


async def test_of_two_who_take_part_at_once_in_the_same_part_one_does(desk: Desk) -> None:
    case = await desk.opens_case()

    answers = await asyncio.gather(
        *(desk.hub.cases.involve(case, BO.user, by="test") for _ in range(2)),
    )

    assert sorted(isinstance(answer, Participation) for answer in answers) == [False, True]
    assert Refused("already-involved", {"name": BO.name, "case": "F-1"}) in answers


async def test_somebody_who_takes_part_already(desk: Desk) -> None:
    case = await desk.opens_case(BO)

    answer = await desk.hub.cases.involve(case, BO.user, by="test")

    assert answer == Refused("already-involved", {"name": BO.name, "case": "F-1"})
    assert (await desk.deeds()).count("case.involved") == 1


async def test_a_professional_nobody_knows(desk: Desk) -> None:
    case = await desk.opens_case()
    unknown = Refused("unknown-professional", {"user": NOBODY})
    call = desk.hub.conferences.call(
        case, begins_at=desk.clock.now() + DAY, lasts=DAY / 24, moderator=NOBODY, topics=[], by="test"
    )
    opening = desk.hub.cases.open(SELMA.person, client=SELMA.user, lead=NOBODY, by="test")

    assert await desk.hub.cases.involve(case, NOBODY, by="test") == unknown
    assert await call == unknown
    assert await opening == unknown
    assert await desk.deeds() == ["case.opened", "case.led"]
    assert await desk.owed(case) == [Monitor(case)]


async def test_a_case_opened_with_somebody_unknown_is_not_opened_at_all(desk: Desk) -> None:
    answer = await desk.hub.cases.open(
        JONAS.person, client=JONAS.user, lead=AMIRA.user, members=[BO.user, NOBODY], by="test"
    )

    assert answer == Refused("unknown-professional", {"user": NOBODY})
    assert await desk.hub.cases.all() == []
    assert await desk.entries() == []


async def test_a_case_opened_with_somebody_twice_is_not_opened_at_all(desk: Desk) -> None:
    answer = await desk.hub.cases.open(
        JONAS.person, client=JONAS.user, lead=AMIRA.user, members=[AMIRA.user], by="test"
    )

    assert answer == Refused("already-involved", {"name": AMIRA.name, "case": "F-1"})
    assert await desk.hub.cases.all() == []


async def test_a_case_nobody_opened(desk: Desk) -> None:
    await desk.opens_case()

    assert await desk.hub.cases.by_label("F-2") == Refused("unknown-case", {"case": "F-2"})
    assert await desk.hub.cases.by_label("x" * 500) == Refused("unknown-case", {"case": "x" * 60})


async def test_an_agency_nobody_knows(desk: Desk) -> None:
    case = await desk.opens_case()
    person = replace(BO, agency=AgencyId("sozialamt"), user=NOBODY)

    answer = await desk.hub.cases.add_professional(person, by="test")
    consent = await desk.hub.consents.ask(case, [terms_for(person)], by="test")

    assert answer == Refused("unknown-agency", {"agency": "sozialamt"})
    assert consent == Refused(
        "unknown-recipient", {"agency": "sozialamt", "function": "Allgemeiner Sozialer Dienst"}
    )
    assert await desk.deeds() == ["case.opened", "case.led"]


async def test_a_function_nobody_has_in_that_agency(desk: Desk) -> None:
    case = await desk.opens_case()
    recipient = Recipient(JOBCENTER.id, BO.function)

    answer = await desk.hub.consents.ask(case, [replace(terms_for(BO), recipient=recipient)], by="test")

    facts = {"agency": JOBCENTER.id, "function": BO.function}
    assert answer == Refused("unknown-recipient", facts)
    assert await desk.hub.consents.of_case(case) == []


async def test_an_agency_that_exists_already(desk: Desk) -> None:
    answer = await desk.hub.cases.add_agency(replace(JOBCENTER, name="Other"), by="test")

    assert answer == Refused("agency-exists", {"agency": JOBCENTER.id})
    assert JOBCENTER in await desk.hub.cases.agencies()


async def test_of_two_who_add_the_same_agency_at_once_one_does(desk: Desk) -> None:
    new = Agency(id=AgencyId("sozialamt"), name="Sozialamt", legal_area="SGB XII")

    answers = await asyncio.gather(*(desk.hub.cases.add_agency(new, by="test") for _ in range(2)))

    assert sorted(isinstance(answer, Agency) for answer in answers) == [False, True]
    assert Refused("agency-exists", {"agency": new.id}) in answers


async def test_of_two_who_add_the_same_professional_at_once_one_does(desk: Desk) -> None:
    new = replace(BO, name="Nia Albrecht", user=NOBODY)

    answers = await asyncio.gather(*(desk.hub.cases.add_professional(new, by="test") for _ in range(2)))

    assert sorted(isinstance(answer, Professional) for answer in answers) == [False, True]
    assert Refused("professional-exists", {"user": NOBODY}) in answers


async def test_a_professional_whose_account_is_known_already(desk: Desk) -> None:
    answer = await desk.hub.cases.add_professional(replace(BO, name="Other"), by="test")

    assert answer == Refused("professional-exists", {"user": BO.user})


async def test_a_name_that_cannot_be_shown(desk: Desk) -> None:
    agency = Agency(id=AgencyId("sozialamt"), name="Sozialamt", legal_area="SGB XII")
    person = replace(BO, user=NOBODY)
    cases = desk.hub.cases
    answers: list[object] = []

    for text in ("", "   ", "x" * 201, "line\nbreak", "nul\x00", "\u202eright to left"):
        answers += [
            await cases.add_agency(replace(agency, name=text), by="test"),
            await cases.add_agency(replace(agency, legal_area=text), by="test"),
            await cases.add_professional(replace(person, name=text), by="test"),
            await cases.add_professional(replace(person, function=text), by="test"),
            await cases.open(Personalia(text, JONAS.born), client=JONAS.user, lead=AMIRA.user, by="test"),
        ]

    assert {getattr(answer, "reason", answer) for answer in answers} == {"unshowable-text"}
    assert await desk.entries() == []


async def test_a_client_who_has_a_case_already(desk: Desk) -> None:
    case = await desk.opens_case()

    answer = await desk.hub.cases.open(JONAS.person, client=JONAS.user, lead=AMIRA.user, by="test")

    assert isinstance(answer, Refused)
    assert [opened.id for opened in await desk.hub.cases.all()] == [case]


async def test_two_cases_opened_at_once_get_different_labels(desk: Desk) -> None:
    guests = (JONAS, SELMA)

    opened = await asyncio.gather(
        *(desk.hub.cases.open(g.person, client=g.user, lead=AMIRA.user, by="test") for g in guests)
    )

    assert {file.case.label for file in opened if isinstance(file, CaseFile)} == {"F-1", "F-2"}


IMPOSSIBLE_CONSENTS = [
    (2 * DAY, DAY, "consent-ends-before-it-begins"),
    (DAY, DAY, "consent-ends-before-it-begins"),
    (-2 * DAY, -DAY, "consent-already-over"),
    (-DAY, timedelta(0), "consent-already-over"),
    (timedelta(microseconds=-1), DAY, "consent-before-it-was-given"),
    (timedelta(0), timedelta(days=366, microseconds=1), "consent-too-long"),
]


async def test_a_consent_whose_time_cannot_be(desk: Desk) -> None:
    case = await desk.opens_case(BO)
    now = desk.clock.now()

    answers = [
        await desk.hub.consents.ask(
            case, [terms_for(BO, now=now, begins=now + begins, lasts=ends - begins)], by="test"
        )
        for begins, ends, _ in IMPOSSIBLE_CONSENTS
    ]

    reasons = [answer.reason for answer in answers if isinstance(answer, Refused)]
    assert reasons == [reason for _, _, reason in IMPOSSIBLE_CONSENTS]
    assert await desk.hub.consents.of_case(case) == []
    assert await desk.owed(case) == [Monitor(case)]
    assert await desk.deeds() == ["case.opened", "case.led", "case.involved"]


async def test_a_consent_without_a_purpose_one_can_read(desk: Desk) -> None:
    case = await desk.opens_case(BO)

    answers = [
        await desk.hub.consents.ask(case, [replace(terms_for(BO), purpose=purpose)], by="test")
        for purpose in ("", " \n\t", "x" * 501)
    ]

    assert answers == [Refused("consent-without-purpose", {"most": "500"})] * 3
    assert await desk.hub.consents.of_case(case) == []


async def test_the_longest_consent_with_the_longest_purpose_is_taken(desk: Desk) -> None:
    case = await desk.opens_case(BO)

    terms = replace(terms_for(BO, lasts=timedelta(days=366)), purpose="x" * 500)

    answer = await desk.agrees(case, terms)

    assert isinstance(answer, Consent)
    assert await desk.hub.consents.records(case) == [Record(answer, "x" * 500, terms.themes)]


async def test_a_withdrawal_of_a_consent_nobody_gave(desk: Desk) -> None:
    await desk.opens_case(BO)

    answer = await desk.hub.consents.withdraw(ConsentId("x" * 100), by="client")

    assert answer == Refused("unknown-consent", {"consent": "x" * 60})
    assert "consent.withdrawn" not in await desk.deeds()


IMPOSSIBLE_CONFERENCES: list[tuple[float, float, list[str], str]] = [
    (0, 1, [], "conference-in-the-past"),
    (-1, 1, [], "conference-in-the-past"),
    (1, 0, [], "conference-too-long"),
    (1, -1, [], "conference-too-long"),
    (1, 9, [], "conference-too-long"),
    (1, 1, ["Wohnung"] * 21, "too-much-for-an-agenda"),
    (1, 1, ["x" * 301], "too-much-for-an-agenda"),
    (1, 1, ["Wohnung", " "], "unshowable-text"),
]


async def test_a_conference_that_cannot_be(desk: Desk) -> None:
    case, _ = await desk.seats(AMIRA)
    owed = await desk.owed(case)

    answers = [
        await desk.hub.conferences.call(
            case,
            begins_at=desk.clock.now() + in_days * DAY,
            lasts=timedelta(hours=hours),
            moderator=AMIRA.user,
            topics=topics,
            by="test",
        )
        for in_days, hours, topics, _ in IMPOSSIBLE_CONFERENCES
    ]

    reasons = [answer.reason for answer in answers if isinstance(answer, Refused)]
    assert reasons == [reason for *_, reason in IMPOSSIBLE_CONFERENCES]
    assert await desk.owed(case) == owed
    assert "conference.called" not in await desk.deeds()

"""How norms are read, which one is in force, and that a published one never changes."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from hub.cases.model import AgencyKind, Duty
from hub.catalogue import LANGUAGES, say
from hub.consent.model import THEMES
from hub.law import book, rules
from hub.law.book import known_law
from hub.law.model import Effect, Layer, Norm, NormId, Note, Way
from tests.clock import MONDAY

PUBLISHED = Path(__file__).with_name("published-law.txt")
FILES = sorted(Path(book.__file__).parent.glob("*.toml"))
BLINK = timedelta(microseconds=1)
GOOD = """
code = "TEST1"
version = 1
paragraph = "§ 1 TestG"
effect = "permits"
valid_from = 2026-01-01T00:00:00+01:00
valid_until = 2027-01-01T00:00:00+01:00
checked = "unchecked"
source = "nowhere"

[[transmission]]
way = "share"
senders = ["section-35"]
recipients = ["any"]
notes = ["necessity"]
lifts = ["entrusted"]
themes = ["school"]
duty = "child-protection-expert"
"""
LIMIT = """
[[limit]]
of = ["TEST1"]
senders = ["any"]
recipients = ["school"]
notes = ["pseudonymised"]
"""


def changed(old: str, new: str) -> str:
    assert old in GOOD
    return GOOD.replace(old, new)


def norm(version: int = 1, *, code: str = "TEST1", **other: object) -> Norm:
    read = rules.norm("TEST1-1.toml", GOOD)
    return replace(read, id=NormId(code, version), **other)  # type: ignore[arg-type]


# The files.


def test_a_published_version_never_changes() -> None:
    # Newer law is another file; this list only ever grows.
    now = {file.name: sha256(file.read_bytes()).hexdigest() for file in FILES}

    lines = (line.split() for line in PUBLISHED.read_text("utf-8").splitlines())
    published = {name: hash_ for hash_, name in lines}

    assert now == published


def test_every_norm_is_said_in_one_sentence_in_every_language() -> None:
    for id_ in known_law():
        said = {say(language, f"law-{id_.code}") for language in LANGUAGES}

        assert len(said) == len(LANGUAGES), id_
        assert all(one.endswith(".") and id_.code not in one for one in said)


def test_every_norm_of_the_field_is_there() -> None:
    codes = """SOZGEH TASK69 SGB2_50 SGB8_64 SGB8_64_2 SGB8_64_2a SGB8_65 STGB203 SGBX_76 SGBX_67b1 CONSENT
        SECREL KKG4_2 KKG4_3 KKG4_4 SGB8_8a SGBX_71 SGB8_36 SGB8_36b_41 SGB2_15 SGB2_51a SGB2_16h SGB2_18
        SGB8_81 SGB8_13_4 KKG3 SGB3_368 SGB3_31a SGB8_13a SGB8_8_3 SGB8_62 SGBX_67a SGBX_78 SGBX_79 SGBX_80
        SGBX_83_84 SGBX_83a SGB8_9b SGBX_25_13 SGBI_36 SGBI_36a GDPR"""

    assert {id_.code for id_ in known_law()} == set(codes.split())


def test_no_general_basis_lifts_a_stronger_secrecy() -> None:
    lifting = {str(one.id) for one in known_law().values() for way in one.transmissions if way.lifts}

    assert lifting == {"SGB8_65@1", "KKG4_2@1", "KKG4_3@1"}


def test_norms_name_only_themes_there_are() -> None:
    named = {theme for one in known_law().values() for way in one.transmissions for theme in way.themes}

    assert named <= THEMES.keys()


def test_only_the_youth_office_receives_warnings() -> None:
    ways = [way for one in known_law().values() for way in one.transmissions if way.way is Way.WARNING]

    assert {kind for way in ways for kind in way.recipients} == {AgencyKind.YOUTH_OFFICE}


def test_what_grants_social_benefits_keeps_social_secrecy() -> None:
    bound = {kind.value for kind in AgencyKind if kind.keeps_social_secrecy}

    assert bound == {"jobcenter", "youth-office", "social-office", "employment-agency"}


# Reading one.


def test_a_norm_is_read_as_it_is_written() -> None:
    read = rules.norm("TEST1-1.toml", GOOD)

    (way,) = read.transmissions
    assert (str(read.id), read.paragraph, read.effect) == ("TEST1@1", "§ 1 TestG", Effect.PERMITS)
    assert read.valid_from == datetime(2025, 12, 31, 23, tzinfo=UTC)
    assert AgencyKind.UNKNOWN not in way.recipients | way.senders
    assert way.senders == {kind for kind in AgencyKind if kind.keeps_social_secrecy}
    assert way.notes == {Note.NECESSITY}
    assert way.lifts == {Layer.ENTRUSTED}
    assert way.themes == {"school"}
    assert way.duty is Duty.CHILD_PROTECTION_EXPERT
    assert not way.special


def test_a_norm_that_limits_others_is_read_as_it_is_written() -> None:
    text = changed('"permits"', '"limits"').partition("[[")[0] + LIMIT

    (limit,) = rules.norm("TEST1-1.toml", text).limits

    assert limit.of == {"TEST1"}
    assert limit.recipients == {AgencyKind.SCHOOL}
    assert limit.notes == {Note.PSEUDONYMISED}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("= =", "no TOML"),
        (changed("version = 1", 'version = "one"'), "version"),
        (changed("version = 1", "version = 0"), "version"),
        (changed("version = 1", "version = 2"), "holds TEST1@2"),
        (changed('code = "TEST1"', "code = 1"), "no code"),
        (changed('code = "TEST1"', ""), "no code"),
        (changed('"§ 1 TestG"', '""'), "no paragraph"),
        (changed('"permits"', '"allows"'), "'allows' is no Effect"),
        (changed('effect = "permits"', ""), "None is no Effect"),
        (changed('"unchecked"', '"sure"'), "Checked"),
        (changed("2026-01-01T00:00:00+01:00", "2026-01-01"), "valid_from"),
        (changed("2026-01-01T00:00:00+01:00", "2026-01-01T00:00:00"), "valid_from"),
        (changed("2027-01-01T00:00:00+01:00", "2026-01-01T00:00:00+01:00"), "ends before"),
        (changed("checked =", "valid_after = 1\nchecked ="), "valid_after"),
        (changed('way = "share"', 'way = "gossip"'), "Way"),
        (changed('way = "share"', 'wya = "share"'), "wya"),
        (changed('["section-35"]', '["circus"]'), "AgencyKind"),
        (changed('["section-35"]', '["unknown"]'), "unknown"),
        (changed('["section-35"]', "[]"), "no kinds"),
        (changed('senders = ["section-35"]', ""), "no kinds"),
        (changed('["necessity"]', '["haste"]'), "Note"),
        (changed('["necessity"]', "[]"), "without its necessity"),
        (changed('["necessity"]', '["necessity", "told-before"]'), "told before"),
        (changed('"share"', '"warning"'), "told before"),
        (changed('"permits"', '"duty"'), "duty permits nothing"),
        (changed('"permits"', '"secrecy"\nraises = "gossip"'), "Layer"),
        (changed('"permits"', '"permits"\nraises = "entrusted"'), "raises no secrecy"),
        (GOOD.partition("[[")[0], "to nobody"),
        (GOOD + LIMIT, "limits nothing"),
    ],
)
def test_a_malformed_file_is_refused_and_says_why(text: str, why: str) -> None:
    with pytest.raises(AssertionError, match=why) as error:
        rules.norm("TEST1-1.toml", text)

    assert str(error.value).startswith("TEST1-1.toml")


# Which one is in force.


def test_a_norm_is_in_force_from_its_first_instant_and_not_at_its_last() -> None:
    only = norm()
    known, ends = rules.law([only]), only.valid_until
    assert ends is not None

    assert not rules.in_force(known, only.id, only.valid_from - BLINK)
    assert rules.in_force(known, only.id, only.valid_from)
    assert rules.in_force(known, only.id, ends - BLINK)
    assert not rules.in_force(known, only.id, ends)


def test_a_newer_version_ends_the_one_before_it_by_beginning() -> None:
    first, second = norm(1, valid_until=None), norm(2, valid_from=MONDAY, valid_until=None)
    known = rules.law([second, first])

    assert rules.newest(known, "TEST1", MONDAY - BLINK) == first.id
    assert rules.newest(known, "TEST1", MONDAY) == second.id
    assert not rules.in_force(known, first.id, MONDAY)


def test_an_old_version_does_not_come_back_when_the_newer_one_ends() -> None:
    first = norm(1, valid_until=None)
    second = norm(2, valid_from=MONDAY, valid_until=MONDAY + timedelta(days=1))

    assert rules.newest(rules.law([first, second]), "TEST1", MONDAY + timedelta(days=2)) is None


def test_a_norm_nobody_knows_is_never_in_force() -> None:
    assert rules.newest(known_law(), "TEST1", MONDAY) is None
    assert not rules.in_force(known_law(), NormId("TASK69", 99), MONDAY)


def test_no_version_stands_there_twice_nor_older_than_the_one_before() -> None:
    with pytest.raises(AssertionError, match="twice"):
        rules.law([norm(), norm()])
    with pytest.raises(AssertionError, match="no newer"):
        rules.law([norm(1), norm(2)])


def test_a_norm_limits_only_norms_there_are() -> None:
    limiting = rules.norm("TEST1-1.toml", changed('"permits"', '"limits"').partition("[[")[0] + LIMIT)

    assert rules.law([limiting])
    with pytest.raises(AssertionError, match="TEST1"):
        rules.law([replace(limiting, id=NormId("TEST2", 1))])


def test_a_stronger_secrecy_is_cited_by_the_paragraphs_it_rests_on() -> None:
    assert rules.held_by(known_law(), Layer.ENTRUSTED, MONDAY) == "§ 65 Abs. 1 SGB VIII"
    assert rules.held_by(known_law(), Layer.PROFESSIONAL, MONDAY) == "§ 76 Abs. 1 SGB X, § 203 StGB"

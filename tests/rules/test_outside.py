"""Which addresses are asked at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.errors import Refused
from hub.outside.address import LONGEST, Address, moved, read_address

NO_ADDRESS = Refused("calendar-address")


@pytest.mark.parametrize(
    ("typed", "host", "target"),
    [
        ("https://kalender.example/a.ics", "kalender.example", "/a.ics"),
        ("  HTTPS://Kalender.Example:443/A.ics?key=1%2F2#x ", "kalender.example", "/A.ics?key=1%2F2"),
        ("https://kalender.example", "kalender.example", "/"),
        ("https://kalender.example?a=b", "kalender.example", "/?a=b"),
        # The name with a dot behind it is the same name.
        ("https://kalender.example./a", "kalender.example", "/a"),
        ("https://bücher.example/ü", "xn--bcher-kva.example", "/%C3%BC"),
        # What calendar programs show.
        ("webcal://kalender.example/a.ics", "kalender.example", "/a.ics"),
        ("https://[2606:4700::1111]/a", "2606:4700::1111", "/a"),
        ("https://1.1.1.1/a", "1.1.1.1", "/a"),
    ],
)
def test_an_https_address_is_read(typed: str, host: str, target: str) -> None:
    assert read_address(typed) == Address(host, target)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "kalender.example/a.ics",
        "http://kalender.example/a.ics",
        "ftp://kalender.example/a.ics",
        "file:///etc/passwd",
        "https:///a.ics",
        "https://kalender.example:8443/a.ics",
        "https://kalender.example:0/a.ics",
        "https://kalender.example:port/a.ics",
        "https://bo@kalender.example/a.ics",
        "https://bo:geheim@kalender.example/a.ics",
        "https://@kalender.example/a.ics",
        "https://kalender.example\\@inside.example/a.ics",
        "https://kalender.example /a.ics",
        "https://kalender.example/\r\nHost: inside.example",
        "https://kalender.example/\x00",
        # Written so that one program takes them for a name and another one for a number.
        "https://2130706433/",
        "https://0x7f000001/",
        "https://0x7f.1/",
        "https://0177.0.0.1/",
        "https://127.1/",
        "https://1.1.1.256/",
        "https://１２７.1/",
        "https://kalender.0x1/",
        "https://%6c%6f%63%61%6c%68%6f%73%74/",
        "https://localhost%00.example/",
        "https://[fe80::1%25eth0]/",
        "https://[fe80::1%eth0]/",
        "https://[::1/",
        "https://[v1.a]/",
        "https://kalender..example/",
        "https://.kalender.example/",
        "https://-kalender.example/",
        "https://kalender_.example/",
        f"https://{'a' * 64}.example/",
        "https://kalender.example/" + "a" * LONGEST,
        # Beyond the end of Unicode's own tables.
        "https://\U000e0100.example/",
    ],
)
def test_what_is_no_plain_https_address_is_refused(typed: str) -> None:
    assert read_address(typed) == NO_ADDRESS


@given(st.text())
def test_whatever_is_typed_is_an_address_or_refused(text: str) -> None:
    for typed in (text, f"https://{text}", f"https://kalender.example/{text}"):
        read = read_address(typed)
        assert isinstance(read, Refused) or (read.whole.isascii() and read_address(read.whole) == read)


def test_an_address_does_not_say_by_the_way_what_is_asked_for() -> None:
    assert "geheim" not in repr(read_address("https://kalender.example/geheim.ics"))


@pytest.mark.parametrize(
    ("to", "expected"),
    [
        ("/b.ics", Address("kalender.example", "/b.ics")),
        ("b.ics", Address("kalender.example", "/a/b.ics")),
        ("//other.example/b.ics", Address("other.example", "/b.ics")),
        ("https://other.example/b.ics", Address("other.example", "/b.ics")),
        ("http://kalender.example/b.ics", NO_ADDRESS),
        ("https://kalender.example:8443/b.ics", NO_ADDRESS),
        ("https://bo@kalender.example/", NO_ADDRESS),
        ("file:///etc/passwd", NO_ADDRESS),
        ("//[", NO_ADDRESS),
    ],
)
def test_where_somebody_is_sent_is_read_as_strictly(to: str, expected: Address | Refused) -> None:
    assert moved(Address("kalender.example", "/a/a.ics"), to) == expected


def test_from_a_machine_without_a_name_one_is_sent_on_as_well() -> None:
    assert moved(Address("2606:4700::1111", "/a"), "/b") == Address("2606:4700::1111", "/b")


@pytest.mark.parametrize(
    ("host", "number"),
    [("1.1.1.1", "1.1.1.1"), ("2606:4700::1111", "2606:4700::1111"), ("kalender.example", None)],
)
def test_whether_a_number_was_typed_or_a_name(host: str, number: str | None) -> None:
    said = Address(host, "/").number

    assert (str(said) if said else None) == number

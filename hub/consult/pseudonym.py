"""Whether an excerpt still names somebody: a search for what the hub knows, and no more than that.

It finds what people overlook: a name that slipped through, inflected, without its accents. Whether somebody
can be recognised by what happened to them only a person can tell, so a person reads it once more.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

from hub.consult.model import Known, Trace

# What hangs on a German name: Lenas, Maxens, Brandts, die Brandtsche.
_ENDINGS = ("", "s", "es", "n", "en", "ns", "ens", "e", "chen", "sche", "schen", "scher")
# A longer name is found in whatever begins with it.
_LONG = 5
# Parts of names that are words of every text; with the rest of the name they are found.
_EVERYDAY = re.compile(
    "al|am|an|auf|aus|bei|bin|da|das|de|del|dem|den|der|des|di|die|do|dos|du|ein|el|er|es|im|in|ist|ja|la|le|"
    "man|mit|oder|sie|so|um|und|van|vom|von|was|wie|wo|zu|zum|zur"
)
_LEGAL_FORMS = frozenset(("e", "v", "ev", "gmbh", "ggmbh", "mbh", "ag"))
_LETTERS = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"})
_APOSTROPHES = re.compile("['’ʼ‘`´]")
_WORD = re.compile(r"[^\W_]+")
_MONTHS = {
    "jan": 1,
    "feb": 2,
    "mar": 3,
    "apr": 4,
    "mai": 5,
    "may": 5,
    "jun": 6,
    "jul": 7,
    "aug": 8,
    "sep": 9,
    "okt": 10,
    "oct": 10,
    "nov": 11,
    "dez": 12,
    "dec": 12,
}
_MONTH = rf"({'|'.join(_MONTHS)})[a-z]*"
_BY_NUMBERS = re.compile(r"(?<!\d)(\d{1,4})\s?[./-]\s?(\d{1,2})(?:\s?[./-]\s?(\d{4}|\d{2})?)?(?!\d)")
_DAY_FIRST = re.compile(rf"(?<!\d)(\d{{1,2}})\.?\s*{_MONTH}\.?\s*(\d{{4}}|\d{{2}})?(?!\d)")
_MONTH_FIRST = re.compile(rf"\b{_MONTH}\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s*(\d{{4}})?(?!\d)")
_ADDRESS = re.compile(r"\w@|@\w|://|\bwww\.", re.IGNORECASE)
# A telephone, a file number, a bank account; not a sum of money or a year.
_NUMBER = re.compile(r"(?:\d[ /-]?){7,}")


def traces(paragraphs: Iterable[str], known: Known) -> tuple[Trace, ...]:
    """What of a case is still in a text, each kind once; nothing if nothing was found."""
    text = "\n".join(paragraphs)
    return tuple(trace for trace, looks in _LOOKS.items() if looks(text, known))


def _names_client(text: str, known: Known) -> bool:
    return _names(text, [known.client])


def _names_party(text: str, known: Known) -> bool:
    return _names(text, known.parties)


def _names_professional(text: str, known: Known) -> bool:
    return _names(text, known.professionals)


def _names(text: str, people: Iterable[str]) -> bool:
    said = _words(text)
    return any(_is_named(said, person) for person in people)


def _is_named(said: Sequence[str], person: str) -> bool:
    parts = _words(person)
    alone = [part for part in parts if len(part) > 1 and not _EVERYDAY.fullmatch(part)]
    if any(_is_form_of(word, part) for word in said for part in alone):
        return True
    return _follow(said, parts) or "".join(parts) in said


def _is_form_of(word: str, name: str) -> bool:
    if len(name) >= _LONG:
        return word.startswith(name)
    return any(word == name + ending for ending in _ENDINGS)


def _names_agency(text: str, known: Known) -> bool:
    said = _words(text)
    return any(_follow(said, _without_legal_form(_words(agency))) for agency in known.agencies)


def _without_legal_form(name: Sequence[str]) -> Sequence[str]:
    return [word for word in name if word not in _LEGAL_FORMS]


def _names_label(text: str, known: Known) -> bool:
    said, label = _words(text), _words(known.label)
    return _follow(said, label) or "".join(label) in said


def _follow(said: Sequence[str], phrase: Sequence[str]) -> bool:
    """Whether these words stand there one behind the other, each in any form: des Jobcenters Musterstadt."""
    places = range(len(said) - len(phrase) + 1) if phrase else ()
    return any(all(map(_is_form_of, said[at:], phrase)) for at in places)


def _names_birthday(text: str, known: Known) -> bool:
    said = list(_days(_folded(text)))
    return any(_is_day(day, born) for day in said for born in known.birthdays)


Day = tuple[int, int, int | None]
"""Day, month and, where it is said, the year; of two digits as well as of four."""


def _days(text: str) -> Iterator[Day]:
    for one, two, three in _BY_NUMBERS.findall(text):
        if len(one) > 2:
            yield _day(three, two, one)
            continue
        # 31.5. and 5/31 alike: who reads it will not ask in which country it was written.
        yield _day(one, two, three)
        yield _day(two, one, three)
    for day, month, year in _DAY_FIRST.findall(text):
        yield int(day), _MONTHS[month], _number(year)
    for month, day, year in _MONTH_FIRST.findall(text):
        yield int(day), _MONTHS[month], _number(year)


def _day(day: str, month: str, year: str) -> Day:
    return int(day or 0), int(month), _number(year)


def _number(year: str) -> int | None:
    return int(year) if year else None


def _is_day(said: Day, born: date) -> bool:
    day, month, year = said
    return (day, month) == (born.day, born.month) and year in (None, born.year, born.year % 100)


def _has_address(text: str, _known: Known) -> bool:
    return _ADDRESS.search(text) is not None


def _has_number(text: str, _known: Known) -> bool:
    return _NUMBER.search(_BY_NUMBERS.sub(" ", text)) is not None


_LOOKS: dict[Trace, Callable[[str, Known], bool]] = {
    Trace.CLIENT: _names_client,
    Trace.PARTY: _names_party,
    Trace.BIRTHDAY: _names_birthday,
    Trace.LABEL: _names_label,
    Trace.PROFESSIONAL: _names_professional,
    Trace.AGENCY: _names_agency,
    Trace.ADDRESS: _has_address,
    Trace.NUMBER: _has_number,
}


def _words(text: str) -> Sequence[str]:
    """The words of a text as they are compared; what an apostrophe parts both parted and in one."""
    folded = _folded(text)
    parted, joined = _WORD.findall(_APOSTROPHES.sub(" ", folded)), _WORD.findall(_APOSTROPHES.sub("", folded))
    return parted if parted == joined else [*parted, *joined]


def _folded(text: str) -> str:
    """Without case, accents and what cannot be seen; ä, ae and a are one."""
    # Folded twice: what is a letter in another shape (𝐉, ⓙ) is a capital only once it is one at all.
    folded = unicodedata.normalize("NFKD", text).casefold().translate(_LETTERS)
    plain = unicodedata.normalize("NFKD", folded)
    seen = "".join(letter for letter in plain if unicodedata.category(letter) not in ("Mn", "Cf"))
    return seen.replace("ae", "a").replace("oe", "o").replace("ue", "u")

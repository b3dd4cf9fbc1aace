"""What stands below a post in the client's language, where it carries what people wrote themselves.

The hub translates its own words and nobody else's: those stand above, to the letter, and here it is said so.
"""

from dataclasses import replace
from html import escape

from bots import words
from hub.catalogue import say
from hub.conference.told import Agenda, AlmostOver, Change, Told, Turn
from hub.consult.model import Posting
from hub.matrix.wire import Json
from hub.minutes.model import Posting as MinutesPosting


def agenda(posted: Agenda, above: str, language: str) -> Json:
    """The agenda, with how many topics stand above, in the hub's language."""
    return _noted(words.agenda(_bare(posted), language), posted, above, language)


def of_conference(told: Told, above: str, language: str) -> Json:
    """How a conference goes; of a reason, or an item of an agency's own, that it is not translated."""
    match told:
        case Agenda():
            return _noted(words.of_conference(_bare(told), language), told, above, language)
        case Change():
            return _with(words.of_conference(told, language), say(language, "below-not-translated"))
        case Turn() | AlmostOver() if told.item.text:
            return _with(words.of_conference(told, language), say(language, "below-not-translated"))
        case _:
            return words.of_conference(told, language)


def minutes(posted: MinutesPosting, above: str, language: str) -> Json:
    """Which version it is and until when one may object, with how many entries stand above."""
    version, said = posted.minutes.version, words.head_of_minutes(posted, language)
    if not words.has_whole_minutes(posted, above):
        long = say(language, "minutes-too-long", case=posted.file.case.label, entries=len(version.entries))
        return _with(said, long)
    number = len(version.entries) + len(version.objections)
    return _with(said, say(language, "below-entries", number=number)) if number else said


def answer(posting: Posting, language: str) -> Json:
    """Who was asked and what; what they answered stands above."""
    said = words.answer(replace(posting, answer=()), language)
    return _with(said, say(language, "below-not-translated"))


def _bare(posted: Agenda) -> Agenda:
    return replace(posted, topics=(), deviations=())


def _noted(said: Json, posted: Agenda, above: str, language: str) -> Json:
    number = len(posted.topics) + len(posted.deviations)
    if number and posted.is_news:
        is_whole = words.has_whole_agenda(posted, above)
        long = say(language, "agenda-too-long", topics=posted.wanted)
        said = _with(said, say(language, "below-topics", number=number) if is_whole else long)
    if any(item.text for item in posted.items):
        said = _with(said, say(language, "below-not-translated"))
    return said


def _with(said: Json, text: str) -> Json:
    longer = said | {"body": f"{said['body']}\n{text}"}
    if "formatted_body" not in said:
        # Cut, for it was too long.
        return longer
    return longer | {"formatted_body": f"{said['formatted_body']}<p>{escape(text)}</p>"}

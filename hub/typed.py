"""What people type, fit to be kept and to be shown on any screen."""

from hub.errors import Refused


def showable(text: str, *, most: int) -> str | Refused:
    """The text without blanks around it; refused if empty, too long, or if it could play tricks.

    Line breaks, control characters and changes of direction could make one entry look like two.
    """
    kept = text.strip()
    if not kept or len(kept) > most or not kept.isprintable():
        return Refused("unshowable-text", {"given": ascii(text)[:60], "most": str(most)})
    return kept

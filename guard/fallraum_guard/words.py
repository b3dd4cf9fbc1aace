"""The sentence for each refusal, in the language that the operator chose."""

import tomllib
from collections.abc import Mapping
from importlib.resources import files

from fallraum_guard.rules import Reason

LANGUAGES = ("de", "en")


def sentences(language: str) -> Mapping[Reason, str]:
    """Every sentence of a language."""
    told = tomllib.loads((files("fallraum_guard") / "words" / f"{language}.toml").read_text("utf-8"))
    return {Reason(reason): sentence for reason, sentence in told.items()}

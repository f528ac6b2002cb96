"""The words, patterns and cues by which a typed text is understood: data of the language staff write in.

They lie in `typed/` of the language's folder (`knowledge/english/typed/<subject>.toml`, one file for the module that
asks). A language that brings only some of them understands English for the rest; groups named in a pattern
(`?P<place>`) are what the code takes out of it, so each language names the same ones.
"""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from knowledge.text.language import LANGUAGE, STANDARD, Language, read_language

_ENGLISH = Path(str(resources.files("knowledge"))) / STANDARD


def read_typed(folder: Path) -> Language:
    """What is understood in the language whose folder this is; English where it says nothing."""
    return read_language(_ENGLISH / "typed", folder / "typed")


TYPED = read_typed(LANGUAGE.folder)

"""What one language brings, as data in a folder of its own: words, cues and patterns of reading and of asking.

`LANGUAGE` is the language the policies are written in. Each `<subject>.toml` of its folder holds entries by name;
code asks for "subject.name". Another language is another folder with the same names, and no change of code: the
setting COUNTERPOISE_POLICY_LANGUAGE names it.
"""

from __future__ import annotations

import hashlib
import os
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

VARIABLE = "COUNTERPOISE_POLICY_LANGUAGE"
STANDARD = "english"
_INCLUDED = re.compile(r"\{\{(any )?(\w+\.\w+)\}\}")
_LINE_BREAK = re.compile(r"\n\s*")

Entry = str | Sequence[str] | Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Language:
    """One language: the folder its data files lie in, and every entry of its tables.

    Asking for a name that its folder does not hold raises KeyError.
    """

    folder: Path
    entries: Mapping[str, Entry]
    stamp: str
    """A hash over all entries, for the key of whatever is kept of what was made by them."""

    def text(self, key: str) -> str:
        """A pattern as a text, for putting into another; `{{subject.name}}` in it stands for another entry.

        `{{any subject.name}}` stands for a choice of the words of a list or of the names of a table.
        """
        entry = self.entries[key]
        if not isinstance(entry, str):
            raise KeyError(key)
        return self._whole(entry)

    def pattern(self, key: str) -> re.Pattern[str]:
        """A pattern that does not mind capitals."""
        return re.compile(self.text(key), re.IGNORECASE)

    def exact(self, key: str) -> re.Pattern[str]:
        """A pattern in which a capital is a capital."""
        return re.compile(self.text(key))

    def words(self, key: str) -> tuple[str, ...]:
        """A list of words, in order; between bars, or each for itself, where they are phrases."""
        entry = self.entries[key]
        if isinstance(entry, Mapping):
            raise KeyError(key)
        if not isinstance(entry, str):
            return tuple(entry)
        return tuple(_LINE_BREAK.sub("", entry).split("|") if "|" in entry else entry.split())

    def patterns(self, key: str) -> Mapping[str, re.Pattern[str]]:
        """Patterns under names of our own, in order; none minds capitals."""
        return {name: re.compile(text, re.IGNORECASE) for name, text in self.table(key).items()}

    def several(self, key: str) -> tuple[str, ...]:
        """Patterns of which any may fit, each as a text; one alone stands without brackets."""
        entry = self.entries[key]
        if isinstance(entry, Mapping):
            raise KeyError(key)
        return tuple(self._whole(text) for text in ([entry] if isinstance(entry, str) else entry))

    def any_of(self, key: str) -> re.Pattern[str]:
        """One pattern for any of several, in which a capital is a capital."""
        return re.compile("|".join(f"(?:{one})" for one in self.several(key)))

    def table(self, key: str) -> Mapping[str, str]:
        """Entries under names of our own, each a text; in order."""
        entry = self.entries[key]
        if not isinstance(entry, Mapping):
            raise KeyError(key)
        return {name: self._whole(text) for name, text in entry.items()}

    def _whole(self, text: str) -> str:
        return _INCLUDED.sub(
            lambda match: self._included(match[2], is_list=bool(match[1])), _LINE_BREAK.sub("", text)
        )

    def _included(self, key: str, *, is_list: bool) -> str:
        if not is_list:
            return self.text(key)
        return "|".join(self.table(key) if isinstance(self.entries[key], Mapping) else self.words(key))


def read_language(*folders: Path) -> Language:
    """Read the tables of a language's folder; of several, a later one puts its entries in place of an earlier one's."""
    files = [file for folder in folders for file in sorted(folder.glob("*.toml"))]
    entries = {
        f"{file.stem}.{name}": entry
        for file in files
        for name, entry in tomllib.loads(file.read_text("utf-8")).items()
    }
    # Not the files: a checkout on Windows ends its lines in another way and is the same language.
    return Language(folders[-1], entries, hashlib.sha256(repr(sorted(entries.items())).encode()).hexdigest())


def _chosen() -> Path:
    """The folder named in the environment, beside this package's or anywhere; ours for English without one.

    Raises LookupError for a folder that holds no language.
    """
    folder = Path(str(resources.files("knowledge"))) / os.environ.get(VARIABLE, STANDARD)
    if not (folder / "terms.toml").is_file():
        raise LookupError(f"{VARIABLE} names {folder}, which holds no language: terms.toml is missing.")
    return folder


LANGUAGE = read_language(_chosen())
CAPITALS, LETTERS = LANGUAGE.text("terms.capitals"), LANGUAGE.text("terms.letters")
"""What stands between the brackets of a class of characters."""


def shipped_text(name: str) -> str:
    """The content of a data file of the language."""
    return (LANGUAGE.folder / name).read_text("utf-8")


@cache
def shipped(name: str) -> str:
    """The content of a data file of the language, hashed."""
    return hashlib.sha256((LANGUAGE.folder / name).read_bytes()).hexdigest()


@cache
def known_words() -> Mapping[str, int]:
    """Words of the language with their rank by frequency, 0 the most frequent."""
    return {word: rank for rank, word in enumerate(shipped_text("words.txt").split())}

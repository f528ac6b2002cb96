"""Reads the folder `letters`: one Word file for a kind of letter and a language, refused with paragraph and reason.

letters/notice.en.docx     kinds: warning, notice, review, lifting, position, acknowledgement
letters/notice.fr-CA.docx  a language, or a language and a country
"""

from __future__ import annotations

import re
from pathlib import Path

from babel import Locale, UnknownLocaleError

from foundation.datafile import DataFileError, Mistakes
from foundation.plain_files import TooLarge, read_plain
from incidents.papers.places import places
from incidents.papers.word_checks import LARGEST, TemplateRefused
from incidents.papers.word_letter import left_out_with, paragraph_of, read_template
from incidents.rules.letters import (
    NEEDED,
    NO_LETTERS,
    OPTIONAL,
    POSSIBLE,
    CustomerLetter,
    LetterTemplate,
    LetterTemplates,
)

FOLDER = "letters"
_NAME = re.compile(r"(?P<kind>[a-z_]+)\.(?P<language>[a-z]{2,3}(?:-[A-Z]{2})?)\.docx")
_WRITTEN = frozenset(
    {".docx", ".docm", ".doc", ".dotx", ".dotm", ".dot", ".odt", ".ott", ".rtf", ".pages", ".wps"}
)
"""What programs for letters write: somebody meant it as a letter, and hears why it is none."""
_KINDS = {one.value: one for one in CustomerLetter if one is not CustomerLetter.COUNCIL}
_NAMED = "notice.en.docx: one of " + ", ".join(_KINDS) + ", then the language, then .docx"


def load_letters(folder: Path) -> LetterTemplates:
    """Read every template; an organisation without the folder has none. Raises DataFileError with every mistake."""
    if not folder.is_dir():
        return NO_LETTERS
    mistakes = Mistakes()
    found = {}
    for path in sorted(folder.iterdir()):
        # “~$” is what Word leaves beside a file that is open; a dot begins what no one meant.
        if path.name.startswith(("~$", ".")) or path.suffix.casefold() not in _WRITTEN:
            continue
        with mistakes.noted():
            one = _read(path)
            found[one.kind, one.language] = one
    mistakes.settle()
    return LetterTemplates(found)


def _read(path: Path) -> LetterTemplate:
    file = f"{FOLDER}/{path.name}"
    if path.suffix != ".docx":
        problem = f"“{path.suffix}” is no ending of a letter."
        raise DataFileError(file, 1, problem, "a letter saved as .docx, in small letters", "paragraph")
    named = _NAME.fullmatch(path.name)
    if named is None or named["kind"] not in _KINDS:
        raise DataFileError(file, 1, "The name says no letter.", f"a name such as {_NAMED}", "paragraph")
    try:
        Locale.parse(named["language"], sep="-")
    except UnknownLocaleError:
        problem = f"“{named['language']}” is no language that is known here."
        raise DataFileError(file, 1, problem, "a code such as en, fr or es", "paragraph") from None
    try:
        content = read_plain(path, LARGEST)
        template = LetterTemplate(_KINDS[named["kind"]], named["language"], content, read_template(content))
    except TemplateRefused as error:
        raise DataFileError(file, error.paragraph, error.problem, error.expected, "paragraph") from error
    except TooLarge as error:
        problem = f"The file has {error.size} bytes."
        raise DataFileError(file, 1, problem, f"a file under {LARGEST} bytes", "paragraph") from error
    except OSError as error:
        problem = f"The file cannot be read ({error.strerror})."
        raise DataFileError(
            file, 1, problem, "a Word file that this account can open", "paragraph"
        ) from error
    _check(template, file)
    return template


def _check(template: LetterTemplate, file: str) -> None:
    """Whether it names what can be filled in, and everything it cannot do without."""
    named, possible = places(template.words.every), POSSIBLE[template.kind]
    if unknown := named - possible:
        name = min(unknown)
        problem = f"“{{{name}}}” is nothing that this letter can name."
        expected = "places among " + ", ".join(f"{{{one}}}" for one in sorted(possible))
        raise DataFileError(file, paragraph_of(template.content, name), problem, expected, "paragraph")
    needed = NEEDED.get(template.kind, frozenset())
    if lacking := needed - places(template.words.text):
        names = ", ".join(f"{{{one}}}" for one in sorted(lacking))
        raise DataFileError(
            file,
            1,
            f"The letter does not name {names}.",
            "these places in the text of the letter",
            "paragraph",
        )
    if found := left_out_with(template.content, OPTIONAL, needed):
        number, name, other = found
        problem = f"“{{{name}}}” would be left out together with “{{{other}}}” where there is none of that."
        raise DataFileError(file, number, problem, f"“{{{other}}}” in a paragraph of its own", "paragraph")

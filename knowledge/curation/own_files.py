"""The organisation's own words beside its policies: `questions.yaml`, `synonyms.yaml` and `golden.yaml`.

A mistake in one is refused at the start. While running, what was read from that file before stays in force, and
everything else is read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from foundation.datafile import DataFileError, Mistakes, read_data_file
from knowledge.curation.attached_questions import Attached, read_questions
from knowledge.reading.document import Finding
from knowledge.text.synonyms import Listed, read_listed

QUESTIONS, SYNONYMS, GOLDEN = "questions.yaml", "synonyms.yaml", "golden.yaml"
DATA_FILE = "data-file"
Own = Attached | Listed
Reader = Callable[[Path], Sequence[Own]]


@dataclass(frozen=True, slots=True)
class OwnWords:
    """What the files say; `mistakes` are those for which a former reading stands in."""

    questions: tuple[Attached, ...] = ()
    synonyms: tuple[Listed, ...] = ()
    golden: tuple[Attached, ...] = ()
    mistakes: tuple[DataFileError, ...] = ()


class OwnFiles:
    """The files in each given folder and, for one called `policies`, beside it."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self._paths = tuple(paths)
        self._good: dict[Path, tuple[Own, ...]] = {}
        self._begun = False

    def paths(self, name: str = "") -> list[Path]:
        """Those that are there."""
        folders = self._folders()
        names = (name,) if name else (QUESTIONS, SYNONYMS, GOLDEN)
        return [folder / file for folder in folders for file in names if (folder / file).exists()]

    def beside(self, name: str) -> Path | None:
        """The first of the folders in which a file of this name lies."""
        return next((folder for folder in self._folders() if (folder / name).is_file()), None)

    def _folders(self) -> list[Path]:
        folders = [path for path in self._paths if path.is_dir()]
        return folders + [path.parent for path in folders if path.name == "policies"]

    def read(self) -> OwnWords:
        """Read them all; the first time, a mistake in questions or synonyms raises DataFileError."""
        mistakes: list[DataFileError] = []
        questions = self._entries(QUESTIONS, mistakes, needed=True)
        synonyms = self._entries(SYNONYMS, mistakes, needed=True)
        golden = self._entries(GOLDEN, mistakes, needed=False)
        self._begun = True
        return OwnWords(
            tuple(one for one in questions if isinstance(one, Attached)),
            tuple(one for one in synonyms if isinstance(one, Listed)),
            tuple(one for one in golden if isinstance(one, Attached)),
            tuple(mistakes),
        )

    def _entries(self, name: str, mistakes: list[DataFileError], *, needed: bool) -> list[Own]:
        found: list[Own] = []
        for path in self.paths(name):
            try:
                self._good[path] = tuple(READERS[name](path))
            except DataFileError as error:
                if needed and not self._begun:
                    raise
                mistakes.append(error)
            found += self._good.get(path, ())
        return found


def own_mistakes(policies: Path) -> tuple[DataFileError, ...]:
    """Every mistake in the files that belong to a folder of policies."""
    mistakes, files = Mistakes(), OwnFiles([policies])
    for name, read in READERS.items():
        for path in files.paths(name):
            with mistakes.noted():
                read(path)
    return mistakes.found


def mistake_finding(mistake: DataFileError) -> Finding:
    """A mistake as something to mend."""
    message = f"{mistake.problem} Until it is mended, what was read from this file before stays in force."
    return Finding(mistake.file, f"line {mistake.line}", DATA_FILE, message)


def _golden(path: Path) -> tuple[Attached, ...]:
    """The golden questions that stand on words of a policy (see `golden.read_golden`)."""
    entries = read_data_file(path).entries("golden")
    named = [one for one in entries if one.text("document") and one.text("contains")]
    return tuple(
        Attached(one.text("document"), one.text("contains"), (one.text("ask"),), one) for one in named
    )


READERS: Mapping[str, Reader] = {QUESTIONS: read_questions, SYNONYMS: read_listed, GOLDEN: _golden}

"""Writes the tables of `docs/retrieval.md`: `make figures`, or `python -m knowledge.quality.figures [NAME ...]`.

Every table stands between two marks with its name and is made of sets of questions and rows of weights. The sets
that come with the project can be measured by anybody; tables of sets that are not beside the checkout stay as they are.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from knowledge.library import Library
from knowledge.quality.beir import read_beir
from knowledge.quality.corpus import CORPUS, HELD_OUT, HELD_OUT_DOCUMENTS, corpus_library
from knowledge.quality.evaluate import (
    EvalOutcome,
    EvalReport,
    evaluate,
    evaluate_beir,
    read_questions_file,
    report_of,
)
from knowledge.search.weights import Weights

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "retrieval.md"
SHARED = ROOT.parent / "shared"
OWN = Path(__file__).parent / "own"
DUTIES = {
    "three plain wordings of each": "duties_plain.jsonl",
    "three more, held out": "duties_plain_unseen.jsonl",
    "two in a hurry": "duties.jsonl",
    "one without a word of the clause, held out": "duties_unseen.jsonl",
}
"""What staff ask of each clause of five public policies that guides them; nobody mends by what is held out."""
ROWS = {
    "**shipped**": [],
    "no reranker": ["reread=0"],
    "no intents": ["intent=0", "inside=0", "standard=-0.62"],  # With the line that fits without them.
    "no synonyms": ["synonym=0", "other_words=0"],
    "no repair of typing errors": ["repair=0"],
    "phrases do not stand back": ["phrases=0"],
    "no outside questions": ["outside=0"],
    "no check for the kind asked for": ["not_there=0"],
    "no encoder (the fallback)": ["encoder=0"],
}
SMALL = frozenset(
    {"no repair of typing errors", "phrases do not stand back", "no check for the kind asked for"}
)
"""Rows that say nothing over clean documents and whole sentences."""
HEAD = ("hit@1", "hit@3", "hit@5", "right clause", "AUROC", "wrongly refused", "wrongly answered")
Measured = Callable[[Weights, Path], EvalReport]


def main(names: Sequence[str] = ()) -> None:
    """Measure the tables of these names, or all, and write each row as soon as it is measured."""
    known = (*SETS, *SHIPPED_ALONE)
    unknown = set(names) - set(known)
    if unknown:
        raise SystemExit(f"There is no table “{min(unknown)}”; there are {', '.join(known)}.")
    with TemporaryDirectory(prefix="figures-") as cache:
        for name in names or known:
            alone = SHIPPED_ALONE.get(name)
            for lines in alone(Path(cache)) if alone else _ablation(name, Path(cache)):
                page = PAGE.read_text("utf-8")
                PAGE.write_text(with_table(page, name, "\n".join(lines)), encoding="utf-8")


def with_table(page: str, name: str, table: str) -> str:
    """The page with another table between the marks of that name; one without such marks is refused."""
    start, end = f"<!-- figures: {name} -->", "<!-- end of figures -->"
    pattern = re.compile(rf"(?<={re.escape(start)}\n).*?(?={re.escape(end)})", re.DOTALL)
    if not pattern.search(page):
        raise SystemExit(f"The page has no place “{start}”.")
    return pattern.sub(lambda _: f"{table}\n", page, count=1)


def _sample(weights: Weights, cache: Path) -> EvalReport:
    questions = read_questions_file(OWN / "sample.jsonl")
    policies = ROOT / "organisation" / "policies"
    library = Library.open([policies], cache / "sample", weights=weights)
    return evaluate(questions, library, "the sample town")


def _libraries(weights: Weights, cache: Path) -> EvalReport:
    return _corpus(f"{len(HELD_OUT)} libraries held out", HELD_OUT, weights, cache)


def _documents(weights: Weights, cache: Path) -> EvalReport:
    return _corpus(f"{len(HELD_OUT_DOCUMENTS)} documents held out", HELD_OUT_DOCUMENTS, weights, cache)


def _corpus(title: str, names: Sequence[str], weights: Weights, cache: Path) -> EvalReport:
    outcomes = list[EvalOutcome]()
    for name in names:
        found = corpus_library(name)
        folder = found.written(cache / name / "policies")
        library = Library.open([folder], cache / name / "index", weights=weights)
        outcomes += evaluate(found.questions, library).outcomes
    return report_of(title, outcomes)


def _development(weights: Weights, cache: Path) -> EvalReport:
    library = Library.open([SHARED / "policies"], cache / "development", weights=weights)
    questions = read_questions_file(SHARED / "eval" / "dev.jsonl")
    return evaluate(questions, library, "development questions")


SETS: dict[str, tuple[Measured, Path]] = {
    "sample": (_sample, ROOT / "organisation"),
    "documents": (_documents, CORPUS),
    "libraries": (_libraries, CORPUS),
    "development": (_development, SHARED / "eval" / "dev.jsonl"),
}
"""Each table of rows: what measures it, and what has to be there for that."""


def _ablation(name: str, cache: Path) -> Iterator[list[str]]:
    measured, needed = SETS[name]
    if not needed.exists():
        return
    rows = []
    for said, settings in ROWS.items():
        if needed == CORPUS and said in SMALL:
            continue
        report = measured(Weights().having(settings), cache)
        cells = _cells(report)
        rows.append((said, [f"**{cell}**" for cell in cells] if said.startswith("**") else cells))
        sys.stderr.write(f"{name}: {said} {' '.join(cells)}\n")
        title = f"{report.name} ({report.scores.questions} + {report.refusal.unanswerable})"
        yield table(title, HEAD, rows)


def _cells(report: EvalReport) -> list[str]:
    scores, refusal = report.scores, report.refusal
    shares = (scores.hit1, scores.hit3, scores.hit5, scores.right_clause, refusal.auroc or 0.0)
    percents = (refusal.wrongly_refused, refusal.wrongly_answered)
    return [*(f"{share:.3f}" for share in shares), *(f"{share:.0%}" for share in percents)]


def _public(cache: Path) -> Iterator[list[str]]:
    names = ("scifact", "covidfaq", "mtragun")
    folders = [SHARED / "eval" / name for name in names]
    if all(folder.is_dir() for folder in folders):
        found = [evaluate_beir(read_beir(folder, cache / folder.name)).scores.ndcg10 for folder in folders]
        yield table("nDCG@10", names, [("**shipped**", [f"**{one:.3f}**" for one in found])])


def _duties(cache: Path) -> Iterator[list[str]]:
    if not (SHARED / "policies").is_dir():
        return
    library = Library.open([SHARED / "policies"], cache / "development")
    rows = []
    for said, name in DUTIES.items():
        report = evaluate(read_questions_file(OWN / name), library)
        scores = report.scores
        shares = (scores.hit1, scores.hit3, scores.hit5, scores.right_clause)
        cells = [*(f"{share:.3f}" for share in shares), f"{report.refusal.wrongly_refused:.0%}"]
        rows.append((f"{said} ({scores.questions})", cells))
    yield table("duties", [one for one in HEAD if one not in ("AUROC", "wrongly answered")], rows)


SHIPPED_ALONE: dict[str, Callable[[Path], Iterator[list[str]]]] = {"duties": _duties, "public": _public}
"""Tables of what ships and of nothing else."""


def table(title: str, head: Sequence[str], rows: Sequence[tuple[str, Sequence[str]]]) -> list[str]:
    """The lines of a table in Markdown."""
    lines = [(title, *head), ("---",) * (len(head) + 1), *((said, *cells) for said, cells in rows)]
    return [f"| {' | '.join(cells)} |" for cells in lines]


if __name__ == "__main__":
    main(sys.argv[1:])

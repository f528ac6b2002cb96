"""The commands of knowledge: `ask`, `index` and `eval`; the JSON they print is a kept contract (design, 9)."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from knowledge.passages import Answer, Passage

Knowledge = Annotated[
    Path | None,
    typer.Option("--knowledge", help="Folder with policies; your organisation's by default."),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for scripts.")]
Progress = Callable[[str, int, int], None]


def register(app: typer.Typer) -> None:
    """Add the three commands to the `counterpoise` command."""
    app.command("ask")(ask)
    app.command("index")(index)
    app.command("eval")(evaluate)


def ask(
    question: Annotated[str, typer.Argument(help="What you want to know.")] = "",
    knowledge: Knowledge = None,
    as_json: Json = False,
    batch: Annotated[
        Path | None, typer.Option(help="A JSONL file with “id” and “question” on each line.")
    ] = None,
    cache: Annotated[
        Path | None, typer.Option(help="Folder that keeps the index; your cache folder by default.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=20, help="How many passages at most.")] = 5,
) -> None:
    """Ask the policies. That they do not say is an answer too: the exit code is 0."""
    from knowledge.library import Library

    if bool(question.strip()) == bool(batch):
        _stop("Give a question, or a file of them with --batch.")
    lines = _batch(batch) if batch else []
    with _progress() as progress:
        folder = _folder(knowledge)
        library = Library.open([folder], cache or own_cache([folder]), progress)
    for line in lines:
        found = library.ask(line["question"], limit=limit)
        shown = json.dumps({"id": line["id"], **answer_to_json(found)}, ensure_ascii=False)
        typer.echo(shown if as_json else f"{line['id']}: {_first_line(found)}")
    if lines:
        return
    found = library.ask(question, limit=limit)
    if as_json:
        typer.echo(json.dumps(answer_to_json(found), ensure_ascii=False))
    else:
        _show(found)


def index(
    folders: Annotated[list[Path], typer.Argument(help="Files or folders with policies.")],
    as_json: Json = False,
    cache: Annotated[
        Path | None, typer.Option(help="Folder that keeps the index; your cache folder by default.")
    ] = None,
) -> None:
    """Read and index policies, and list what their owners should mend."""
    from knowledge.library import Library

    with _progress() as progress:
        found = [_existing(folder) for folder in folders]
        library = Library.open(found, cache or own_cache(found), progress)
    warnings = [asdict(finding) for finding in library.findings]
    counts = asdict(library.stats)
    if as_json:
        typer.echo(json.dumps({**counts, "warnings": warnings}, ensure_ascii=False))
        return
    typer.echo(
        f"{counts['files']} files, {counts['sections']} sections, {counts['clauses']} clauses "
        f"in {counts['seconds']:.1f} s."
    )
    for finding in library.findings:
        place = f", {finding.place}" if finding.place else ""
        typer.echo(f"  {finding.document}{place}: {finding.message}")


def evaluate(
    file: Annotated[
        Path | None, typer.Argument(help="A JSONL file of questions with their passages.")
    ] = None,
    knowledge: Knowledge = None,
    beir: Annotated[Path | None, typer.Option(help="A public set in the BEIR layout instead.")] = None,
    as_json: Json = False,
    report: Annotated[Path | None, typer.Option(help="Also write this HTML page.")] = None,
    cache: Annotated[
        Path | None, typer.Option(help="Folder that keeps the index; your cache folder by default.")
    ] = None,
) -> None:
    """Measure how well questions are answered, and refused where nothing answers them."""
    from knowledge import evaluate as measuring
    from knowledge.beir import BadSet, read_beir
    from knowledge.library import Library
    from knowledge.report import html_of

    if bool(file) == bool(beir):
        _stop("Give a file of questions, or a set with --beir.")
    try:
        with _progress() as progress:
            if beir:
                result = measuring.evaluate_beir(
                    read_beir(_existing(beir), cache or own_cache([beir])), progress
                )
            else:
                questions = measuring.read_questions_file(_existing(file or Path()))
                folder = _folder(knowledge)
                library = Library.open([folder], cache or own_cache([folder]), progress)
                result = measuring.evaluate(questions, library, (file or Path()).stem, progress)
    except (BadSet, measuring.BadQuestions) as error:
        _stop(str(error))
    if report:
        report.write_text(html_of(result), encoding="utf-8")
    if as_json:
        typer.echo(json.dumps(result.to_json()))
    else:
        _table(result.to_json())


def own_cache(folders: Sequence[Path]) -> Path | None:
    """The user's cache folder for these policies, so that the next question is quick; None where it cannot be made."""
    names = "\n".join(str(folder.resolve()) for folder in folders)
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = base / "counterpoise" / hashlib.sha256(names.encode()).hexdigest()[:16]
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError:
        return None
    return folder


def answer_to_json(found: Answer) -> dict[str, Any]:
    """An answer by the names of the contract; every passage's text is verbatim and at most 1,200 characters."""
    return {
        "question": found.question,
        "asked": found.asked,
        "answered": found.answered,
        "confidence": found.confidence,
        "missing": found.missing,
        "disagreeing": [list(pair) for pair in found.disagreeing],
        "passages": [_passage(passage) for passage in found.passages],
        "phrases": [asdict(phrase) for phrase in found.phrases],
    }


def _passage(passage: Passage) -> dict[str, Any]:
    overdue = passage.review_overdue_since
    return {
        "document": passage.document,
        "title": passage.title,
        "heading": passage.heading,
        "citation": passage.citation,
        "text": passage.text,
        "clause": passage.clause,
        "lead_in": passage.lead_in,
        "strength": passage.strength.value,
        "score": passage.score,
        "owner": passage.owner,
        "review_overdue_since": overdue.isoformat() if overdue else None,
    }


def _show(found: Answer) -> None:
    from rich.console import Console
    from rich.markup import escape

    console = Console(highlight=False)
    if not found.answered:
        console.print("[bold]Your policies do not say.[/bold] The nearest passages:")
    for number, passage in enumerate(found.passages, start=1):
        label = f" [{passage.strength.value}]" if passage.strength else ""
        console.print(f"\n[bold]{number}. {escape(passage.citation)}{escape(label)}[/bold]")
        if passage.lead_in:
            console.print(escape(passage.lead_in), style="dim")
        console.print(escape(passage.clause or passage.text))
        if passage.review_overdue_since:
            console.print(f"Review overdue since {passage.review_overdue_since:%B %Y}.", style="dim")
    console.print(
        f"\nConfidence {found.confidence:.2f}; from 0.50 on a question counts as answered.", style="dim"
    )


def _first_line(found: Answer) -> str:
    best = found.passages[0].citation if found.passages else "nothing"
    return f"{'answered' if found.answered else 'not answered'} ({found.confidence:.2f}), {best}"


def _table(figures: dict[str, Any]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table("", "questions", "hit@1", "hit@3", "hit@5", "MRR@10", "nDCG@10", title=figures["name"])
    rows = {"all": figures, **figures["kinds"]}
    for name, row in rows.items():
        values = (f"{row[key]:.3f}" for key in ("hit1", "hit3", "hit5", "mrr10", "ndcg10"))
        table.add_row(name, str(row["questions"]), *values)
    console = Console()
    console.print(table)
    refusing = figures["abstention"]
    auroc = "n/a" if refusing["auroc"] is None else f"{refusing['auroc']:.3f}"
    console.print(
        f"Refusing: {refusing['unanswerable']} unanswerable; AUROC {auroc}, precision {refusing['precision']:.2f}, "
        f"recall {refusing['recall']:.2f}, F1 {refusing['f1']:.2f}; wrongly refused "
        f"{refusing['wrongly_refused']:.1%}, wrongly answered {refusing['wrongly_answered']:.1%}."
    )
    console.print(f"A question took {figures['p50_ms']:.1f} ms (median), {figures['p99_ms']:.1f} ms (p99).")


def _batch(path: Path) -> list[dict[str, str]]:
    lines = []
    for number, line in enumerate(_existing(path).read_text("utf-8").splitlines(), start=1):
        if line.strip():
            try:
                plain = json.loads(line)
                lines.append({"id": plain["id"], "question": str(plain["question"])})
            except (ValueError, KeyError, TypeError):
                _stop(f"{path.name}, line {number}: expected an object with “id” and “question”.")
    return lines


def _folder(knowledge: Path | None) -> Path:
    if knowledge is None:
        from adapters.settings import Settings

        knowledge = Settings().organisation / "policies"
    return _existing(knowledge)


def _existing(path: Path) -> Path:
    if not path.exists():
        _stop(f"{path} does not exist.")
    return path


def _stop(sentence: str) -> Any:
    typer.echo(sentence, err=True)
    raise typer.Exit(2)


@contextmanager
def _progress() -> Iterator[Progress | None]:
    """A bar on the terminal's error stream for work that takes long; nothing where nobody watches."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress as Bars
    from rich.progress import TaskID

    with Bars(console=Console(stderr=True), transient=True) as bars:
        tasks: dict[str, TaskID] = {}

        def step(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bars.add_task(what, total=total)
            bars.update(tasks[what], completed=done, total=total)

        yield step

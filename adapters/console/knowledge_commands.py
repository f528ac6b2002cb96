"""The commands `ask` and `index`; the JSON they print is a kept contract (design, 9)."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from adapters.console.eval_command import measure
from adapters.console.policies import (
    Cache,
    Json,
    Knowledge,
    existing,
    own_cache,
    policies_folder,
    progress_bar,
    stop,
)
from knowledge.answers.answer import Answer, Passage
from knowledge.search.encoder import encoder_status
from knowledge.search.reranker import reranker_status

if TYPE_CHECKING:
    from knowledge.library import Library


def register(app: typer.Typer) -> None:
    """Add the three commands to the `counterpoise` command."""
    app.command("ask")(ask)
    app.command("index")(index)
    app.command("eval")(measure)


def ask(
    question: Annotated[str, typer.Argument(help="What you want to know.")] = "",
    knowledge: Knowledge = None,
    as_json: Json = False,
    batch: Annotated[
        Path | None, typer.Option(help="A JSONL file with “id” and “question” on each line.")
    ] = None,
    cache: Cache = None,
    limit: Annotated[int, typer.Option(min=1, max=20, help="How many passages at most.")] = 5,
) -> None:
    """Ask the policies. That they do not say is an answer too: the exit code is 0."""
    from knowledge.library import Library

    if bool(question.strip()) == bool(batch):
        stop("Give a question, or a file of them with --batch.")
    lines = _batch(batch) if batch else []
    with progress_bar() as progress:
        folder = policies_folder(knowledge)
        library = Library.open([folder], cache or own_cache([folder]), progress)
    _say_what_is_missing(library)
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
    cache: Cache = None,
) -> None:
    """Read and index policies, and list what their owners should mend."""
    from knowledge.library import Library

    with progress_bar() as progress:
        found = [existing(folder) for folder in folders]
        library = Library.open(found, cache or own_cache(found), progress)
    _say_what_is_missing(library)
    warnings = [asdict(finding) for finding in library.findings]
    counts = asdict(library.stats)
    if as_json:
        typer.echo(json.dumps({**counts, "warnings": warnings}, ensure_ascii=False))
        return
    typer.echo(
        f"{counts['files']} files, {counts['sections']} sections, {counts['clauses']} clauses "
        f"in {counts['seconds']:.1f} s; a question counts as answered from a margin of {counts['threshold']:.2f}."
    )
    for finding in library.findings:
        place = f", {finding.place}" if finding.place else ""
        typer.echo(f"  {finding.document}{place}: {finding.message}")


def _say_what_is_missing(library: Library) -> None:
    """Say on the error output what it costs to do without a model."""
    if library.index.encoder is None:
        typer.echo(encoder_status(), err=True)
    elif library.index.reranker is None:
        typer.echo(reranker_status(), err=True)


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
    if differing := [str(other + 1) for first, other in found.disagreeing if first == 0]:
        console.print(f"\n[bold]1 and {' and '.join(differing)} differ. Ask an owner which one holds.[/bold]")
    console.print(
        f"\nConfidence {found.confidence:.2f}; from 0.50 on a question counts as answered.", style="dim"
    )


def _first_line(found: Answer) -> str:
    best = found.passages[0].citation if found.passages else "nothing"
    return f"{'answered' if found.answered else 'not answered'} ({found.confidence:.2f}), {best}"


def _batch(path: Path) -> list[dict[str, str]]:
    lines = []
    for number, line in enumerate(existing(path).read_text("utf-8").splitlines(), start=1):
        if line.strip():
            try:
                plain = json.loads(line)
                lines.append({"id": plain["id"], "question": str(plain["question"])})
            except (ValueError, KeyError, TypeError):
                stop(f"{path.name}, line {number}: expected an object with “id” and “question”.")
    return lines

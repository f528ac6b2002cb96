"""The command `eval`: its figures, and golden questions that have to hold."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

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

if TYPE_CHECKING:
    from knowledge.quality.evaluate import EvalOutcome, EvalReport
    from knowledge.search.weights import Weights

GOLDEN = (".yaml", ".yml")


def measure(
    file: Annotated[
        Path | None,
        typer.Argument(help="Questions with their passages: JSONL, or golden questions in YAML."),
    ] = None,
    knowledge: Knowledge = None,
    beir: Annotated[Path | None, typer.Option(help="A public set in the BEIR layout instead.")] = None,
    as_json: Json = False,
    report: Annotated[Path | None, typer.Option(help="Also write this HTML page.")] = None,
    settings: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="NAME=VALUE", help="Measure with another weight; may be repeated."),
    ] = None,
    cache: Cache = None,
) -> None:
    """Measure how well questions are answered, and refused where nothing answers them.

    Golden questions have to hold, every one: where one does not, it is named and the exit code is 1. They are
    asked of the policies beside their file unless another folder is named. Weights are those of
    `knowledge/search/weights.py`.
    """
    from knowledge.quality.golden import broken
    from knowledge.quality.report import html_of

    if bool(file) == bool(beir):
        stop("Give a file of questions, or a set with --beir.")
    golden = file is not None and file.suffix.lower() in GOLDEN
    weights = _weights(settings or ())
    result = (
        _of_a_set(beir, cache, weights) if beir else _of_questions(file or Path(), knowledge, cache, weights)
    )
    if report:
        report.write_text(html_of(result), encoding="utf-8")
    wrong = broken(result.outcomes) if golden else ()
    if as_json:
        failed = {"broken": [asdict(one) for one in wrong]} if golden else {}
        typer.echo(json.dumps({**result.to_json(), **failed}))
    else:
        _table(result.to_json())
        if golden:
            _golden(wrong, len(result.outcomes))
    if wrong:
        raise typer.Exit(1)


def _weights(settings: Sequence[str]) -> Weights:
    from knowledge.search.weights import BadWeight, Weights

    try:
        return Weights().having(settings)
    except BadWeight as error:
        stop(str(error))


def _of_a_set(folder: Path, cache: Path | None, weights: Weights) -> EvalReport:
    from knowledge.quality.beir import BadSet, read_beir
    from knowledge.quality.evaluate import evaluate_beir

    try:
        with progress_bar() as progress:
            found = read_beir(existing(folder), cache or own_cache([folder]))
            return evaluate_beir(found, progress, weights)
    except BadSet as error:
        stop(str(error))


def _of_questions(file: Path, knowledge: Path | None, cache: Path | None, weights: Weights) -> EvalReport:
    from knowledge.library import Library
    from knowledge.quality.evaluate import BadQuestions, evaluate, read_questions_file
    from knowledge.quality.golden import read_golden

    golden = existing(file).suffix.lower() in GOLDEN
    beside = file.parent / "policies"
    folder = policies_folder(beside if golden and not knowledge and beside.is_dir() else knowledge)
    try:
        with progress_bar() as progress:
            questions = read_golden(file) if golden else read_questions_file(file)
            cache = cache or own_cache([folder])
            library = Library.open([folder], cache, progress, weights=weights)
            return evaluate(questions, library, file.stem, progress)
    except BadQuestions as error:
        stop(str(error))


def _table(figures: dict[str, Any]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(
        "", "questions", "hit@1", "hit@3", "hit@5", "right clause", "MRR@10", "nDCG@10", title=figures["name"]
    )
    rows = {"all": figures, **figures["kinds"]}
    for name, row in rows.items():
        values = (f"{row[key]:.3f}" for key in ("hit1", "hit3", "hit5", "right_clause", "mrr10", "ndcg10"))
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


def _golden(wrong: Sequence[EvalOutcome], asked: int) -> None:
    typer.echo(f"{asked - len(wrong)} of {asked} golden questions hold.")
    for one in wrong:
        said = f"answered with {one.found[0]}" if one.answered else "not answered"
        typer.echo(f"  {one.id}: “{one.question}” is {said}.")

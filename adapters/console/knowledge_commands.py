"""The commands `ask` and `index`; the JSON they print is a kept contract (design, 9)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
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
    from bot.messages import Part
    from knowledge.library import Library


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a batch; `prev` are the questions before it in the same conversation, oldest first."""

    id: object
    question: str
    prev: tuple[str, ...] = ()


PHRASES = 2
"""Sentences to say that are shown with an answer."""


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
        Path | None,
        typer.Option(
            help="A JSONL file with “id” and “question” on each line, and “prev” for the turns before."
        ),
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
        found = _in_earnest(_follow(library, line, limit))
        shown = json.dumps({"id": line.id, **answer_to_json(found)}, ensure_ascii=False)
        typer.echo(shown if as_json else f"{line.id}: {_first_line(found)}")
    if lines:
        return
    found = library.ask(question, limit=limit)
    meant = _in_earnest(found)
    if as_json:
        typer.echo(json.dumps(answer_to_json(meant), ensure_ascii=False))
    elif meant is not found:
        _say_not_understood()
    else:
        _show(_with_phrases(found, library))


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
    if expected := _expected(counts):
        typer.echo(f"Expected, without the reranker: {expected}.")
    for finding in library.findings:
        place = f", {finding.place}" if finding.place else ""
        typer.echo(f"  {finding.document}{place}: {finding.message}")


def _expected(counts: Mapping[str, float | None]) -> str:
    """How often the line between answered and not is expected to be wrong; empty while nothing tells."""
    answered, refused = counts["expected_wrongly_answered"], counts["expected_wrongly_refused"]
    said = [] if answered is None else [f"{answered:.0%} of questions on other matters are answered"]
    return " and ".join(said if refused is None else [*said, f"{refused:.0%} of your own examples are not"])


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
        "binds": [one.value for one in passage.bindings],
        "score": passage.score,
        "owner": passage.owner,
        "left_open": list(passage.left_open),
        "review_overdue_since": overdue.isoformat() if overdue else None,
    }


def _with_phrases(found: Answer, library: Library) -> Answer:
    """Sentences to say belong to every answer about a difficult contact, as in chat (D10)."""
    from bot.flows.situations import channel_of, is_difficult

    if found.phrases or found.of_document or not is_difficult(found.question):
        return found
    return replace(found, phrases=library.phrases(found.question, channel_of(found.question)))


def _in_earnest(found: Answer) -> Answer:
    """An answer as in chat: none for a figure of speech alone ("heads will roll"), however alike a policy sounds."""
    from bot.flows.danger_steps import answers_a_figure
    from bot.flows.figures_of_speech import says_only_a_figure

    if not (says_only_a_figure(found.question) or answers_a_figure(found, found.question)):
        return found
    return replace(found, answered=False, confidence=0.0, passages=(), missing="", disagreeing=(), phrases=())


def _say_not_understood() -> None:
    from bot.words import sentence

    typer.echo(sentence("ask.unclear"))


def _show(found: Answer) -> None:
    """Draw an answer as the chat in the terminal does; the section around the first clause only where it answers."""
    from rich.console import Console

    from adapters.console.drawing import laid_out
    from bot.flows.answer_card import differing, phrase_groups, quote, quoted
    from bot.flows.section_list import section_list
    from bot.messages import Heading, Message

    console = Console(highlight=False, markup=False)
    first = found.passages[0] if found.passages else None
    others = [one for one in found.passages if one not in quoted(found)]
    parts: list[Part] = []
    if not found.answered:
        nearest = " The nearest passages:" if found.passages else ""
        parts.append(Heading(f"Your policies do not say.{nearest}"))
    if first is not None:
        around = (*phrase_groups(found.phrases[:PHRASES]), *section_list(first)) if found.answered else ()
        parts += [quote(first), *differing(found), *around]
    if found.answered and others:
        parts.append(Heading("Other passages"))
    parts += [quote(one) for one in others]
    console.print(laid_out(Message("", tuple(parts))))
    console.print(
        f"\nConfidence {found.confidence:.2f}; from 0.50 on a question counts as answered.", style="dim"
    )


def _first_line(found: Answer) -> str:
    best = found.passages[0].citation if found.passages else "nothing"
    return f"{'answered' if found.answered else 'not answered'} ({found.confidence:.2f}), {best}"


def _follow(library: Library, line: _Line, limit: int) -> Answer:
    """The answer to one line as chat gives it: a short question keeps the subject of the turns before it."""
    from bot.flows.asking import ask_together
    from bot.turns import leans

    if line.prev and leans(line.question):
        found = ask_together(library, line.prev, line.question, limit=limit)
        asked = line.question if found.asked == found.question else found.asked
        return replace(found, question=line.question, asked=asked)
    return library.ask(line.question, limit=limit, earlier=line.prev)


def _batch(path: Path) -> list[_Line]:
    lines = []
    for number, line in enumerate(existing(path).read_text("utf-8").splitlines(), start=1):
        if line.strip():
            try:
                plain = json.loads(line)
                before = plain.get("prev") or ()
                before = (before,) if isinstance(before, str) else tuple(str(turn) for turn in before)
                lines.append(_Line(plain["id"], str(plain["question"]), before))
            except (ValueError, KeyError, TypeError, AttributeError):
                stop(f"{path.name}, line {number}: expected an object with “id” and “question”.")
    return lines

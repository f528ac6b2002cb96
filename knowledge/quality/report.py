"""An evaluation as one HTML page without scripts: figures, a histogram of confidence, the misses."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from knowledge.quality.evaluate import EvalOutcome, EvalReport

BARS = 20
_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{name}</title>
<style>
body {{ font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1b1b1b }}
table {{ border-collapse: collapse; width: 100%; margin: 1rem 0 }}
td, th {{ border-bottom: 1px solid #ccc; padding: .3rem .6rem; text-align: left; vertical-align: top }}
.inside {{ fill: #1f5f8b }} .outside {{ fill: #c2571a }}
</style></head><body>
<h1>Evaluation: {name}</h1>
<table><tr><th>questions</th><th>hit@1</th><th>hit@3</th><th>hit@5</th><th>right clause</th><th>MRR@10</th>
<th>nDCG@10</th><th>AUROC</th><th>wrongly refused</th><th>wrongly answered</th><th>p50</th><th>p99</th></tr>
<tr>{figures}</tr></table>
<h2>Confidence</h2>
<p>Blue, upwards: questions the documents answer. Orange, downwards: those they do not. Line: 0.5, from where on a
question counts as answered.</p>
{histogram}
<h2>Misses</h2>
<table><tr><th>id</th><th>question</th><th>what went wrong</th><th>confidence</th><th>found instead</th></tr>
{misses}</table>
</body></html>
"""


def html_of(report: EvalReport) -> str:
    """The page; everything that comes from questions or documents is escaped."""
    scores, refusal = report.scores, report.refusal
    shares = [scores.hit1, scores.hit3, scores.hit5, scores.right_clause, scores.mrr10, scores.ndcg10]
    cells = [str(scores.questions), *(f"{share:.3f}" for share in shares)]
    cells += ["–" if refusal.auroc is None else f"{refusal.auroc:.3f}"]
    cells += [f"{refusal.wrongly_refused:.1%}", f"{refusal.wrongly_answered:.1%}"]
    cells += [f"{report.p50_ms:.1f} ms", f"{report.p99_ms:.1f} ms"]
    return _PAGE.format(
        name=escape(report.name),
        figures="".join(f"<td>{cell}</td>" for cell in cells),
        histogram=_histogram(report.outcomes),
        misses="\n".join(_miss(outcome) for outcome in report.outcomes if _wrong(outcome)),
    )


def _wrong(outcome: EvalOutcome) -> str:
    """What went wrong, or empty."""
    if not outcome.answerable:
        return "answered, but nothing answers it" if outcome.answered else ""
    if not outcome.answered:
        return "refused" + ("" if outcome.rank == 1 else f", right passage at {outcome.rank or 'none of 10'}")
    return "" if outcome.rank == 1 else f"right passage at {outcome.rank or 'none of 10'}"


def _miss(outcome: EvalOutcome) -> str:
    cells = (
        outcome.id,
        outcome.question,
        _wrong(outcome),
        f"{outcome.confidence:.2f}",
        "; ".join(outcome.found),
    )
    return "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>"


def _histogram(outcomes: Sequence[EvalOutcome]) -> str:
    inside, outside = _counts(outcomes, answerable=True), _counts(outcomes, answerable=False)
    tallest = max(*inside, *outside, 1)
    bars = []
    for place in range(BARS):
        up, down = 90 * inside[place] / tallest, 90 * outside[place] / tallest
        left = place * 30
        bars.append(f'<rect class="inside" x="{left}" y="{100 - up:.1f}" width="28" height="{up:.1f}"/>')
        bars.append(f'<rect class="outside" x="{left}" y="102" width="28" height="{down:.1f}"/>')
    label = "Histogram of confidence, answerable above and unanswerable below the line"
    line = '<line x1="300" y1="0" x2="300" y2="200" stroke="#1b1b1b" stroke-dasharray="4"/>'
    return f'<svg viewBox="0 0 600 200" role="img" aria-label="{label}">{"".join(bars)}{line}</svg>'


def _counts(outcomes: Sequence[EvalOutcome], *, answerable: bool) -> list[int]:
    counts = [0] * BARS
    for outcome in outcomes:
        if outcome.answerable is answerable:
            counts[min(int(outcome.confidence * BARS), BARS - 1)] += 1
    return counts

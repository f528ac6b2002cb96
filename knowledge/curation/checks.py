"""What owners should mend that no file shows by itself: related policies that are not here, overdue reviews."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from rapidfuzz import fuzz

from knowledge.answers.citing import overdue_since
from knowledge.reading.document import Document, Finding
from knowledge.text.markup import normal, plain

REVIEW_OVERDUE = "review-overdue"
SAME_NAME = 88  # Likeness (0-100) from which two names of a document are one.


def missing_related(documents: Sequence[Document]) -> Iterator[Finding]:
    """Documents that are named as related and are not among those that were read (P41, J05)."""
    titles = [normal(name) for one in documents for name in (one.facts.title, _stem(one.name)) if name]
    for document in documents:
        for named in document.related:
            if not any(_is_same(normal(named), title) for title in titles):
                message = f"“{plain(named)}” is named as related and is not among the policies."
                yield Finding(document.name, "", "related-missing", message)


def overdue_reviews(documents: Sequence[Document], today: date) -> Iterator[Finding]:
    """Documents whose next review lies behind them (R01, J01)."""
    for document in documents:
        if since := overdue_since(document.facts, today):
            yield Finding(
                document.name, "", REVIEW_OVERDUE, f"The review has been due since {since:%Y-%m-%d}."
            )


def _is_same(named: str, title: str) -> bool:
    """Whether a name is the title, perhaps with a number or "Policy" more or less."""
    if not named or not title:
        return False
    return fuzz.ratio(named, title) >= SAME_NAME or (
        len(title.split()) > 1 and fuzz.token_set_ratio(named, title) >= 100
    )


def _stem(name: str) -> str:
    return name.rsplit("/", 1)[-1].rsplit(".", 1)[0].replace("-", " ").replace("_", " ")

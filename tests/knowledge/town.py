"""A small made-up town hall whose policies the finding tests search; built once a worker."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import numpy as np

from knowledge.library import Library
from knowledge.search import confidence
from knowledge.search.confidence import Judge
from knowledge.search.index import Index

FRONT_DESK = """# Front Desk Policy

Owner: Clerk's Office
Effective Date: 03/2021
Next Review Date: 03/2022

## 1. Telephone

- Answer the telephone within three rings.
- Return calls within 24 hours.
- Avoid leaving a caller on hold.

## 2. Visitors

- All visitors must wear a visitor pass while they are in the building.
- Walk visitors to the washroom and wait for them.

## 3. Confidentiality

Staff should not discuss private matters where the public can hear them.
"""
DIFFICULT = """# Difficult Conversations Policy

## 1. Ending a call

If a caller is abusive, staff may:

- Warn the caller that the conversation will be terminated.
- Terminate the conversation when the abuse goes on.

The supervisor must be notified immediately.

## 2. Phrases you can use

- "I want to help you, and I need you to speak calmly."
- "Let me see what I can do for you today."
- On phone: "I am going to end this call now."
- In person: "Please take a seat while I fetch my manager."

## 3. Answering mail

Letters must be answered within five business days. Calls must be returned within two business days.
"""


def written(folder: Path) -> Path:
    """The policies as files in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "front-desk.md").write_text(FRONT_DESK, encoding="utf-8")
    (folder / "difficult.md").write_text(DIFFICULT, encoding="utf-8")
    return folder


def unfitted(index: Index, _: Path | None = None) -> Judge:
    """The judge of any index: fitting one takes most of the time, and many tests are not about it."""
    vectors = confidence._encoded(index.encoder)
    return Judge(index.weights.standard, vectors, np.ones(len(vectors), np.float32))


@cache
def town() -> Library:
    """The library of the town; read only."""
    return Library.open([written(Path(mkdtemp(prefix="town")))])

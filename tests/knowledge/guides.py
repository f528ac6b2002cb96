"""The guide of a test module (its `GUIDE`) as a library, and what the first answer to a question is."""

from __future__ import annotations

import pytest

from knowledge.library import Library


@pytest.fixture(scope="module")
def library(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Library:
    """A library of one file: the guide of the module that asks."""
    folder = tmp_path_factory.mktemp("guide")
    (folder / "guide.md").write_text(request.module.GUIDE, "utf-8")
    return Library.open([folder])


def answer(library: Library, asked: str) -> tuple[str, bool]:
    """The clause that is quoted first, and whether it stands in a procedure."""
    best = library.ask(asked).passages[0]
    return best.clause, bool(best.procedure)


def check_answer(library: Library, asked: str, begins: str, *, procedure: bool | None = None) -> None:
    """The first answer begins so and, where that is said, stands in a procedure or in none."""
    clause, in_procedure = answer(library, asked)
    assert clause.startswith(begins)
    assert procedure is None or in_procedure is procedure

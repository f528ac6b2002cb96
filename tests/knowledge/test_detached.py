"""An edited clause is in force at once: whatever stood on its former words is detached and named to its owner."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from knowledge.curation.curated import ExampleQuestion, KeptAnswer, Lessons
from knowledge.curation.fitting import Places
from knowledge.library import Library
from knowledge.reading.document import Finding
from knowledge.reading.in_force import is_in_force, not_in_force
from knowledge.reading.policy_files import read_document
from knowledge.reading.readers.extract import Unreadable
from knowledge.search.windows import windows_of
from tests.knowledge.town import unfitted, written

ASKED = "what do I owe a shouting person before I put the receiver down"
ONCE = "# Calls Policy\n\n## 1. Warnings\n\n1.1 Staff must give one calm warning before a call is ended.\n"
TWICE = ONCE.replace("one calm warning", "two calm warnings")
QUESTIONS = f"""questions:
  - document: calls.md
    contains: give one calm warning
    ask: [{ASKED}]
"""
GOLDEN = f"""golden:
  - ask: {ASKED}
    document: calls.md
    contains: give one calm warning
"""
TODAY = date(2026, 6, 1)


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("knowledge.snapshot.judge_for", unfitted)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = written(tmp_path / "policies")
    (folder / "calls.md").write_text(ONCE, "utf-8")
    (tmp_path / "questions.yaml").write_text(QUESTIONS, "utf-8")
    return folder


@pytest.fixture
def library(folder: Path, tmp_path: Path) -> Library:
    return Library.open([folder], tmp_path / "cache", today=lambda: TODAY)


def detached(library: Library) -> list[Finding]:
    return [one for one in library.findings if one.kind == "detached"]


def quoted(library: Library) -> str:
    found = library.ask(ASKED)
    return " ".join(passage.text for passage in found.passages)


def test_an_edited_clause_is_quoted_at_once_and_its_example_is_named_with_file_and_line(
    library: Library, folder: Path
) -> None:
    assert library.ask(ASKED).passages[0].document == "calls.md"
    assert detached(library) == []
    (folder / "calls.md").write_text(TWICE, "utf-8")
    assert library.refresh()
    assert "one calm warning" not in quoted(library)
    assert (
        "two calm warnings"
        in library.ask("how many calm warnings must I give before I end a call").passages[0].text
    )
    (finding,) = detached(library)
    assert (finding.document, finding.place) == ("calls.md", "questions.yaml, line 2")
    assert ASKED[:40] in finding.message
    assert "give one calm warning" in finding.message


def test_it_counts_again_by_itself_once_its_words_are_back(library: Library, folder: Path) -> None:
    before = library.ask(ASKED)
    (folder / "calls.md").write_text(TWICE, "utf-8")
    assert library.refresh()
    (folder / "calls.md").write_text(ONCE, "utf-8")
    assert library.refresh()
    assert detached(library) == []
    assert library.ask(ASKED) == before


def test_at_the_start_too_an_example_that_does_not_fit_is_named_and_nothing_is_refused(
    folder: Path, tmp_path: Path
) -> None:
    (folder / "calls.md").write_text(TWICE, "utf-8")
    library = Library.open([folder], tmp_path / "cache")
    assert [one.document for one in detached(library)] == ["calls.md"]
    assert "two calm warnings" in quoted(library)


def test_a_clause_that_moved_and_got_another_number_still_fits(library: Library, folder: Path) -> None:
    library.learn(
        Lessons(examples=(ExampleQuestion("calls.md", ONCE.splitlines()[4], "how often do I warn"),))
    )
    moved = ONCE.replace("## 1. Warnings", "## 1. Greeting\n\n1.1 Staff must greet.\n\n## 7. Warnings")
    (folder / "calls.md").write_text(moved.replace("1.1 Staff must give", "7.4 Staff must give"), "utf-8")
    assert library.refresh()
    assert detached(library) == []
    assert library.ask("how often do I warn").passages[0].heading == "7. Warnings"


def test_words_that_stand_in_the_documents_own_history_alone_keep_nothing_in_force(
    library: Library, folder: Path
) -> None:
    told = "\n## Change history\n\n- June 2026: “give one calm warning” became two calm warnings.\n"
    (folder / "calls.md").write_text(TWICE + told, "utf-8")
    assert library.refresh()
    assert [one.document for one in detached(library)] == ["calls.md"]
    assert "became" not in library.ask(ASKED).passages[0].text


def test_words_that_are_only_part_of_others_do_not_fit(folder: Path, tmp_path: Path) -> None:
    (folder / "calls.md").write_text(
        ONCE.replace("give one calm warning", "forgive one calm warnings"), "utf-8"
    )
    assert [one.document for one in detached(Library.open([folder]))] == ["calls.md"]


def test_a_clause_that_stands_twice_fits_as_long_as_it_stands_once(library: Library, folder: Path) -> None:
    (folder / "calls.md").write_text(
        ONCE + "\n## 2. Visits\n\n2.1 Staff must give one calm warning too.\n", "utf-8"
    )
    assert library.refresh()
    assert detached(library) == []
    (folder / "calls.md").write_text(
        TWICE + "\n## 2. Visits\n\n2.1 Staff must give one calm warning too.\n", "utf-8"
    )
    assert library.refresh()
    assert detached(library) == []
    assert "2.1" in library.ask(ASKED).passages[0].text


def test_what_stood_on_a_renamed_document_says_where_its_words_are_now(
    library: Library, folder: Path
) -> None:
    (folder / "calls.md").rename(folder / "telephone.md")
    assert library.refresh()
    (finding,) = detached(library)
    assert finding.document == "telephone.md"
    assert "calls.md" in finding.message
    assert "telephone.md" in finding.message


def test_what_stood_on_a_removed_document_is_named(library: Library, folder: Path) -> None:
    (folder / "calls.md").unlink()
    assert library.refresh()
    (finding,) = detached(library)
    assert finding.document == "calls.md"
    assert "not among the policies" in finding.message


def test_a_golden_question_whose_words_are_gone_is_named(
    library: Library, folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "questions.yaml").unlink()
    (tmp_path / "golden.yaml").write_text(GOLDEN, "utf-8")
    library.refresh()
    assert detached(library) == []
    (folder / "calls.md").write_text(TWICE, "utf-8")
    assert library.refresh()
    (finding,) = detached(library)
    assert (finding.document, finding.place) == ("calls.md", "golden.yaml, line 2")


def test_a_mistake_among_golden_questions_stops_no_start(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "golden.yaml").write_text("golden:\n  - ask: [\n", "utf-8")
    library = Library.open([folder])
    assert [one.document for one in library.findings if one.kind == "data-file"] == ["golden.yaml"]


def test_synonyms_of_which_no_word_is_in_a_policy_any_more_are_named(folder: Path, tmp_path: Path) -> None:
    words = "synonyms:\n  - words: [receiver, warning]\n  - words: [zeppelin, airship]\n"
    (tmp_path / "synonyms.yaml").write_text(words, "utf-8")
    (finding,) = detached(Library.open([folder]))
    assert (finding.document, finding.place) == ("synonyms.yaml", "line 3")


def test_a_confirmed_way_to_ask_whose_clause_changed_is_named_to_the_owner_of_the_document(
    library: Library, folder: Path
) -> None:
    library.learn(
        Lessons(examples=(ExampleQuestion("calls.md", ONCE.splitlines()[4], "how often do I warn"),))
    )
    assert detached(library) == []
    (folder / "calls.md").write_text(TWICE, "utf-8")
    assert library.refresh()
    assert {one.message[:25] for one in detached(library)} == {
        "The confirmed way to ask ",
        f"The example “{ASKED[:12]}",
    }


def kept(stands_on: tuple[tuple[str, str], ...]) -> Lessons:
    answer = KeptAnswer("k", (ASKED,), "Warn them once.", "Kept by Ruth", "Ruth", date(2027, 1, 1), stands_on)
    return Lessons(kept=(answer,))


@pytest.mark.parametrize("words", [5, 400])
def test_every_clause_stands_where_it_stands_however_long_it_is(tmp_path: Path, words: int) -> None:
    long = " ".join(f"word{number}" for number in range(words))
    (tmp_path / "long.md").write_text(
        f"# Long\n\n1. First {long}.\n2. Then {long} again.\n\n{long} last.\n", "utf-8"
    )
    windows = list(windows_of(read_document(tmp_path / "long.md")))
    places = Places(windows)
    clauses = [clause.text for window in windows for clause in window.clauses]
    assert len(clauses) >= 3
    assert all(places.of("long.md", clause) for clause in clauses)


def test_a_kept_answer_is_not_given_once_a_clause_it_stands_on_has_changed_and_again_once_it_is_back(
    library: Library, folder: Path
) -> None:
    library.learn(kept(library.grounds((ASKED,), "Warn them once.")))
    assert library.ask(ASKED).passages[0].curated
    assert library.lapsed == frozenset()
    (folder / "calls.md").write_text(TWICE, "utf-8")
    assert library.refresh()
    assert not any(one.curated for one in library.ask(ASKED).passages)
    assert library.lapsed == {"k"}
    (folder / "calls.md").write_text(ONCE, "utf-8")
    assert library.refresh()
    assert library.ask(ASKED).passages[0].curated
    assert library.lapsed == frozenset()


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        ("As 1.1 says: Staff must give one calm warning before a call is ended.", True),
        ("Please give one calm warning before a call. Then hang up.", False),
        ("give one calm warning before a call is ended.", True),
        ("Ask Ruth.", False),
    ],
)
def test_a_kept_answer_stands_on_the_clauses_it_quotes(library: Library, text: str, stands: bool) -> None:
    found = library.grounds(("where is the coffee machine of the third floor",), text)
    assert any(document == "calls.md" for document, _ in found) is stands


def test_a_document_that_cannot_be_read_any_more_is_not_quoted_and_the_answer_says_so(
    library: Library, folder: Path
) -> None:
    asked = "how many calm warnings must I give before I end a call"
    assert library.ask(asked).answered
    (folder / "calls.md").unlink()
    (folder / "calls.md").mkdir()
    (folder / "calls.md").rmdir()
    (folder / "calls.md").symlink_to(folder / "nowhere.md")
    assert library.refresh()
    found = library.ask("may I bring a bird")
    assert not found.answered
    assert found.unread == ("Calls Policy",)
    assert "calm warning" not in quoted(library)
    assert [one.name for one in library.withdrawn] == ["calls.md"]


@pytest.mark.parametrize(
    ("facts", "day", "counts"),
    [
        ("effective: 2026-06-02", TODAY, False),
        ("effective: 2026-06-01", TODAY, True),
        ("valid_until: 2026-06-01", TODAY, True),
        ("valid_until: 2026-05-31", TODAY, False),
        ("repealed: 2026-05-01", TODAY, False),
        ("expires: June 2026", TODAY, True),
        ("expires: May 2026", TODAY, False),
        ("expires: two years after it was adopted in 2020-01-01 by Council", TODAY, True),
        ("next_review: 2020-01-01", TODAY, True),
    ],
)
def test_a_document_counts_on_the_days_it_names_itself(
    tmp_path: Path, facts: str, day: date, counts: bool
) -> None:
    (tmp_path / "calls.md").write_text(f"---\n{facts}\n---\n\n{ONCE}", "utf-8")
    document = read_document(tmp_path / "calls.md")
    assert is_in_force(document, day) is counts
    assert bool(list(not_in_force([document], day))) is not counts


def test_a_document_comes_into_force_on_its_day_without_being_saved_again(folder: Path) -> None:
    days = [date(2026, 6, 1)]
    (folder / "calls.md").write_text(
        f"---\neffective: 2026-06-02\nvalid_until: 2026-06-03\n---\n\n{ONCE}", "utf-8"
    )
    library = Library.open([folder], today=lambda: days[-1])
    counted = []
    for day in (1, 2, 3, 4):
        days.append(date(2026, 6, day))
        library.refresh()
        counted.append("calm warning" in quoted(library))
    assert counted == [False, True, True, False]


def test_a_file_made_readable_again_without_being_changed_is_read_before_long(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object) -> None:
        raise Unreadable("too-slow", "Reading the file took more than 10 seconds.")

    with monkeypatch.context() as patch:
        patch.setattr("knowledge.reading.sandbox.Sandbox.read", busy)
        (folder / "calls.md").write_text(TWICE, "utf-8")
        assert library.refresh()
        assert [one.document for one in library.unread] == ["calls.md"]
    assert not library.refresh(), "not at once: what is too slow would be read again every ten seconds"
    monkeypatch.setattr("knowledge.library.time.monotonic", lambda: 1e9)
    assert library.refresh()
    assert library.unread == ()
    assert "two calm warnings" in quoted(library)

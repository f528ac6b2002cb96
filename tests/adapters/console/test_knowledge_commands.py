"""`ask`, `index` and `eval` on the terminal: the JSON contract of the design, section 9."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from adapters.console.knowledge_commands import register
from adapters.console.policies import own_cache
from adapters.settings import SAMPLE
from foundation.datafile import DataFileError
from knowledge.quality.golden import read_golden
from knowledge.search.encoder import FALLBACK
from tests.fixtures.sample import library, own_index, sample_index
from tests.knowledge.town import written

__all__ = ["library", "own_index", "sample_index"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("town") / "policies")


@pytest.fixture(autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "cache"))


def run(*arguments: str | Path) -> Result:
    app = typer.Typer()
    register(app)
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_ask_json_is_one_object_with_the_names_of_the_contract(folder: Path) -> None:
    done = run("ask", "do guests need a badge", "--json", "--knowledge", folder)
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert found["answered"] is True
    assert 0.5 <= found["confidence"] <= 1
    best = found["passages"][0]
    assert best.keys() >= {"document", "title", "heading", "citation", "text", "strength", "binds", "score"}
    assert best["document"] == "front-desk.md"
    assert "visitor pass" in best["text"]
    assert [p["score"] for p in found["passages"]] == sorted(
        (p["score"] for p in found["passages"]), reverse=True
    )


def test_ask_says_on_the_terminal_that_the_policies_do_not_say(folder: Path) -> None:
    done = run("ask", "what is the capital of France", "--knowledge", folder)
    assert done.exit_code == 0
    assert "do not say" in done.stdout


@pytest.mark.parametrize("said", ["heads will roll", "the queue is a nightmare"])
def test_a_figure_of_speech_alone_is_no_question_as_in_chat(folder: Path, said: str) -> None:
    done = run("ask", said, "--knowledge", folder)
    assert "plain words" in done.stdout
    assert "Confidence" not in done.stdout
    found = json.loads(run("ask", said, "--json", "--knowledge", folder).stdout)
    assert (found["answered"], found["passages"]) == (False, [])
    beside = json.loads(run("ask", f"{said}, do guests need a badge", "--json", "--knowledge", folder).stdout)
    assert beside["passages"]


def test_ask_promises_no_passages_where_there_are_none(tmp_path: Path) -> None:
    (tmp_path / "empty.md").write_text("", "utf-8")
    done = run("ask", "what is the capital of France", "--knowledge", tmp_path)
    assert "Your policies do not say." in done.stdout
    assert "nearest passages" not in done.stdout


@pytest.mark.parametrize("command", [("index",), ("ask", "do guests need a badge", "--knowledge")])
def test_without_the_encoder_each_command_says_what_that_costs(
    folder: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.setattr("knowledge.library.load_encoder", lambda: None)
    monkeypatch.setattr(
        "adapters.console.knowledge_commands.encoder_status", lambda: FALLBACK.format(reason="not there")
    )
    done = run(*command, folder)
    assert done.exit_code == 0
    assert "by words alone" in done.stderr
    assert "by words alone" not in done.stdout


def test_what_differs_from_the_answer_stands_right_below_it(folder: Path) -> None:
    said = run("ask", "How soon must calls be returned?", "--knowledge", folder).stdout
    places = [said.index(one) for one in ("[1]", "Your policies differ here", "[2]", "Other passages", "[3]")]
    assert places == sorted(places)
    assert "differ" not in run("ask", "do guests need a badge", "--knowledge", folder).stdout


@pytest.mark.parametrize(
    ("question", "strength", "binds"),
    [
        ("may staff lend a spoon", "must", ["must_not"]),
        ("may staff argue about umbrellas", "should", ["you_should_not"]),
        ("may a guest withdraw a booking of the barn", "must", ["may", "you_must"]),
    ],
)
def test_ask_json_tells_what_is_forbidden_from_what_must_be_done(
    tmp_path: Path, question: str, strength: str, binds: list[str]
) -> None:
    (tmp_path / "spoons.md").write_text(
        "# Spoon Policy\n\n## Spoons\n\nNo member of staff may lend a spoon.\n\n## Umbrellas\n\n"
        "Staff should not argue about umbrellas.\n\n## Barn\n\n"
        "A guest may withdraw a booking of the barn, and staff must confirm it in writing.\n",
        "utf-8",
    )
    best = json.loads(run("ask", question, "--json", "--knowledge", tmp_path).stdout)["passages"][0]
    assert (best["strength"], best["binds"]) == (strength, binds)


def test_ask_quotes_with_citation_and_strength(folder: Path) -> None:
    done = run("ask", "do guests need a badge", "--knowledge", folder)
    assert "All visitors must wear a visitor pass" in done.stdout
    assert "Front Desk Policy, 2. Visitors" in done.stdout
    assert "Must: [1]" in done.stdout


def test_ask_batch_gives_a_line_for_each_line(folder: Path, tmp_path: Path) -> None:
    batch = tmp_path / "batch.jsonl"
    batch.write_text(
        '{"id": "a", "question": "how many rings?"}\n{"id": 7, "question": "capital of France"}\n', "utf-8"
    )
    done = run("ask", "--batch", batch, "--json", "--knowledge", folder)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(line["id"], line["answered"]) for line in lines] == [("a", True), (7, False)]


def test_a_follow_up_in_a_batch_keeps_its_subject(own_index: Path, tmp_path: Path) -> None:
    batch = tmp_path / "batch.jsonl"
    lines = [
        {"id": 1, "question": "and by letter?", "prev": ["how fast do I have to answer an e-mail?"]},
        {"id": 2, "question": "and by letter?"},
        {"id": 3, "question": "and my parrot?", "prev": "how fast do I have to answer an e-mail?"},
    ]
    batch.write_text("\n".join(map(json.dumps, lines)), "utf-8")
    done = run("ask", "--batch", batch, "--json", "--knowledge", SAMPLE / "policies", "--cache", own_index)
    followed, _, parrot = (json.loads(line) for line in done.stdout.splitlines())
    assert followed["question"] == "and by letter?"
    assert followed["answered"]
    assert "A letter must be answered within ten working days" in followed["passages"][0]["text"]
    assert not parrot["answered"]


@pytest.mark.parametrize(
    "arguments",
    [("ask",), ("ask", "why?", "--batch", "x.jsonl"), ("ask", "why?", "--knowledge", "/nowhere"), ("eval",)],
)
def test_a_wrong_call_ends_with_one_sentence_and_exit_code_2(arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert done.exit_code == 2
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_bad_line_of_a_batch_is_named(folder: Path, tmp_path: Path) -> None:
    batch = tmp_path / "batch.jsonl"
    batch.write_text('{"id": "a", "question": "why?"}\nnonsense\n', "utf-8")
    done = run("ask", "--batch", batch, "--knowledge", folder)
    assert done.exit_code == 2
    assert "batch.jsonl, line 2" in done.stderr


def test_index_json_counts_and_lists_what_to_mend(folder: Path) -> None:
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4 nothing")
    links = " ".join(f"[form {number}](#f{number})" for number in range(7))
    (folder / "links.md").write_text(f"# Forms\n\n## Where\n\nThey are here: {links}\n", "utf-8")
    try:
        found = json.loads(run("index", folder, "--json").stdout)
    finally:
        (folder / "broken.pdf").unlink()
        (folder / "links.md").unlink()
    assert (found["files"], found["sections"] > 5, found["clauses"] > 8) == (3, True, True)
    assert found["seconds"] > 0
    (dead,) = [warning for warning in found["warnings"] if warning["kind"] == "dead-link"]
    assert dead["message"].endswith("And 4 more.")
    assert [f"form {number}" in part["message"] for number, part in enumerate(dead["parts"])] == [True] * 7
    assert any(warning["document"] == "broken.pdf" and warning["message"] for warning in found["warnings"])


def test_eval_prints_its_figures_and_writes_the_report(folder: Path, tmp_path: Path) -> None:
    questions = tmp_path / "golden.jsonl"
    gold = [{"document": "front-desk.md", "contains": "within three rings"}]
    line = {"id": "1", "question": "how many rings?", "kind": "plain", "gold": gold}
    questions.write_text(json.dumps(line), "utf-8")
    page = tmp_path / "report.html"
    done = run("eval", questions, "--knowledge", folder, "--json", "--report", page)
    found = json.loads(done.stdout)
    assert (found["hit1"], found["hit3"], found["hit5"], found["mrr10"], found["ndcg10"]) == (1, 1, 1, 1, 1)
    assert found["abstention"].keys() >= {"auroc", "f1", "wrongly_refused", "wrongly_answered"}
    assert found.keys() >= {"p50_ms", "p99_ms"}
    assert "<svg" in page.read_text("utf-8")
    assert "hit@1" in run("eval", questions, "--knowledge", folder).stdout


def golden(folder: Path, *lines: str) -> Path:
    file = folder / "golden.yaml"
    file.write_text("golden:\n" + "\n".join(f"  {line}" for line in lines) + "\n", "utf-8")
    return file


def test_eval_measures_with_other_weights(folder: Path, tmp_path: Path) -> None:
    questions = golden(tmp_path, *HOLDS)
    plain = ("eval", questions, "--knowledge", folder, "--json")
    assert run(*plain).exit_code == 0
    assert run(*plain, "--set", "standard=9", "--set", "encoder=1").exit_code == 1
    refused = run(*plain, "--set", "wordz=1")
    assert refused.exit_code == 2
    assert refused.stderr.strip() == "There is no weight “wordz”; the name nearest to it is “words”."


HOLDS = ("- ask: how many rings?", "  document: front-desk.md", "  contains: within three rings")
REFUSED = ("- ask: how do I claim overtime", "  unanswered: true")


def test_golden_questions_that_hold_end_with_exit_code_0(folder: Path, tmp_path: Path) -> None:
    done = run("eval", golden(tmp_path, *HOLDS, *REFUSED), "--knowledge", folder)
    assert done.exit_code == 0
    assert "2 of 2 golden questions hold." in done.stdout


def test_a_golden_question_that_does_not_hold_is_named_and_ends_with_exit_code_1(
    folder: Path, tmp_path: Path
) -> None:
    wrong = (
        "- ask: how do I claim a vacation day",
        "  document: front-desk.md",
        "  contains: within three rings",
    )
    file = golden(tmp_path, *HOLDS, *wrong)
    done = run("eval", file, "--knowledge", folder)
    assert done.exit_code == 1
    assert "1 of 2 golden questions hold." in done.stdout
    assert "line 5: “how do I claim a vacation day” is not answered." in done.stdout
    found = json.loads(run("eval", file, "--knowledge", folder, "--json").stdout)
    assert [one["id"] for one in found["broken"]] == ["line 5"]


def test_golden_questions_are_asked_of_the_policies_beside_them(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder, tmp_path / "policies")
    assert run("eval", golden(tmp_path, *HOLDS)).exit_code == 0


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        (("- ask: why?",), "line 2: “document” is missing"),
        (("- ask: why?", "  document: a.md"), "line 2: “contains” is missing"),
        (("- ask: why?", "  unanswered: true", "  document: a.md"), "line 4: “document” stands beside"),
        (("- question: why?",), "line 2: “question” is not known here"),
    ],
)
def test_a_mistake_in_golden_questions_is_named_with_its_line(
    tmp_path: Path, lines: tuple[str, ...], problem: str
) -> None:
    with pytest.raises(DataFileError, match=f"golden.yaml, {problem}"):
        read_golden(golden(tmp_path, *lines))


def test_an_own_cache_is_kept_for_each_folder(tmp_path: Path) -> None:
    one, two = own_cache([tmp_path / "a"]), own_cache([tmp_path / "b"])
    assert one is not None
    assert two is not None
    assert one != two
    assert one.is_dir()

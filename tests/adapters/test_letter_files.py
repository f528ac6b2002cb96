"""The folder of Word letters: a mistake is refused with its file, its paragraph and what was expected."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from adapters.folder import check_folder, load_folder, load_what_fits
from adapters.settings import SAMPLE
from foundation.datafile import DataFileError
from incidents.rules.letters import CustomerLetter
from tests.fixtures.command import Command, command
from tests.fixtures.word_files import NOTICE, on_later_sheets, with_xml, word_file

__all__ = ["command"]


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return shutil.copytree(SAMPLE, tmp_path / "own")


def put(folder: Path, name: str, content: bytes) -> None:
    (folder / "letters" / name).write_bytes(content)


MISTAKES: dict[str, tuple[str, Callable[[], bytes], str, str]] = {
    "a place nobody can fill": (
        "notice.en.docx",
        lambda: word_file("Dear {customer}", "Call {phone}.", NOTICE),
        "letters/notice.en.docx, paragraph 2",
        "“{phone}” is nothing that this letter can name",
    ),
    "D33: a notice without the ground and the route of complaint": (
        "notice.en.docx",
        lambda: word_file("{options} {until} {review}"),
        "letters/notice.en.docx, paragraph 1",
        "The letter does not name {appeal}, {ground}",
    ),
    "what is needed stands at the head alone": (
        "position.en.docx",
        lambda: word_file("Dear {customer}", head="{position}"),
        "letters/position.en.docx, paragraph 1",
        "does not name {position}",
    ),
    "a warning of what a report does not know": (
        "warning.en.docx",
        lambda: word_file("{ground} {until}"),
        "letters/warning.en.docx, paragraph 1",
        "“{until}” is nothing",
    ),
    "what is needed stands in the paragraph of what there need not be": (
        "position.en.docx",
        lambda: word_file("Dear {customer}", "{position} Next: {next}"),
        "letters/position.en.docx, paragraph 2",
        "“{position}” would be left out together with “{next}”",
    ),
    "D33: the ground beside the number of requests": (
        "notice.en.docx",
        lambda: word_file("{options} {until} {review} {appeal}", "{ground}, {quota} requests"),
        "letters/notice.en.docx, paragraph 2",
        "“{ground}” would be left out together with “{quota}”",
    ),
    "a comment": (
        "warning.en.docx",
        lambda: word_file("{ground}", change=with_xml('<w:commentReference w:id="1"/>')),
        "letters/warning.en.docx, paragraph 1",
        "It holds a comment",
    ),
    "a kind there is none of": (
        "farewell.en.docx",
        lambda: word_file("x"),
        "letters/farewell.en.docx, paragraph 1",
        "The name says no letter",
    ),
    "no language": (
        "notice.docx",
        lambda: word_file(NOTICE),
        "letters/notice.docx, paragraph 1",
        "says no letter",
    ),
    "a language nobody speaks": (
        "notice.xq.docx",
        lambda: word_file(NOTICE),
        "letters/notice.xq.docx, paragraph 1",
        "“xq” is no language",
    ),
    "no Word file": (
        "notice.en.docx",
        lambda: b"{\\rtf1}",
        "letters/notice.en.docx, paragraph 1",
        "no Word file",
    ),
    "words the file does not say in that language": (
        "notice.es.docx",
        lambda: word_file(NOTICE),
        "restrictions.yaml, line",
        "letters/notice.es.docx names {options}, and “A” is not said in es",
    ),
}


@pytest.mark.parametrize("case", MISTAKES)
def test_it_is_refused_with_its_place(own: Path, case: str) -> None:
    name, made, where, says = MISTAKES[case]
    put(own, name, made())
    with pytest.raises(DataFileError) as caught:
        check_folder(own)
    assert caught.value.where.startswith(where)
    assert says in caught.value.problem


@pytest.mark.parametrize("which", ["later", "even", "second"])
def test_a_place_nobody_can_fill_is_found_on_every_head_and_foot(own: Path, which: str) -> None:
    put(own, "position.en.docx", word_file("{position}", change=on_later_sheets("To {custmer}", which)))
    with pytest.raises(DataFileError, match="is nothing that this letter can name"):
        load_folder(own)


@pytest.mark.parametrize("ending", [".DOCX", ".Docx", ".doc", ".dotx", ".docm", ".odt", ".rtf"])
def test_a_letter_saved_as_something_else_is_said_and_not_passed_over(own: Path, ending: str) -> None:
    put(own, f"notice.es{ending}", word_file(NOTICE))
    with pytest.raises(DataFileError, match="is no ending of a letter") as caught:
        load_folder(own)
    assert caught.value.where.startswith(f"letters/notice.es{ending}")


def test_check_says_the_mistakes_of_every_letter_and_of_other_files(own: Path, command: Command) -> None:
    put(own, "notice.en.docx", b"nothing")
    put(own, "position.en.docx", word_file("x"))
    people = (own / "people.yaml").read_text("utf-8")
    (own / "people.yaml").write_text(
        people.replace("email: wen.zhao@portmaribel.example", "email: wen"), "utf-8"
    )
    ran = command("directory", "check", "--organisation", str(own))
    assert ran.code == 2
    assert [line.split(",")[0] for line in ran.err.splitlines()] == [
        "people.yaml",
        "letters/notice.en.docx",
        "letters/position.en.docx",
    ]


def test_d33_restrictions_without_any_notice_are_refused(own: Path) -> None:
    (own / "letters" / "notice.en.docx").unlink()
    with pytest.raises(DataFileError, match="no notice of a restriction"):
        load_folder(own)


def test_what_word_leaves_beside_an_open_file_and_other_files_are_no_letters(own: Path) -> None:
    for name in ("~$tice.en.docx", ".notice.en.docx", "notes.txt"):
        put(own, name, b"nothing")
    assert load_folder(own).letters == load_folder(SAMPLE).letters


def test_a_country_is_told_from_its_language_and_has_the_words_of_it(own: Path) -> None:
    put(own, "notice.fr-CA.docx", word_file(NOTICE))
    folder = load_folder(own)
    assert folder.letters.languages(CustomerLetter.NOTICE) == ("en", "fr", "fr-CA")
    assert folder.restrictions.in_language("fr-CA").grounds["threats"] == "Menaces ou intimidation"


def test_a_mistake_in_a_letter_keeps_back_the_letters_alone(own: Path) -> None:
    former = load_folder(own)
    put(own, "position.en.docx", b"nothing")
    (own / "requests.yaml").unlink()
    people = (own / "people.yaml").read_text("utf-8")
    (own / "people.yaml").write_text(people.replace("title: Tax Clerk", "title: Tax Officer"), "utf-8")
    taken = load_what_fits(own, former)
    assert taken.letters == former.letters
    assert taken.people != former.people

"""Searching reports by a customer's name or by words: what somebody may read is found, and nothing else."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, update

from foundation.db import Connection
from foundation.ids import new_id
from incidents.indexing import index_all
from incidents.records import ActOutcome, OwnAnswer, Said
from incidents.rules.access import Operation
from incidents.rules.wanted import Wanted
from incidents.rules.words import stems
from incidents.tables import indexed, name_tokens, word_tokens
from tests.fakes.roster import AUTHOR, CAO, HEAD, OTHER_HEAD, PARKS
from tests.fixtures.office import Office


async def some(office: Office) -> dict[str, str]:
    """Three records by what they are called here."""
    words = {
        "smith": {"customer": "John Smith", "happened": "He threw a chair across the counter."},
        "ruiz": {"customer": "José Ruiz", "happened": "Insulted the clerk about parking fines."},
        "parks": {"customer": "Ana Ruiz", "happened": "Threw stones at the fence.", "department": PARKS},
    }
    filed = {name: await office.desk.submit(office.report(**said), new_id()) for name, said in words.items()}
    await office.desk.amend(filed["smith"].id, AUTHOR, "Later he telephoned about refunds.", new_id())
    return {one.id: name for name, one in filed.items()}


async def hits(office: Office, known: dict[str, str], viewer: str, text: str) -> set[str]:
    """What somebody finds."""
    found = await office.desk.find(viewer, Wanted(text=text))
    return {known[one.id] for one in found.records}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Smyth, Jon", {"smith"}),
        ("jose ruiz", {"ruiz"}),
        ("Ruiz", {"ruiz", "parks"}),
        ("chairs", {"smith"}),
        ("CHAIR counter", {"smith"}),
        ("chair parking", set()),
        ("threw", {"smith", "parks"}),
        ("refund", {"smith"}),
        ("the and was", set()),
        ("!!!", set()),
        ("", {"smith", "ruiz", "parks"}),
    ],
)
async def test_a_name_in_any_spelling_or_all_of_the_words_find_a_report(
    office: Office, text: str, expected: set[str]
) -> None:
    known = await some(office)
    assert await hits(office, known, CAO, text) == expected


PAGES: dict[Operation, dict[str, Said]] = {
    Operation.ADD_DETAILS: {"customer_description": "rings from 555-0142", "topic": "a moored ferry"},
    Operation.ADD_CUSTOMER: {"accompanied_by": "a bagpiper", "language": "Gaelic"},
    Operation.ADD_SAFETY: {"security_called": True, "security_response": "Held him at the turnstile."},
}


OWN = OwnAnswer("badge", "Badge", ("heron",), "heron")


async def add_pages(office: Office, name: str) -> None:
    """Let the author of a record fill in every page after its first form."""
    for page, said in PAGES.items():
        outcome, _ = await office.desk.act(name, AUTHOR, page, said, new_id(), own=(OWN,))
        assert outcome is ActOutcome.DONE, page


async def test_what_its_author_says_later_finds_a_report(office: Office) -> None:
    known = await some(office)
    (smith,) = [one for one, name in known.items() if name == "smith"]
    await add_pages(office, smith)
    acts: list[tuple[Operation, str, dict[str, Said]]] = [
        (Operation.RETURN, HEAD, {"return_reason": "What about the parrot?"}),
        (Operation.CORRECT, AUTHOR, {"correction": "It was a stool."}),
    ]
    for act, by, said in acts:
        assert (await office.desk.act(smith, by, act, said, new_id()))[0] is ActOutcome.DONE
    for text in ("555 0142", "ferries", "bagpipers", "gaelic", "turnstile", "chair ferry", "stool", "heron"):
        assert await hits(office, known, CAO, text) == {"smith"}, text
    assert await hits(office, known, CAO, "parrot") == set(), "not what those who handle it say"


async def test_a_report_of_before_is_found_by_its_later_pages_after_an_upgrade(office: Office) -> None:
    known = await some(office)
    (smith,) = [one for one, name in known.items() if name == "smith"]
    await add_pages(office, smith)

    def as_before(conn: Connection) -> None:
        for table in (word_tokens, name_tokens):
            conn.execute(delete(table))
        conn.execute(update(indexed).values(version=1))

    await office.db.write(as_before)
    assert await index_all(office.db, office.desk.indexing) == len(known)
    assert await hits(office, known, CAO, "ferry") == await hits(office, known, CAO, "555 0142") == {"smith"}


async def test_nobody_finds_what_they_may_not_read_and_a_search_is_one_look(office: Office) -> None:
    known = await some(office)
    assert await hits(office, known, HEAD, "Ruiz") == {"ruiz"}
    assert await hits(office, known, OTHER_HEAD, "Ruiz") == {"parks"}
    assert await hits(office, known, AUTHOR, "threw") == {"smith", "parks"}, "what they wrote themselves"
    assert await hits(office, known, "nobody@example.gov", "Ruiz") == set()
    (ruiz,) = [one for one, name in known.items() if name == "ruiz"]
    looks = await office.desk.looks(ruiz, AUTHOR)
    assert looks
    assert [one.by for one in looks if one.in_a_list] == [HEAD]


async def test_whoever_is_complained_of_finds_nothing_of_it(office: Office) -> None:
    report = office.report(customer="John Smith", happened="A chair flew.")
    await office.desk.submit(report, new_id(), excluded=frozenset({HEAD}))
    for text in ("John Smith", "chair"):
        assert (await office.desk.find(HEAD, Wanted(text=text))).records == ()


def test_forms_of_a_word_are_one_word_and_common_words_are_none() -> None:
    assert stems("Chairs, CHAIR and the chairing") == stems("chair")
    assert stems("Déjà vu, naïveté") == stems("deja vu naivete")
    assert stems("the was of to") == frozenset()

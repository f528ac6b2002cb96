"""`fields.yaml`: what an organisation can add to a report, and what it cannot; each mistake with its line."""

from __future__ import annotations

import pytest

from foundation.datafile import DataFileError
from incidents.rules.access import Operation
from incidents.rules.fields import FieldKind
from incidents.rules.own_fields_file import LONGEST_LABEL, MOST_FIRST, parse_fields

WHOLE = """
fields:
  - name: counter
    label: {en: Which counter?, fr: Quel guichet ?}
    hint: As the sign says.
    kind: choice
    choices: {north: North, south: {en: South, fr: Sud}}
    page: first
    when: {field: channel, is: [in_person]}
    needed: true
    in_figures: true
  - name: queue
    label: How long was the queue?
    kind: text
    page: first
    when: {field: counter, is: north}
    on_paper: false
  - {name: seen_on, label: Seen on, kind: date, page: customer}
choices:
  customer_type: {tenant: Tenant}
texts:
  place: {label: Where in the town was it?}
"""


def test_fields_choices_and_texts_join_the_one_table_of_the_report() -> None:
    rules = parse_fields(WHOLE)
    first = {one.name: one for one in rules.first_fields()}
    assert list(first)[-2:] == ["own_counter", "own_queue"]
    counter, queue = first["own_counter"], first["own_queue"]
    assert (counter.kind, counter.needed, counter.choices) == (
        FieldKind.CHOICE,
        True,
        ("own_north", "own_south"),
    )
    assert counter.when == ("channel", ("in_person",))
    assert queue.when == ("own_counter", ("own_north",)), "its own names are told apart from the program's"
    assert queue.tells_danger, "what people write may tell of danger (P36)"
    page = {one.name: one for one in rules.page_fields(Operation.ADD_CUSTOMER)}
    assert page["own_seen_on"].kind is FieldKind.DAY
    assert page["customer_type"].choices[-1] == "own_tenant"
    assert rules.choice("customer_type", "own_tenant") == {"": "Tenant"}
    assert rules.texts["place"].label == {"": "Where in the town was it?"}


FIELD = "fields:\n  - name: x\n    label: X\n    kind: {kind}\n"
MISTAKES = {
    "a label in no language": (
        "fields:\n  - {name: x, kind: text,\n     label: {}}\n",
        3,
        "one for each language",
    ),
    "a label that nobody can see": (
        'fields:\n  - {name: x, kind: text,\n     label: "\u200b"}\n',
        3,
        "that people can read",
    ),
    "a choice without a text": (
        "choices:\n  customer_type:\n    tenant: {}\n",
        3,
        "one for each language",
    ),
    "a kind that is not there": (FIELD.format(kind="number"), 4, "long_text"),
    "a choice without choices": (FIELD.format(kind="choice"), 2, "choices"),
    "choices of a text": (FIELD.format(kind="text") + "    choices: {a: A}\n", 5, "kind: choice"),
    "words in figures": (FIELD.format(kind="text") + "    in_figures: true\n", 5, "false"),
    "a toggle that is needed": (FIELD.format(kind="toggle") + "    needed: true\n", 5, "needed"),
    "a name of the program": (FIELD.format(kind="text").replace("x", "place", 1), 2, "another name"),
    "a name twice": (FIELD.format(kind="text") + "  - {name: x, label: Y, kind: text}\n", 5, "another"),
    "a name that is none": (FIELD.format(kind="text").replace("x", "X y", 1), 2, "small letters"),
    "a page that is not there": (FIELD.format(kind="text") + "    page: last\n", 5, "details"),
    "depends on what is not there": (
        FIELD.format(kind="text") + "    page: first\n    when: {field: place, is: here}\n",
        6,
        "channel",
    ),
    "depends on what depends on it": (
        FIELD.format(kind="toggle")
        + "    when: {field: y, is: 'no'}\n  - {name: y, label: Y, kind: toggle, when: {field: x, is: 'no'}}\n",
        5,
        "summary_confirmed",
    ),
    "depends on what is not there where nothing could be": (
        FIELD.format(kind="text") + "    page: colleagues\n    when: {field: y, is: here}\n",
        6,
        "of yours above it",
    ),
    "depends on no answer of it": (
        FIELD.format(kind="text") + "    page: first\n    when: {field: channel, is: fax}\n",
        6,
        "in_person",
    ),
    "a label too long for a platform": (
        FIELD.format(kind="text").replace("X", "X" * (LONGEST_LABEL + 1)),
        3,
        str(LONGEST_LABEL),
    ),
    "a language that is none": (FIELD.format(kind="text").replace("X", "{english: X}"), 3, "fr-CA"),
    "choices that a duty fixes": ("choices:\n  behaviours: {loud: Loud}\n", 2, "customer_type"),
    "words that a duty fixes": ("texts:\n  warned: {label: Told off?}\n", 2, "place"),
    "a field for the log": (FIELD.format(kind="text") + "    in_log: true\n", 5, "on_paper"),
}


@pytest.mark.parametrize(("text", "line", "expected"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_refused_with_its_line_and_what_to_do(text: str, line: int, expected: str) -> None:
    with pytest.raises(DataFileError) as refused:
        parse_fields(text)
    assert (refused.value.file, refused.value.line) == ("fields.yaml", line)
    assert expected in refused.value.expected


def test_the_first_form_stays_short_whatever_the_file_says() -> None:
    one = "  - {{name: x{}, label: X, kind: text, page: first}}\n"
    most = "fields:\n" + "".join(one.format(number) for number in range(MOST_FIRST))
    assert len(parse_fields(most).fields) == MOST_FIRST
    with pytest.raises(DataFileError, match="upset"):
        parse_fields(most + one.format(MOST_FIRST))

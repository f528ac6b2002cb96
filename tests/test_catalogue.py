"""The catalogue of sentences and the code that speaks agree, in both directions; and the sentences are plain."""

from __future__ import annotations

import ast
import re
import string
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest
from babel import Locale

from bot.commands import COMMANDS, SHORTCUTS
from bot.draft_check import FlagKind
from bot.flows.attachments import TOLD_HOW
from bot.flows.away_words import COVERS, PRESENCES
from bot.flows.draft_card import NAMED
from bot.flows.message_card import TOLD_OF
from bot.flows.orders import ORDERS
from bot.flows.request_form import CHOSEN, WRITTEN
from bot.flows.request_given import MISSING
from bot.flows.request_queue import FILTERS
from bot.flows.request_read import READ
from bot.flows.restriction_words import EVENTS, TOLD
from bot.flows.story import KNOWN
from bot.flows.worklist_words import STATES
from bot.words import COUNT, Entry, catalogue, entries
from bot.words import OTHER as OTHER_FORM
from incidents.attachment import FileKind
from incidents.audit import Act
from incidents.marker import MarkerProblem
from incidents.marker_case import WITH_WORDS
from incidents.open311 import Open311Kept
from incidents.records import DeliveryState, RecordKind
from incidents.request import ClockGround, Matter, ReplyKind, RequestClockKind, RequestPriority
from incidents.request_jobs import NEWS_OF_OPEN311, RequestNews
from incidents.restriction import Problem
from incidents.rules.access import Operation
from incidents.rules.acts import ACT_FIELDS, LETTER_ASKED, PROMISED, SAID_FIELDS, TASK_FIELDS
from incidents.rules.deidentify import Identifying
from incidents.rules.fields import FIELDS, FieldKind
from incidents.rules.figures_cells import OF_REQUESTS, Breakdown, Measure, PartOfDay, PendingAge
from incidents.rules.figures_rules import FigureSection
from incidents.rules.figures_times import Timed
from incidents.rules.incident_log import LOG_FIELDS
from incidents.rules.kinds import rules_of
from incidents.rules.letters import EVERY_PLACE, OF_RESTRICTIONS
from incidents.rules.likeness import NameDifference
from incidents.rules.marker_life import MARKER_STATES
from incidents.rules.request_acts import REQUEST_FIELDS
from incidents.rules.restriction_acts import RESTRICTION_FIELDS
from incidents.rules.restriction_life import RESTRICTION_STATES
from incidents.rules.retention import OUTCOMES, Disposal
from incidents.rules.staff import StaffRole
from incidents.rules.transitions import TRANSITIONS, Hears
from incidents.task import Nudges, TaskKind, TaskState
from knowledge.answers.binding import Binding
from knowledge.curation.items import Kind
from knowledge.text.answer_types import ASKED as ASKED_FOR
from knowledge.text.languages import OTHER, SMALL_WORDS
from tests.languages import CATALOGUE

HERE = Path(__file__).resolve().parents[1]
SPEAKING = ("bot", "adapters", "manifest")
PAGE = HERE / "adapters" / "web" / "static"

EVERY_FIELD = (
    *(*FIELDS, *LOG_FIELDS, *LETTER_ASKED),
    *(one for fields in {**SAID_FIELDS, **RESTRICTION_FIELDS, **REQUEST_FIELDS}.values() for one in fields),
)
ASKED = (*(one.name for one in EVERY_FIELD), "department")
DONE = {one.recorded: one.tells for one in TRANSITIONS if one.operation in SAID_FIELDS}
DYNAMIC = {
    "open311.kept_": {str(one) for one in Open311Kept},
    "open311.number_": {"open", "closed"},
    "open311.event_": {"open", "closed"},
    "attachment.kind_": {*map(str, FileKind)},
    "attachment.how_": {*TOLD_HOW, "chat"},
    "ask.kind_": {kind.replace(" ", "_").replace("-", "_") for kind in ASKED_FOR},
    "ask.language_": {OTHER, *SMALL_WORDS},
    "order.": {one.name for one in ORDERS if not one.does},
    "ask.strength_": {str(one) for one in Binding if one},
    "home.waits_": {"restrictions", "requests", "upkeep", "retention"},
    "draft.form_": {*NAMED, "other"},
    "field.": {
        *ASKED,
        *(f"{name}_hint" for name in ASKED),
        *(f"{one.name}_missing" for one in EVERY_FIELD if one.needed),
        *(f"{one.name}_future" for one in EVERY_FIELD if one.kind is FieldKind.MOMENT),
        *(f"{one.name}_{choice}" for one in EVERY_FIELD for choice in one.choices),
        *(
            f"{one.name}_{yes}"
            for one in EVERY_FIELD
            if one.kind is FieldKind.YES_NO
            for yes in ("yes", "no")
        ),
    },
    **{f"field.{one.name}_": {*one.choices} for one in EVERY_FIELD if one.choices},
    "act.": {
        *(str(one) for one in ACT_FIELDS),
        *(str(one) for one, fields in TASK_FIELDS.items() if fields),
        *(f"{one}_notice" for one, fields in SAID_FIELDS.items() if fields),
    },
    "act.yours_": {
        str(act) for act, tells in DONE.items() if tells & {Hears.AUTHOR, Hears.MAKER} or act == Act.CLOSING
    },
    "staff.role_": {str(one) for one in StaffRole},
    "task.state_": {str(one) for one in TaskState} - {TaskState.OPEN},
    "task.did_": {str(one) for one, fields in TASK_FIELDS.items() if fields} - {Operation.GIVE_TASK},
    "task.nudges_": {str(one) for one in Nudges},
    "task.nudged_": {str(one) for one in Nudges},
    "field.task_kind_": {str(one) for one in TaskKind},
    "promise.": {str(one) for one in PROMISED},
    "act.told_": {str(act) for act, tells in DONE.items() if tells - {Hears.AUTHOR} or act == Act.CLOSING},
    "earlier.why_": {str(one) for one in NameDifference},
    "earlier.linked_": {"same_matter", "other_matter", "related", "duplicate_of", "duplicated_by"},
    "act.state_": {
        str(one) for kind in (RecordKind.INCIDENT, RecordKind.REQUEST) for one in rules_of(kind).states
    },
    "restriction.": {
        *(str(one) for one in RESTRICTION_FIELDS),
        *(f"{one}_notice" for one in RESTRICTION_FIELDS),
    },
    "restriction.did_": {str(one) for one in RESTRICTION_FIELDS},
    "restriction.told_": set(TOLD),
    "message.told_": set(TOLD_OF),
    "away.": {f"{one}{way}" for one in PRESENCES for way in COVERS},
    "restriction.event_": set(EVENTS),
    "retention.kind_": set(OUTCOMES),
    "restriction.state_": {str(one) for one in RESTRICTION_STATES},
    "restriction.problem_": {str(one) for one in Problem},
    "marker.problem_": {str(one) for one in MarkerProblem},
    "marker.state_": {str(one) for one in MARKER_STATES},
    "marker.event_": {str(one) for one in WITH_WORDS},
    "restriction.letter_": {str(one) for one in OF_RESTRICTIONS},
    "letter.place_": {*EVERY_PLACE},
    **{f"field.{one.name}_": {"yes", "no"} for one in EVERY_FIELD if one.kind is FieldKind.YES_NO},
    "request.act_": {*map(str, REQUEST_FIELDS), *(f"{one}_notice" for one in REQUEST_FIELDS)},
    "request.did_": {*map(str, REQUEST_FIELDS)},
    "request.matter_": {*map(str, Matter)},
    "request.clock_": {*map(str, RequestClockKind)},
    "request.why_": {*map(str, set(ClockGround) - {ClockGround.DEPARTMENT})},
    "request.priority_": {*map(str, RequestPriority)},
    "request.news_": {*map(str, RequestNews)} - {*map(str, NEWS_OF_OPEN311)},
    "open311.told_": {*map(str, NEWS_OF_OPEN311)},
    "request.text_": {*map(str, ReplyKind)},
    "reply.flag_": {*map(str, set(FlagKind) - {FlagKind.READING})},
    "request.event_": {str(Act.NOTIFIED), str(Act.NOT_DELIVERED)},
    "request.queue_": {*FILTERS},
    "request.missing_": {*MISSING},
    "request.contact_": {"yes", "no"},
    "request.field_": {
        *READ,
        *(f"{name}{end}" for name in (*WRITTEN, *CHOSEN) for end in ("", "_hint")),
    },
    "figures.measure_": {*map(str, Measure)},
    "figures.column_": {*map(str, OF_REQUESTS)},
    "figures.by_": {*map(str, set(Breakdown) - {Breakdown.LANE})},
    "figures.age_": {*map(str, PendingAge)},
    "figures.hour_": {*map(str, PartOfDay)},
    "figures.section_": {*map(str, FigureSection)},
    "figures.timed_": {*map(str, Timed)},
    "figures.took_": {*map(str, Timed)},
    "guarded.step_": {"warned", "unwarned", "going_on", "stopped", "ended"},
    "notice.delivery_": {str(one) for one in DeliveryState},
    "notice.event_": set(KNOWN),
    "worklist.state_": set(STATES),
    "log.instead_": {str(one) for one in Identifying},
    "retention.standing_": {str(one) for one in Disposal},
    "retention.waiting_": {"tasks_open", "resting", "no_line"},
    "slack.hint_": {one.name for one in COMMANDS if one.takes_text},
    "report.step_": {"warned_at", "ended_at"},
    "upkeep.list_": {str(one) for one in Kind},
    "command.": {
        f"{one.name}_{half}" for one in (*COMMANDS, *SHORTCUTS) for half in ("title", "description")
    },
}
"""Keys that are put together while the program runs: a declared beginning and every end it can have."""

DRAWN = frozenset(
    [
        "Text",
        "Heading",
        "Fact",
        "Quote",
        "Phrases",
        "Steps",
        "Link",
        "Button",
        "Image",
        "Message",
        "TextField",
        "ChoiceField",
        "MultiChoiceField",
        "DateTimeField",
        "PersonField",
        "ToggleField",
        "Notice",
        "Option",
        "Form",
        "short",
        "titled",
    ]
)
"""What puts words before people; none of them is given a sentence that is written in the code."""

LENIENT = ("away.", "notice.event_", "refer.transfer_", "restriction.event_", "restriction.told_")
"""Families of which not every one names everything that is given."""

NAMES = frozenset({"name", "action", "value", "url", "zone", "draft", "context"})
LONGEST_SENTENCE = 30
AVERAGE_SENTENCE = 12.0


@cache
def calls() -> tuple[tuple[str, ast.Call], ...]:
    """Every call in the code that speaks, with its file."""
    return tuple(
        (str(path.relative_to(HERE)), node)
        for folder in SPEAKING
        for path in sorted((HERE / folder).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
    )


def spoken() -> Iterator[tuple[str, ast.Call]]:
    """The calls of `sentence`."""
    for file, call in calls():
        if isinstance(call.func, ast.Name) and call.func.id == "sentence":
            yield file, call


def named() -> set[str]:
    """Keys that stand in the code as a text by themselves: tables of adapters hand them on to `sentence`."""
    return {
        node.value
        for folder in ("adapters", "manifest")
        for path in (HERE / folder).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in catalogue("en")
    }


def on_the_page() -> set[str]:
    """Keys the local page asks for in the browser, by their whole name or by a beginning of it."""
    files = [path for path in PAGE.iterdir() if path.suffix in (".js", ".html")]
    asked = set(re.findall(r"[\w]+", " ".join(path.read_text(encoding="utf-8") for path in files)))
    own = [key for key in catalogue("en") if key.startswith("page.")]
    return {key for key in own if {name := key.removeprefix("page."), name.split("_")[0] + "_"} & asked}


def keys_of(call: ast.Call) -> set[str]:
    """The keys a call of `sentence` can ask for; a beginning that is not declared gives nothing."""
    key = call.args[0]
    if isinstance(key, ast.Constant):
        return {str(key.value)}
    if isinstance(key, ast.IfExp):
        return {str(one.value) for one in (key.body, key.orelse) if isinstance(one, ast.Constant)}
    if isinstance(key, ast.JoinedStr) and isinstance(key.values[0], ast.Constant):
        start = str(key.values[0].value)
        return {start + end for end in DYNAMIC.get(start, ())}
    return set()


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_key_that_is_used_exists() -> None:
    missing = {(file, key) for file, call in spoken() for key in keys_of(call) if key not in catalogue("en")}
    assert missing == set()


def test_a_key_put_together_has_a_declared_beginning() -> None:
    """In the core every key can be read where it is used; an adapter may take whole keys out of a table."""
    undeclared = [
        (file, ast.unparse(call))
        for file, call in spoken()
        if not keys_of(call) and (file.startswith("bot/") or isinstance(call.args[0], ast.JoinedStr))
    ]
    assert undeclared == []


def test_every_key_is_used() -> None:
    used = {key for _, call in spoken() for key in keys_of(call)}
    commands = {"command." + end for end in DYNAMIC["command."]}
    assert set(catalogue("en")) - used - commands - named() - on_the_page() == set()


def languages() -> dict[str, Mapping[str, Entry]]:
    """Every catalogue that is shipped, and the one of the tests."""
    places = [HERE / "bot" / "catalogue", CATALOGUE]
    return {
        folder.name: {
            f"{file.stem}.{name}": entry
            for file in folder.glob("*.toml")
            for name, entry in tomllib.loads(file.read_text(encoding="utf-8")).items()
        }
        for place in places
        for folder in place.iterdir()
        if folder.is_dir()
    }


@pytest.mark.parametrize("language", sorted(languages()))
def test_what_counts_has_every_plural_its_language_needs_and_no_other(language: str) -> None:
    """CLDR's category “other” is never among the tags of a rule: every language has it."""
    wanted = {*Locale.parse(language, sep="-").plural_form.tags, OTHER_FORM}
    for key, entry in languages()[language].items():
        texts = [entry] if isinstance(entry, str) else list(entry.values())
        counts = any(COUNT in placeholders(text) for text in texts)
        if counts or not isinstance(entry, str):
            assert not isinstance(entry, str), f"{key} counts and has one form only"
            assert set(entry) == wanted, key
            given = placeholders(entry[OTHER_FORM])
            assert all(placeholders(text) <= given for text in texts), key
        if english := entries("en").get(key):
            whole = english if isinstance(english, str) else english[OTHER_FORM]
            assert all(placeholders(text) <= placeholders(whole) for text in texts), key


@pytest.mark.parametrize("language", sorted(languages()))
def test_no_language_has_an_entry_that_english_lacks(language: str) -> None:
    assert languages()[language].keys() <= entries("en").keys()


def test_no_sentence_is_written_for_one_and_for_many_at_once() -> None:
    assert [key for key, text in catalogue("en").items() if re.search(r"\w\((?:e?s|ies)\)", text)] == []


def test_no_label_says_optional_which_each_platform_says_itself() -> None:
    said = [
        key for entries in languages().values() for key, one in entries.items() if "(optional)" in repr(one)
    ]
    assert not said


def test_every_command_and_shortcut_has_its_words() -> None:
    for end in DYNAMIC["command."]:
        words = catalogue("en")[f"command.{end}"]
        assert len(words) <= (24 if end.endswith("title") else 80), words


def test_every_placeholder_is_filled_and_no_value_is_given_in_vain() -> None:
    for file, call in spoken():
        if any(keyword.arg is None for keyword in call.keywords):
            continue
        given = {keyword.arg for keyword in call.keywords}
        for key in keys_of(call):
            if key.startswith(LENIENT):
                assert placeholders(catalogue("en")[key]) <= given, key
            else:
                assert placeholders(catalogue("en")[key]) == given, (file, key)


def test_sentences_are_short_and_their_average_too() -> None:
    lengths = []
    for key, text in catalogue("en").items():
        for part in re.split(r"(?<=[.!?:])\s+|\n", re.sub(r"\{\w+\}", "name", text)):
            words = re.findall(r"[\w'’-]+", part)
            assert len(words) <= LONGEST_SENTENCE, (key, part)
            lengths += [len(words)] if len(words) > 2 else []
    assert sum(lengths) / len(lengths) <= AVERAGE_SENTENCE


@pytest.mark.parametrize(
    "word", ["utilise", "aforementioned", "invalid", "illegal", "user error", "your fault:"]
)
def test_a22_no_jargon_and_no_blame(word: str) -> None:
    assert [key for key, text in catalogue("en").items() if word in text.casefold()] == []


def test_no_flow_speaks_words_that_are_not_in_the_catalogue() -> None:
    written = [
        (file, literal)
        for file, call in calls()
        if file.startswith("bot/") and _name(call) in DRAWN
        for literal in _literals(call)
        if " " in literal.strip() or literal.endswith((".", "!", "?"))
    ]
    assert written == []


def _name(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _literals(call: ast.Call) -> Iterator[str]:
    """Text written in the arguments of a call, not inside further calls: those are looked at by themselves."""
    given = [*call.args, *(keyword.value for keyword in call.keywords if keyword.arg not in NAMES)]
    while given:
        node = given.pop()
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif not isinstance(node, ast.Call):
            given += [child for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr)]

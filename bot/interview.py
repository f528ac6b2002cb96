"""A form asked as questions, one by one, where a platform has no forms. Pure: the state is a draft's `asking`.

`asking` holds the name of the field that is asked for, REVIEW while the answers are shown for a last look,
or REVIEW + name while one answer is changed from there. Words such as "skip" come from the catalogue.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.answers import (
    NotUnderstood,
    Values,
    applicable,
    initial_values,
    is_empty,
    is_required,
    read_answer,
    show_answer,
)
from bot.events import FieldValue
from bot.forms import (
    ChoiceField,
    DateTimeField,
    Field,
    Form,
    MultiChoiceField,
    Notice,
    PersonField,
    TextField,
    ToggleField,
)
from bot.messages import Button, Buttons, Fact, Facts, Heading, Message, Part, Steps, Text, Tone
from bot.words import sentence

REVIEW = "*"
LISTED = 25
"""Options shown as a numbered list; of a longer list (people) a name is typed instead."""


@dataclass(frozen=True, slots=True)
class Step:
    """What to say next; `asking` and `values` are to be kept until the answer comes."""

    asking: str
    values: Values
    message: Message


@dataclass(frozen=True, slots=True)
class Finished:
    """Everything was answered and the person said to send it; unanswered fields are absent."""

    values: Values


@dataclass(frozen=True, slots=True)
class Stopped:
    """The person stopped; what was answered stays in the draft."""

    message: Message


def begin(form: Form) -> Step:
    """Ask the first question of a form; a form without fields is only shown."""
    values = initial_values(form)
    fields = applicable(form, values)
    if not fields:
        return Step("", values, Message(form.title, (Heading(form.title), *_notices(form, fields, None))))
    step = _ask(form, values, fields[0])
    intro = Text(sentence("interview.intro", **_words()), Tone.QUIET)
    parts = (Heading(form.title), *_notices(form, fields, fields[0]), intro, *step.message.parts)
    return Step(step.asking, values, Message(step.message.summary, parts))


def correct(form: Form, errors: Mapping[str, str]) -> Step:
    """Ask again for the first answer that was refused; an error of the whole form leads to the last look."""
    values = {**dict.fromkeys(field.name for field in form.fields), **initial_values(form)}
    for field in applicable(form, values):
        if field.name in errors:
            return _ask(form, values, field, REVIEW, errors[field.name])
    return _review(form, values, " ".join(errors.values()))


def answer(form: Form, asking: str, values: Values, text: str, now: datetime) -> Step | Finished | Stopped:
    """Take a typed answer to what was asked and say what comes next."""
    words, word = _words(), text.strip().casefold()
    if word == words["stop"]:
        return Stopped(_stopped(form))
    if asking == REVIEW:
        return _reviewed(form, values, word)
    fields = {field.name: field for field in applicable(form, values)}
    field = fields.get(asking.removeprefix(REVIEW))
    if field is None:
        return begin(form)
    mode = REVIEW if asking.startswith(REVIEW) else ""
    if word == words["back"]:
        return _before(form, values, field)
    try:
        value = values.get(field.name) if word == words["skip"] else read_answer(field, text, now)
    except NotUnderstood as problem:
        return _ask(form, values, field, mode, str(problem))
    if is_required(field) and is_empty(value):
        return _ask(form, values, field, mode, sentence("interview.needed"))
    return _after(form, {**values, field.name: value}, field, mode)


def _after(form: Form, values: Values, field: Field, mode: str) -> Step:
    if mode == REVIEW:
        return _review(form, values)
    order = [known.name for known in form.fields]
    place = order.index(field.name)
    for later in applicable(form, values):
        if order.index(later.name) > place:
            return _ask(form, values, later)
    return _review(form, values)


def _before(form: Form, values: Values, field: Field) -> Step:
    names = [known.name for known in applicable(form, values)]
    at = names.index(field.name)
    return _ask(form, values, applicable(form, values)[max(at - 1, 0)])


def _reviewed(form: Form, values: Values, word: str) -> Step | Finished:
    words = _words()
    fields = applicable(form, values)
    if word in (words["send"], form.submit.casefold()):
        missing = [field for field in fields if is_required(field) and is_empty(values.get(field.name))]
        return _review(form, values) if missing else Finished(_answered(fields, values))
    if word == words["back"]:
        return _ask(form, values, fields[-1])
    numbered = {str(number): field for number, field in enumerate(fields, 1)}
    if word in numbered:
        return _ask(form, values, numbered[word], REVIEW)
    return _review(form, values, sentence("interview.send_or_number", **words))


def _answered(fields: tuple[Field, ...], values: Values) -> dict[str, FieldValue]:
    held = {field.name: values.get(field.name) for field in fields}
    return {name: value for name, value in held.items() if not is_empty(value)}


def _review(form: Form, values: Values, problem: str = "") -> Step:
    """Ask what a changed answer made necessary, then show everything for a last look."""
    fields = applicable(form, values)
    for field in fields:
        if field.name not in values:
            return _ask(form, values, field, REVIEW, problem)
        if is_required(field) and is_empty(values[field.name]):
            return _ask(form, values, field, REVIEW, problem or sentence("interview.needed"))
    facts = tuple(
        Fact(
            f"{number}. {field.label}",
            show_answer(field, values[field.name]) or sentence("interview.nothing"),
        )
        for number, field in enumerate(fields, 1)
    )
    how = Text(sentence("interview.review", **_words()))
    title = sentence("interview.review_title")
    parts = (*_problem(problem), Heading(title), Facts(facts), *_notices(form, fields, None), how)
    return Step(REVIEW, values, Message(title, parts))


def _ask(form: Form, values: Values, field: Field, mode: str = "", problem: str = "") -> Step:
    fields = applicable(form, values)
    place = sentence("interview.place", number=fields.index(field) + 1, count=len(fields))
    parts: list[Part] = [*_problem(problem)]
    if field is not fields[0]:
        parts += _notices(form, fields, field)
    parts.append(Text(f"{place} {field.label}", Tone.STRONG))
    if field.hint:
        parts.append(Text(field.hint, Tone.QUIET))
    if labels := _labels(field):
        parts.append(Steps(labels))
    if so_far := show_answer(field, values.get(field.name)):
        parts.append(Text(sentence("interview.so_far", answer=so_far, **_words())))
    parts.append(Text(_how(field), Tone.QUIET))
    return Step(mode + field.name, values, Message(f"{place} {field.label}", tuple(parts)))


def _labels(field: Field) -> tuple[str, ...]:
    if isinstance(field, ChoiceField | MultiChoiceField | PersonField) and len(field.options) <= LISTED:
        return tuple(option.label for option in field.options)
    return ()


def _how(field: Field) -> str:
    match field:
        case TextField():
            how = sentence("interview.how_text")
        case ChoiceField() | PersonField(many=False):
            how = sentence("interview.how_one")
        case MultiChoiceField() | PersonField():
            how = sentence("interview.how_several")
        case DateTimeField():
            how = sentence("interview.how_time")
        case ToggleField():
            how = sentence("interview.how_yes_or_no")
    return how if is_required(field) else f"{how} {sentence('interview.how_skip', **_words())}"


def _notices(form: Form, fields: tuple[Field, ...], before: Field | None) -> list[Part]:
    """The notices between the field asked before and this one, or after the last field."""
    notices: list[Part] = []
    for item in form.items:
        if isinstance(item, Notice):
            notices.append(Text(item.text, Tone.DANGER if item.danger else Tone.PLAIN))
        elif item == before:
            break
        elif item in fields:
            notices = []
    return notices


def _problem(problem: str) -> tuple[Text, ...]:
    return (Text(problem, Tone.STRONG),) if problem else ()


def _stopped(form: Form) -> Message:
    again = Button(sentence("interview.go_on"), "form.open", form.draft, opens_form=True)
    away = Button(sentence("interview.throw_away"), "form.discard", form.draft)
    text = sentence("interview.stopped")
    return Message(text, (Text(text), Buttons((again, away))))


def _words() -> dict[str, str]:
    return {
        "skip": sentence("interview.word_skip"),
        "back": sentence("interview.word_back"),
        "stop": sentence("interview.word_stop"),
        "send": sentence("interview.word_send"),
    }

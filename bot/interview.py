"""A form asked as questions, one by one, where a platform has no forms. Pure: the state is a draft's `asking`.

`asking` holds the name of the field that is asked for, REVIEW while the answers are shown for a last look,
or REVIEW + name while one answer is changed from there. Words such as "skip" come from the catalogue.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.answers import NotUnderstood, Values, applicable, initial_values, is_empty, is_required, read_answer
from bot.events import FieldValue
from bot.forms import Field, Form, PersonField
from bot.messages import Message
from bot.questions import control_words, last_look, opening, question, reading, stopped
from bot.words import sentence

REVIEW = "*"


@dataclass(frozen=True, slots=True)
class InterviewStep:
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


def begin(form: Form) -> InterviewStep:
    """Ask the first question of a form; a form without fields is only shown."""
    values = initial_values(form)
    fields = applicable(form, values)
    if not fields:
        return InterviewStep("", values, reading(form))
    step = _ask(form, values, fields[0])
    return replace(step, message=opening(form, step.message))


def correct(form: Form, errors: Mapping[str, str]) -> InterviewStep:
    """Ask again for the first answer that was refused; an error of the whole form leads to the last look."""
    values = {**dict.fromkeys(field.name for field in form.fields), **initial_values(form)}
    for field in applicable(form, values):
        if field.name in errors:
            return _ask(form, values, field, REVIEW, errors[field.name])
    return _review(form, values, " ".join(errors.values()))


def answer(
    form: Form, asking: str, values: Values, text: str, now: datetime
) -> InterviewStep | Finished | Stopped:
    """Take a typed answer to what was asked and say what comes next."""
    words, word = control_words(), text.strip().casefold()
    if word == words["stop"] or word.rstrip(".!") in sentence("interview.words_stop").split(", "):
        return Stopped(stopped(form))
    if asking == REVIEW:
        return _reviewed(form, values, word)
    fields = {field.name: field for field in applicable(form, values)}
    field = fields.get(asking.removeprefix(REVIEW))
    if field is None:
        return begin(form)
    mode = REVIEW if asking.startswith(REVIEW) else ""
    if word == words["back"]:
        return _before(form, values, field)
    if word == words["send"] and not _missing(form, values):
        return _review(form, {**dict.fromkeys(fields), **values})
    try:
        value = values.get(field.name) if word == words["skip"] else read_answer(field, text, now)
    except NotUnderstood as problem:
        return _ask(form, values, field, mode, str(problem))
    if is_required(field) and is_empty(value):
        return _ask(form, values, field, mode, sentence("interview.needed"))
    return _after(form, {**values, field.name: value}, field, mode)


def _after(form: Form, values: Values, field: Field, mode: str) -> InterviewStep:
    if mode == REVIEW:
        return _review(form, values)
    order = [known.name for known in form.fields]
    place = order.index(field.name)
    for later in applicable(form, values):
        if order.index(later.name) > place and not _is_settled(later, values):
            return _ask(form, values, later)
    return _review(form, values)


def _is_settled(field: Field, values: Values) -> bool:
    """Whether a field is shown at the last look alone, because what it begins with is nearly always right."""
    return isinstance(field, PersonField) and field.settled and not is_empty(values.get(field.name))


def _before(form: Form, values: Values, field: Field) -> InterviewStep:
    names = [known.name for known in applicable(form, values)]
    at = names.index(field.name)
    return _ask(form, values, applicable(form, values)[max(at - 1, 0)])


def _reviewed(form: Form, values: Values, word: str) -> InterviewStep | Finished:
    words = control_words()
    fields = applicable(form, values)
    if word in (words["send"], form.submit.casefold()):
        return _review(form, values) if _missing(form, values) else Finished(_answered(fields, values))
    if word == words["back"]:
        return _ask(form, values, fields[-1])
    numbered = {str(number): field for number, field in enumerate(fields, 1)}
    if word in numbered:
        return _ask(form, values, numbered[word], REVIEW)
    return _review(form, values, sentence("interview.send_or_number", **words))


def _missing(form: Form, values: Values) -> bool:
    fields = applicable(form, values)
    return any(is_required(field) and is_empty(values.get(field.name)) for field in fields)


def _answered(fields: tuple[Field, ...], values: Values) -> dict[str, FieldValue]:
    held = {field.name: values.get(field.name) for field in fields}
    return {name: value for name, value in held.items() if not is_empty(value)}


def _review(form: Form, values: Values, problem: str = "") -> InterviewStep:
    """Ask what a changed answer made necessary, then show everything for a last look."""
    fields = applicable(form, values)
    for field in fields:
        if field.name not in values:
            return _ask(form, values, field, REVIEW, problem)
        if is_required(field) and is_empty(values[field.name]):
            return _ask(form, values, field, REVIEW, problem or sentence("interview.needed"))
    return InterviewStep(REVIEW, values, last_look(form, values, problem))


def _ask(form: Form, values: Values, field: Field, mode: str = "", problem: str = "") -> InterviewStep:
    may_finish = not mode and not _missing(form, values)
    message = question(form, values, field, problem=problem, may_finish=may_finish)
    return InterviewStep(mode + field.name, values, message)

"""What an interview shows: one question of a form, and all answers for a last look. Pure drawing."""

from __future__ import annotations

from bot.answers import Values, applicable, is_required, show_answer
from bot.drafts import KEPT
from bot.forms import (
    ChoiceField,
    DateTimeField,
    Field,
    Form,
    FormNotice,
    MultiChoiceField,
    PersonField,
    TextField,
    ToggleField,
)
from bot.messages import Button, Buttons, Fact, Facts, Heading, Message, Part, Steps, Text, Tone
from bot.words import sentence

LISTED = 25
"""Options shown as a numbered list; of a longer list (people) a name is typed instead."""


def control_words() -> dict[str, str]:
    """The words that steer an interview instead of answering, by what they do."""
    return {
        "skip": sentence("interview.word_skip"),
        "back": sentence("interview.word_back"),
        "stop": sentence("interview.word_stop"),
        "send": sentence("interview.word_send"),
    }


def question(
    form: Form, values: Values, field: Field, *, problem: str = "", may_finish: bool = False
) -> Message:
    """One field as a question, with what was answered so far and how to answer."""
    fields = applicable(form, values)
    place = sentence("interview.place", number=fields.index(field) + 1, last=len(fields))
    title = f"{place} {field.label}"
    parts: list[Part] = [*_problem(problem), *_notices(form, fields, field), Text(title, Tone.STRONG)]
    if field.hint:
        parts.append(Text(field.hint, Tone.QUIET))
    if labels := _labels(field):
        parts.append(Steps(labels))
    if so_far := show_answer(field, values.get(field.name)):
        parts.append(Text(sentence("interview.so_far", answer=so_far, **control_words())))
    parts.append(Text(_how(field), Tone.QUIET))
    if may_finish:
        parts.append(Text(sentence("interview.rest", **control_words()), Tone.QUIET))
    return Message(title, tuple(parts))


def opening(form: Form, first: Message) -> Message:
    """The first question under the form's title; the words that steer come last, emergency numbers first (P36)."""
    intro = Text(sentence("interview.intro", **control_words()), Tone.QUIET)
    return Message(first.summary, (Heading(form.title), *first.parts, intro))


def reading(form: Form) -> Message:
    """A form without fields: what it says."""
    return Message(form.title, (Heading(form.title), *_notices(form, (), None)))


def last_look(form: Form, values: Values, problem: str = "") -> Message:
    """Every answer with its number, before anything is sent.

    What stands above all fields is shown again where the form came back: it can be what it came back for.
    """
    fields = applicable(form, values)
    nothing = sentence("interview.nothing")
    facts = tuple(
        Fact(f"{number}. {field.label}", show_answer(field, values.get(field.name)) or nothing)
        for number, field in enumerate(fields, 1)
    )
    title, how = sentence("interview.review_title"), sentence("interview.review", **control_words())
    notices = _notices(form, fields, None)
    above = _notices(form, fields, fields[0]) if problem and fields else []
    parts = (*_problem(problem), *above, Heading(title), Facts(facts), *notices, Text(how))
    return Message(title, parts)


def stopped(form: Form) -> Message:
    """Nothing was sent; the answers can be taken up again or thrown away."""
    again = Button(sentence("interview.go_on"), "form.open", form.draft, opens_form=True)
    away = Button(sentence("interview.throw_away"), "form.discard", form.draft)
    text = sentence("interview.stopped", count=KEPT.days)
    return Message(text, (Text(text), Buttons((again, away))))


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
            how = sentence("interview.how_ahead" if field.ahead else "interview.how_time")
        case ToggleField():
            how = sentence("interview.how_yes_or_no")
    skip = sentence("interview.how_skip", **control_words())
    return how if is_required(field) else f"{how} {skip}"


def _notices(form: Form, fields: tuple[Field, ...], before: Field | None) -> list[Part]:
    """The notices between the field asked before and this one, or after the last field."""
    notices: list[Part] = []
    for item in form.items:
        if isinstance(item, FormNotice):
            notices.append(Text(item.text, Tone.DANGER if item.danger else Tone.PLAIN))
        elif item == before:
            break
        elif item in fields:
            notices = []
    return notices


def _problem(problem: str) -> tuple[Text, ...]:
    return (Text(problem, Tone.STRONG),) if problem else ()

"""Fit replies to what a platform can do. Pure: the same replies and numbers give the same result.

Nothing is lost silently: long texts are shortened at the end and say so, surplus buttons follow in a
message of their own, a form that cannot open becomes a button or a question, a file becomes a sentence.
The order of replies is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import assert_never

from bot import interview
from bot.capabilities import Capabilities
from bot.forms import Form
from bot.locales import listed
from bot.messages import Button, Buttons, Message, Part, Text
from bot.replies import CloseForm, FormErrors, OpenForm, Replace, Reply, Say, Upload
from bot.shorten import fitted, shortened
from bot.words import sentence


def fit(replies: Sequence[Reply], capabilities: Capabilities, can_open_form: bool) -> list[Reply]:
    """The replies as a platform with these capabilities can perform them, for an event that can or cannot
    open a form at once."""
    return [done for reply in replies for done in _fit(reply, capabilities, can_open_form)]


def fit_message(message: Message, capabilities: Capabilities) -> tuple[Message, ...]:
    """One message as this platform can show it: the message, then what had to follow in further ones."""
    message, surplus = _with_few_buttons(message, capabilities)
    first = fitted(message, capabilities.part_characters, capabilities.message_characters)
    more = sentence("core.more_choices")
    return (first, *(Message(more, (Text(more), Buttons(row))) for row in surplus))


def once_more(replies: Sequence[Reply]) -> list[Reply]:
    """The answer to a form that was sent before: the same, but nobody is told twice."""
    then: list[Say | Replace] = []
    for reply in replies:
        if isinstance(reply, CloseForm):
            then += reply.then
        elif isinstance(reply, Say | Replace):
            then.append(reply)
    return [CloseForm(tuple(then), repeated=True)]


def directly(replies: Sequence[Reply]) -> list[Reply]:
    """Questions are asked where nobody reads the answers, so elsewhere a form becomes the way there."""
    words = sentence("core.write_directly")
    help_button = Button(sentence("core.help_button"), "command.run", "help")
    way = Say(Message(words, (Text(words), Buttons((help_button,)))))
    return [way if isinstance(reply, OpenForm | FormErrors) else reply for reply in replies]


def _fit(reply: Reply, capabilities: Capabilities, can_open_form: bool) -> Iterable[Reply]:
    match reply:
        case Say() | Replace():
            return _fit_step(reply, capabilities)
        case OpenForm(form, opener):
            return _open(form, opener, capabilities, can_open_form)
        case FormErrors(form, errors):
            if capabilities.forms:
                return [reply]
            return _say(interview.correct(form, errors).message, capabilities)
        case CloseForm(then, repeated):
            performed = tuple(done for step in then for done in _fit_step(step, capabilities))
            return [CloseForm(performed, repeated)] if capabilities.forms else performed
        case Upload():
            return [reply] if capabilities.files else _say(_no_file(reply), capabilities)
        case _:
            assert_never(reply)


def _fit_step(reply: Say | Replace, capabilities: Capabilities) -> list[Say | Replace]:
    if isinstance(reply, Say):
        return [Say(fitting, reply.audience) for fitting in fit_message(reply.message, capabilities)]
    first, *others = fit_message(reply.message, capabilities)
    done: Say | Replace = Replace(first) if capabilities.replace else Say(first)
    return [done, *map(Say, others)]


def _open(form: Form, opener: Message | None, capabilities: Capabilities, can_open_form: bool) -> list[Reply]:
    if not capabilities.forms or (not form.fields and not can_open_form):
        return _say(interview.begin(form).message, capabilities)
    if can_open_form:
        return [OpenForm(form, opener)]
    return _say(opener or _opener(form), capabilities)


def _say(message: Message, capabilities: Capabilities) -> list[Reply]:
    return [Say(fitting) for fitting in fit_message(message, capabilities)]


def _opener(form: Form) -> Message:
    text = sentence("core.open_form", title=form.title)
    button = Button(sentence("core.open_form_button"), "form.open", form.draft, opens_form=True)
    return Message(text, (Text(text), Buttons((button,))))


def _no_file(upload: Upload) -> Message:
    text = sentence("core.no_files", name=upload.name)
    return Message(text, (Text(text),))


def _with_few_buttons(
    message: Message, capabilities: Capabilities
) -> tuple[Message, list[tuple[Button, ...]]]:
    """Keep the first buttons the platform can show; the others come back in rows for further messages."""
    most, label = capabilities.buttons, capabilities.button_label_characters
    room = most
    parts: list[Part] = []
    surplus: list[Button] = []
    for part in message.parts:
        if not isinstance(part, Buttons):
            parts.append(part)
            continue
        short = [replace(button, label=shortened(button.label, label)) for button in part.buttons]
        if short[:room]:
            parts.append(Buttons(tuple(short[:room])))
        surplus += short[room:]
        room -= len(short[:room])
    if most == 0 and surplus:
        labels = listed(f"“{button.label}”" for button in surplus)
        parts.append(Text(sentence("core.choices", labels=labels)))
        surplus = []
    rows = [tuple(surplus[at : at + most]) for at in range(0, len(surplus), most or 1)]
    return replace(message, parts=tuple(parts)), rows

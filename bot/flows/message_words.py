"""What whoever gets a message for them is told, and the way to its words."""

from __future__ import annotations

from bot.messages import Button, Tone
from bot.services import Services
from bot.words import sentence
from incidents.task import Task, TaskKind


def given_words(task: Task, reader: str, services: Services) -> str:
    """What whoever gets a message is told, they themselves or who stands in for them."""
    name, whose = services.people.name(task.made_by), services.people.name(task.assignee)
    waits = task.kind is TaskKind.VISITOR
    if task.assignee == reader:
        return sentence("message.given_visitor" if waits else "message.given", name=name)
    return sentence("message.given_visitor_for" if waits else "message.given_for", name=name, whose=whose)


def read_button(record_id: str, *, waits: bool = False, tone: Tone = Tone.PLAIN) -> Button:
    """The way to the words of a message, or to who waits; the right is asked when they press."""
    label = sentence("message.who" if waits else "message.read")
    return Button(label, "message.read", record_id, tone, opens_form=True)

"""What a field and its choices are called: as the catalogue says, or as the organisation says in its `fields.yaml`."""

from __future__ import annotations

from bot.locales import spoken
from bot.services import Services
from bot.words import sentence
from incidents.rules.fields import RecordField
from incidents.rules.own_fields import Worded, is_own


def label_of(field: RecordField, services: Services) -> str:
    """What is asked with a field, in the language of whoever is answered."""
    if own := services.fields.get(field.name):
        return worded(own.label)
    texts = services.fields.texts.get(field.name)
    return worded(texts.label if texts else {}) or sentence(f"field.{field.name}")


def hint_of(field: RecordField, services: Services) -> str:
    """What helps to answer it; empty where an organisation's own field has no hint."""
    if own := services.fields.get(field.name):
        return worded(own.hint)
    texts = services.fields.texts.get(field.name)
    return worded(texts.hint if texts else {}) or sentence(f"field.{field.name}_hint")


def missing_of(field: RecordField) -> str:
    """That a needed field was not answered."""
    return sentence("own.missing") if is_own(field.name) else sentence(f"field.{field.name}_missing")


def choice_of(field: RecordField, choice: str, services: Services, kept: str = "") -> str:
    """What a choice is called; `kept` is what it was called when it was chosen, should it be in no file any more."""
    if is_own(choice):
        added = services.fields.choice(field.name, choice)
        return worded(added) if added else kept or sentence("own.gone")
    return sentence(f"field.{field.name}_{choice}") if choice in field.choices else ""


def worded(words: Worded) -> str:
    """A text of the organisation's in the language of whoever is answered."""
    locale = spoken()
    tags = (f"{locale.language}-{locale.territory}", str(locale.language), "")
    return next((words[tag] for tag in tags if tag in words), "")

"""Who keeps an entry of the directory: its owner, or who keeps all policies in their place."""

from __future__ import annotations

from bot.services import Services


def entry_owner(key: str, services: Services) -> str:
    """The person who keeps an entry; who keeps all policies where it is gone."""
    contact = services.contacts.get(key)
    return contact.owner.casefold() if contact else services.organisation.policy_owner


def keeps_any_entry(person: str, services: Services) -> bool:
    """Whether somebody keeps an entry at all."""
    return any(contact.owner.casefold() == person for contact in services.contacts.contacts)

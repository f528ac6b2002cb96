"""Who keeps an entry of the directory: its owner, who keeps all policies in their place, and who may read along."""

from __future__ import annotations

from bot.flows.owners import keeps_policies
from bot.people import Role
from bot.services import Services


def entry_owner(key: str, services: Services) -> str:
    """The person who keeps an entry; who keeps all policies where it is gone."""
    contact = services.contacts.get(key)
    return contact.owner.casefold() if contact else services.organisation.policy_owner


def keeps_entry(person: str, key: str, services: Services) -> bool:
    """Whether somebody may correct an entry: it is theirs, or they keep all policies."""
    return bool(person) and (person == entry_owner(key, services) or keeps_policies(person, services))


def may_read_given(person: str, key: str, services: Services) -> bool:
    """Whether somebody may read what was given: the owner of the entry, and the head of their department."""
    if services.contacts.get(key) is None:
        return False
    owner = entry_owner(key, services)
    department = services.people.department_of(owner)
    heads = services.people.holders(Role.HEAD, department) if department else ()
    return bool(person) and (person == owner or person in heads)


def keeps_any_entry(person: str, services: Services) -> bool:
    """Whether somebody keeps an entry at all."""
    return any(contact.owner.casefold() == person for contact in services.contacts.contacts)

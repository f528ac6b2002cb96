"""Who answers for the policies: those who keep all of them, and the one who keeps a document."""

from __future__ import annotations

from bot.people import People, Role
from bot.services import Services
from bot.words import sentence
from knowledge.answers.answer import Answer
from knowledge.reading.document import Finding


def policy_owners(services: Services) -> tuple[str, ...]:
    """Everybody who keeps all policies, the one named by the organisation first."""
    named = services.organisation.policy_owner
    return tuple(dict.fromkeys((named, *services.people.holders(Role.POLICY_OWNER))))


def documents_of(person: str, services: Services) -> frozenset[str]:
    """The documents that name somebody as their owner, by key, name or title; those withdrawn among them."""
    documents = (*services.knowledge.documents, *services.knowledge.withdrawn)
    return frozenset(
        one.name for one in documents if person and listed(one.facts.owner, services.people) == person
    )


def keepers(services: Services) -> tuple[str, ...]:
    """Everybody with something to look after: who keeps all policies, then who keeps a document."""
    documents = (*services.knowledge.documents, *services.knowledge.withdrawn)
    named = (listed(one.facts.owner, services.people) for one in documents)
    return tuple(dict.fromkeys((*policy_owners(services), *(person for person in named if person))))


def unknown_owners(services: Services) -> tuple[Finding, ...]:
    """Documents that name somebody as their owner whom the organisation does not list: their findings reach nobody."""
    return tuple(
        Finding(one.name, "", "owner-unknown", sentence("upkeep.owner_unknown", owner=one.facts.owner))
        for one in services.knowledge.documents
        if one.facts.owner and not listed(one.facts.owner, services.people)
    )


def owner_of(answer: Answer, services: Services) -> str:
    """The person who keeps the nearest document, else the one for all policies."""
    owners = (listed(passage.owner, services.people) for passage in answer.passages[:1])
    owner = next((owner for owner in owners if owner), services.organisation.policy_owner)
    return present_owner(owner, services)


def present_owner(owner: str, services: Services) -> str:
    """Who is asked while an owner is away: their deputy where that is somebody who keeps policies, else whoever keeps
    all of them and is there; the owner, where nobody is.
    """
    away = services.absences.now()
    if not away.get(owner):
        return owner
    may = keepers(services)
    choices = (*services.absences.stand_ins(owner), *policy_owners(services))
    return next((one for one in choices if one in may and not away.get(one)), owner)


def next_owner(owner: str, services: Services) -> str:
    """Who is asked where `owner` cannot answer, or empty where nobody is left."""
    order = policy_owners(services)
    rest = order[order.index(owner) + 1 :] if owner in order else order
    return next(iter(rest), "")


def listed(owner: str, people: People) -> str:
    """The key of the person a document names as its owner, by key, name or title; empty for nobody listed."""
    wanted = owner.strip().casefold()
    return next(
        (
            person.key
            for person in people.by_key.values()
            if wanted and wanted in (person.key, person.name.casefold(), person.title.casefold())
        ),
        "",
    )

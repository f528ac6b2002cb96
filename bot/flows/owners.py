"""Who answers for the policies: those who keep all of them, and the one who keeps a document."""

from __future__ import annotations

from bot.hand_off import Question
from bot.people import Role
from bot.services import Services
from knowledge.passages import Answer


def policy_owners(services: Services) -> tuple[str, ...]:
    """Everybody who keeps all policies, the one named by the organisation first."""
    named = services.organisation.policy_owner
    return tuple(dict.fromkeys((named, *services.people.holders(Role.POLICY_OWNER))))


def keeps_policies(person: str, services: Services) -> bool:
    """Whether somebody may look after the answers of all policies."""
    return person in policy_owners(services)


def documents_of(person: str, services: Services) -> frozenset[str]:
    """The documents that name somebody as their owner, by key, name or title."""
    documents = services.knowledge.documents
    return frozenset(one.name for one in documents if person and listed(one.facts.owner, services) == person)


def keepers(services: Services) -> tuple[str, ...]:
    """Everybody with something to look after: who keeps all policies, then who keeps a document."""
    named = (listed(one.facts.owner, services) for one in services.knowledge.documents)
    return tuple(dict.fromkeys((*policy_owners(services), *(person for person in named if person))))


def may_answer(person: str, question: Question, services: Services) -> bool:
    """Whether somebody may answer a question: it is theirs, or they keep all policies."""
    return person == question.owner or keeps_policies(person, services)


def owner_of(answer: Answer, services: Services) -> str:
    """The person who keeps the nearest document, else the one for all policies."""
    owners = (listed(passage.owner, services) for passage in answer.passages[:1])
    return next((owner for owner in owners if owner), services.organisation.policy_owner)


def next_owner(owner: str, services: Services) -> str:
    """Who is asked where `owner` cannot answer, or empty where nobody is left."""
    order = policy_owners(services)
    rest = order[order.index(owner) + 1 :] if owner in order else order
    return next(iter(rest), "")


def listed(owner: str, services: Services) -> str:
    """The key of the person a document names as its owner, by key, name or title; empty for nobody listed."""
    wanted = owner.strip().casefold()
    return next(
        (
            person.key
            for person in services.people.by_key.values()
            if wanted and wanted in (person.key, person.name.casefold(), person.title.casefold())
        ),
        "",
    )

"""How somebody stands to what is kept up, so that the access table of `knowledge.curation.access` can be asked."""

from __future__ import annotations

from dataclasses import dataclass

from bot.flows.entry_owners import entry_owner
from bot.flows.owners import documents_of, policy_owners
from bot.people import Role
from bot.services import Services
from knowledge.curation.access import Upkeep, UpkeepRelation, may
from knowledge.curation.items import Kind
from knowledge.curation.questions import Question


@dataclass(frozen=True, slots=True)
class Keeper:
    """Somebody with the documents they keep today; `policies` says that they keep all there are."""

    person: str
    policies: bool
    documents: frozenset[str]

    def relations(self, *, document: str = "", owner: str = "") -> frozenset[UpkeepRelation]:
        """How they stand to a thing of a document, or to one that came to `owner`."""
        facts = {
            UpkeepRelation.POLICIES: self.policies,
            UpkeepRelation.KEEPER: bool(self.documents),
            UpkeepRelation.DOCUMENT: document in self.documents,
            # Who keeps no document any more answers for nothing that came to them while they did.
            UpkeepRelation.ASKED: bool(self.documents) and self.person == owner,
        }
        return frozenset(relation for relation, true in facts.items() if true)

    def may(self, operation: Upkeep, kind: Kind, *, document: str = "", owner: str = "") -> bool:
        """Whether the access table lets them."""
        return may(self.relations(document=document, owner=owner), operation, kind)


def keeper(person: str, services: Services) -> Keeper:
    """Somebody as the people file and the documents have it now."""
    return Keeper(person, person in policy_owners(services), documents_of(person, services))


def entry_relations(person: str, key: str, services: Services) -> frozenset[UpkeepRelation]:
    """How somebody stands today to an entry of the directory; where it is gone it is for who keeps all policies."""
    owner = entry_owner(key, services)
    department = services.people.department_of(owner) if services.contacts.get(key) else ""
    heads = services.people.holders(Role.HEAD, department) if department else ()
    facts = {
        UpkeepRelation.POLICIES: person in policy_owners(services),
        UpkeepRelation.ENTRY: bool(person) and person == owner and services.contacts.get(key) is not None,
        UpkeepRelation.ENTRY_HEAD: bool(person) and person in heads,
    }
    return frozenset(relation for relation, true in facts.items() if true)


def may_answer(person: str, question: Question, services: Services) -> bool:
    """Whether somebody may answer a question."""
    return keeper(person, services).may(Upkeep.SETTLE, Kind.QUESTIONS, owner=question.owner)


def keeps_entry(person: str, key: str, services: Services) -> bool:
    """Whether somebody may correct an entry of the directory."""
    return may(entry_relations(person, key, services), Upkeep.SETTLE, Kind.NUMBERS)


def may_read_given(person: str, key: str, services: Services) -> bool:
    """Whether somebody may read how often an entry was given, and by whom."""
    return may(entry_relations(person, key, services), Upkeep.COUNT, Kind.NUMBERS)

"""For the customer: the words of a public policy to hand on, with its page (D05)."""

from __future__ import annotations

from bot.events import ActionChosen
from bot.flows.asking import ask
from bot.flows.next_steps import person_button, public
from bot.flows.parts import short, titled
from bot.messages import Buttons, Phrases, Text, Tone
from bot.replies import Reply, Say
from bot.router import Flow
from bot.services import Services
from bot.words import sentence
from knowledge.answers.answer import Passage


async def show(event: ActionChosen, services: Services) -> list[Reply]:
    """One sentence to copy: the clause, where it stands and the public page; nothing of a policy without one."""
    answer = await ask(event.value, services)
    if not answer.answered or not public(answer.passages[0]):
        return short(sentence("ask.customer_none"), person_button(event.value))
    return [
        Say(
            titled(
                sentence("ask.customer"),
                Phrases(sentence("ask.customer_title"), (_extract(answer.passages[0]),)),
                Text(sentence("ask.customer_next"), Tone.QUIET),
                Buttons((person_button(event.value),)),
            )
        )
    ]


def _extract(passage: Passage) -> str:
    words = f"{passage.lead_in} {passage.clause or passage.text}".strip()
    return sentence("ask.customer_copy", words=words, citation=passage.citation, url=passage.url)


ACTIONS: dict[str, Flow[ActionChosen]] = {"ask.customer": show}

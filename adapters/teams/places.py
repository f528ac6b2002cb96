"""Conversations of Teams as targets: what an activity says about where it happened, and back."""

from __future__ import annotations

from dataclasses import replace

from adapters.teams.activities import Activity, tenant_of, text_at
from bot.people import Identity, Place, ReplyTarget, Standing

PLATFORM = "teams"

SERVICE_URL = "service_url"
USER = "user"
CARD = "card"
CARD_CONVERSATION = "card_conversation"
"""Names in `ReplyTarget.route`: where the Connector is, who is meant, the activity id of the card whose
button was pressed, and the conversation of that card where it is another one."""

THREAD = ";messageid="
"""Stands between a channel's id and the message that began the thread."""

WITH_THE_BOT = "a:"
"""How ids of 1:1 chats with a bot begin. A message extension can be used in a 1:1 chat of two people."""

PLACES = {"personal": Place.DIRECT, "groupChat": Place.GROUP}


def place_of(activity: Activity) -> ReplyTarget:
    """Where the activity happened; anything unknown counts as a channel, where least may be said."""
    said, card = activity["conversation"], activity.get("replyToId")
    conversation, _, thread = said["id"].partition(THREAD)
    place = PLACES.get(text_at(said, "conversationType"), Place.CHANNEL)
    elsewhere = text_at(activity, "name").startswith("composeExtension/")
    if place is Place.DIRECT and elsewhere and not conversation.startswith(WITH_THE_BOT):
        place = Place.GROUP
    route = {SERVICE_URL: activity["serviceUrl"], USER: activity["from"]["id"]}
    if card:
        route[CARD] = card
    return ReplyTarget(PLATFORM, tenant_of(activity), conversation, thread, place, route)


def who_in(activity: Activity, tenant: str) -> Identity:
    """The account an activity comes from, without e-mail and standing: Teams tells those only on asking."""
    sender = activity["from"]
    return Identity(
        PLATFORM,
        tenant,
        sender["id"],
        text_at(sender, "name"),
        standing=Standing.UNKNOWN,
        locale=text_at(activity, "locale"),
    )


def address(target: ReplyTarget) -> str:
    """The conversation id to send to, thread included."""
    return target.conversation + (THREAD + target.thread if target.thread else "")


def with_card(target: ReplyTarget, card: str, conversation: str = "") -> ReplyTarget:
    """The target, knowing the card that a Replace is about."""
    route = {**target.route, CARD: card, CARD_CONVERSATION: conversation}
    return replace(target, route={name: value for name, value in route.items() if value})


def without_card(target: ReplyTarget) -> ReplyTarget:
    """The target without a card."""
    return with_card(target, "")

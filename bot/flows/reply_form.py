"""The form of a reply: by which way it goes, until when more follows, the words, and that they were looked at."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.answers import RECORD_CHARACTERS, says_something
from bot.drafts import Draft
from bot.flows.record_fields import drawn, errors_of
from bot.flows.record_view import pieces
from bot.flows.report_given import Values, text_in
from bot.flows.request_texts import date_said, refilled
from bot.forms import ChoiceField, Field, Form, FormNotice, Item, Option, TextField
from bot.services import Services
from bot.words import sentence
from foundation.ids import new_id
from incidents.request import ReplyKind, RequestCase
from incidents.rules.access import Operation
from incidents.rules.request_acts import REPLY_FIELDS

FORM = "request_reply"
COPY = "copy"
"""The way that sends nothing."""

SEEN = "seen_"
"""How the field begins that says that exactly these words, by exactly this way, were looked at."""

DATE = next(
    replace(one, needed=True) for one in REPLY_FIELDS[Operation.SEND_REPLY] if one.name == "next_update"
)


@dataclass(frozen=True, slots=True)
class WrittenReply:
    """What somebody wants to tell: of which kind, by which way, in which words, and until when more follows."""

    kind: ReplyKind
    way: str
    words: str
    until: datetime | None = None

    @property
    def seen(self) -> str:
        """The name of the field that says that this was looked at; spaces do not count."""
        said = "\n".join((self.kind, self.way, str(self.until), *self.words.split()))
        return SEEN + hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:16]


def reply_form(draft: Draft, services: Services) -> Form:
    """The form of what is held; it is drawn without a look at the request, so it knows the chosen address alone."""
    return draw_reply_form(
        draft, tuple(dict.fromkeys((text_in(draft.values, "reply_way") or COPY, COPY))), services
    )


def draw_reply_form(
    draft: Draft, ways: Sequence[str], services: Services, review: Sequence[str] = (), seen: str = ""
) -> Form:
    """The form with the ways it can go; after a look `review` stands above it, and `seen` is the field that says so."""
    kind, _ = meant_by(draft.context)
    values, chosen = draft.values, text_in(draft.values, "reply_way")
    items: list[Item] = [FormNotice(piece) for one in review for piece in pieces(one)]
    if tuple(ways) == (COPY,):
        items.append(
            FormNotice(sentence("reply.no_address" if services.mails_customers else "reply.no_mail"))
        )
    items.append(_way_field(ways, chosen))
    if kind is ReplyKind.UPDATE:
        items.append(drawn(DATE, values, draft.person, services))
    items.append(
        TextField(
            "reply_text",
            sentence("reply.words"),
            sentence("reply.words_hint"),
            required=True,
            multiline=True,
            initial=text_in(values, "reply_text"),
            limit=RECORD_CHARACTERS,
        )
    )
    # Where forms are asked as questions each answer draws it anew, so that it was looked at is told by the values.
    seen = seen or next((one for one in values if one.startswith(SEEN)), "")
    if seen:
        option = Option("yes", sentence("reply.seen_yes"))
        items.append(ChoiceField(seen, sentence("reply.seen"), (option,), required=True, initial="yes"))
    submit = sentence("reply.submit" if seen else "reply.submit_check")
    return Form(FORM, sentence("reply.form"), tuple(items), submit, draft.key or new_id(), draft.context)


def _way_field(ways: Sequence[str], chosen: str) -> Field:
    options = tuple(
        Option(one, sentence("reply.copy") if one == COPY else sentence("reply.by_mail", to=one))
        for one in ways
    )
    initial = chosen if chosen in ways else ways[0]
    label, hint = sentence("reply.way"), sentence("reply.way_hint")
    return ChoiceField("reply_way", label, options, hint, required=True, initial=initial)


def reply_errors(
    kind: ReplyKind, values: Values, ways: Sequence[str], person: str, services: Services
) -> dict[str, str]:
    """What does not fit, by field; an address that is not offered is not written to."""
    errors = errors_of((DATE,), values, person, services) if kind is ReplyKind.UPDATE else {}
    if text_in(values, "reply_way") not in ways:
        errors["reply_way"] = sentence("field.choice_gone")
    words = text_in(values, "reply_text")
    if not says_something(words):
        errors["reply_text"] = sentence("reply.missing")
    elif len(words) > RECORD_CHARACTERS:
        errors["reply_text"] = sentence("report.too_long", limit=RECORD_CHARACTERS, count=len(words))
    return errors


def read_reply(kind: ReplyKind, values: Values, case: RequestCase, services: Services) -> WrittenReply:
    """What the form says, with the date in its words where nobody changed them besides."""
    words, until = text_in(values, "reply_text").strip(), values.get("next_update")
    if kind is not ReplyKind.UPDATE or not isinstance(until, datetime):
        until = date_said(words, case.standing, services)
        return WrittenReply(kind, text_in(values, "reply_way"), words, until)
    words = refilled(words, kind, case, until, services)
    return WrittenReply(kind, text_in(values, "reply_way"), words, until)


def meant_by(value: str) -> tuple[ReplyKind | None, str]:
    """The kind of reply and the request that a button or a form names."""
    kind, name = [*value.split(":"), ""][:2]
    return next((one for one in ReplyKind if one == kind), None), name

"""Every conversation of the bot: a new file in `bot/flows` is answered once it stands in this list."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from bot.router import Routes

FLOWS = (
    "first_aid",
    "ask",
    "feedback",
    "for_customer",
    "open_document",
    "questions",
    "answering",
    "upkeep",
    "curating",
    "refer",
    "supervisors",
    "wrong_number",
    "numbers",
    "orders",
    "report",
    "opened",
    "details",
    "statement",
    "notice",
    "reports",
    "home",
    "amend",
    "record_acts",
    "record_paper",
    "attachments",
    "attached",
    "record_letter",
    "earlier",
    "hand_over",
    "looks",
    "worklist",
    "worklist_sheet",
    "retention",
    "retention_hold",
    "certificates",
    "incident_log",
    "incident_log_lines",
    "incident_log_sheet",
    "figures",
    "tasks",
    "task_act",
    "restrictions",
    "restriction_propose",
    "restriction_act",
    "restriction_letter",
    "markers",
    "promises",
    "away",
    "calls",
    "plans",
    "request",
    "request_acts",
    "open311_settle",
    "request_queue",
    "request_reply",
    "message",
    "drafts",
    "phrases",
    "support",
    "help",
)


@cache
def all_routes() -> Routes:
    """The tables of all flows, merged."""
    return Routes.of(*(import_module(f"bot.flows.{name}") for name in FLOWS))

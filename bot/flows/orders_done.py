"""Orders that a command of the bot carries out; a row is one kind, and how it is said."""

from __future__ import annotations

from bot.flows.order_words import Order, begins, whole
from bot.typed import TYPED

DONE = (
    Order(
        "export_list",
        begins(*TYPED.several("orders_done.export_list_order")),
        does="worklist",
        before="spreadsheet",
    ),
    Order(
        "plan",
        begins(*TYPED.several("orders_done.plan_order")),
        does="plan",
    ),
    Order(
        "drafts",
        whole(*TYPED.several("orders_done.drafts_order")),
        whole(*TYPED.several("orders_done.drafts_asks")),
        does="drafts",
    ),
    Order(
        "questions",
        whole(*TYPED.several("orders_done.questions_order")),
        whole(*TYPED.several("orders_done.questions_asks")),
        does="questions",
    ),
    Order(
        "my_tasks",
        whole(*TYPED.several("orders_done.my_tasks_order")),
        whole(*TYPED.several("orders_done.my_tasks_asks")),
        does="tasks",
    ),
    Order(
        "acknowledge",
        whole(*TYPED.several("orders_done.acknowledge_order")),
        whole(*TYPED.several("orders_done.acknowledge_asks")),
        does="reports",
    ),
    Order(
        "my_reports",
        whole(*TYPED.several("orders_done.my_reports_order")),
        whole(*TYPED.several("orders_done.my_reports_asks")),
        does="reports",
    ),
    Order(
        "letter",
        whole(*TYPED.several("correspondence.order")),
        does="incident",
        keeps=True,
    ),
    Order(
        "report",
        whole(*TYPED.several("orders_done.report_order")),
        does="incident",
    ),
)
CALLS = (
    Order(
        "call",
        whole(*TYPED.several("orders_done.call_order")),
        does="contact",
        named=True,
    ),
)
"""Somebody is to be reached; everything else about a person is looked for first."""

"""Orders about people and the work with them that the bot cannot carry out: requests, tasks, customers, restrictions.

The bot says so in the sentence `order.<name>` and offers what comes nearest. A later capability takes its row
from here to `orders_done`. The first row that fits counts, so what is narrow stands before what is wide.
"""

from __future__ import annotations

from bot.flows.order_words import Order, begins, whole
from bot.typed import TYPED

MATTERS = (
    Order(
        "intake",
        begins(*TYPED.several("orders_matters.intake_order")),
        wish=begins(*TYPED.several("orders_matters.intake_wish")),
        does="request",
        keeps=True,
    ),
    Order(
        "tasks",
        begins(*TYPED.several("orders_matters.tasks_order")),
        near=("tasks", "reports"),
    ),
    Order(
        "reminders",
        begins(*TYPED.several("orders_matters.reminders_order")),
        begins(*TYPED.several("orders_matters.reminders_asks")),
        near=("nudges", "logged"),
    ),
    Order(
        "history",
        whole(*TYPED.several("orders_matters.history_order")),
        begins(*TYPED.several("orders_matters.history_asks")),
        near=("worklist", "supervisor", "reports"),
    ),
    Order(
        "register",
        whole(*TYPED.several("orders_matters.register_order")),
        does="restrictions",
    ),
    Order(
        "restriction",
        whole(*TYPED.several("orders_matters.restriction_order")),
        whole(*TYPED.several("orders_matters.restriction_asks")),
        near=("restrictions", "supervisor", "report"),
    ),
)

"""Orders to do something with a report, an answer or the bot itself that it cannot carry out: see `orders_matters`."""

from __future__ import annotations

from bot.flows.order_words import Order, begins, whole
from bot.typed import TYPED

HANDLING = (
    Order(
        "send",
        begins(*TYPED.several("orders_handling.send_order")),
        near=("message", "contact", "report"),
    ),
    Order(
        "attach",
        begins(*TYPED.several("orders_handling.attach_order")),
        begins(*TYPED.several("orders_handling.attach_asks")),
        near=("reports", "report"),
    ),
    Order(
        "export",
        begins(*TYPED.several("orders_handling.export_order")),
        begins(*TYPED.several("orders_handling.export_asks")),
        near=("reports",),
    ),
    Order(
        "delete",
        begins(*TYPED.several("orders_handling.delete_order")),
        begins(*TYPED.several("orders_handling.delete_asks")),
        near=("reports", "logged"),
    ),
    Order(
        "edit",
        begins(*TYPED.several("orders_handling.edit_order")),
        begins(*TYPED.several("orders_handling.edit_asks")),
        near=("reports",),
    ),
    Order(
        "workflow",
        begins(*TYPED.several("orders_handling.workflow_order")),
        near=("reports", "worklist"),
    ),
    Order(
        "figures",
        begins(*TYPED.several("orders_handling.figures_order")),
        begins(*TYPED.several("orders_handling.figures_asks")),
        near=("worklist", "reports"),
    ),
    Order(
        "handled",
        None,
        begins(*TYPED.several("orders_handling.handled_asks")),
        near=("reports",),
    ),
    Order(
        "language",
        begins(*TYPED.several("orders_handling.language_order")),
        begins(*TYPED.several("orders_handling.language_asks")),
    ),
    Order(
        "upkeep",
        begins(*TYPED.several("orders_handling.upkeep_order")),
        near=("upkeep", "contact"),
    ),
    Order(
        "account",
        whole(*TYPED.several("orders_handling.account_order")),
        whole(*TYPED.several("orders_handling.account_asks")),
        near=("logged",),
    ),
    Order(
        "undo",
        whole(*TYPED.several("orders_handling.undo_order")),
        near=("reports", "help"),
    ),
    Order(
        "other",
        begins(*TYPED.several("orders_handling.other_order")),
        near=("reports", "help"),
    ),
)

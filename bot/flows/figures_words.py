"""What the rows of the month in figures are called."""

from __future__ import annotations

from bot.services import Services
from bot.words import sentence
from incidents.rules.figures_cells import OTHER, Breakdown


def not_said() -> str:
    """The row of what is in no list or was not said."""
    return sentence("figures.other")


def row_words(by: Breakdown, row: str, services: Services) -> str:
    """The name of a row; departments, wards, places and lanes are called as the organisation's files call them."""
    if row == OTHER:
        return not_said()
    match by:
        case Breakdown.CATEGORY:
            category = services.requests.rules.category(row)
            return category.name if category else row
        case Breakdown.PRIORITY:
            return sentence(f"request.priority_{row}")
        case Breakdown.MATTER:
            return sentence(f"request.matter_{row}")
        case Breakdown.AGE:
            return sentence(f"figures.age_{row}")
        case Breakdown.HOUR:
            return sentence(f"figures.hour_{row}")
        case Breakdown.BEHAVIOUR:
            return sentence(f"field.behaviours_{row}")
        case Breakdown.CHANNEL:
            return sentence(f"field.channel_{row}")
        case _:
            return row

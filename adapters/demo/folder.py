"""The folder of the invented year: fresh, and there under its name once it is whole."""

from __future__ import annotations

from pathlib import Path

from adapters.configuration import CannotStart

UNFINISHED = ".unfinished"


def begin_folder(target: Path) -> Path:
    """Make the folder in which the year is invented, beside `target`.

    Raises CannotStart where anything is in `target`, whatever it is, and where a year is or was being made for it.
    """
    try:
        if target.exists() and any(target.iterdir()):
            raise CannotStart(
                f"There is something in {target}, and nothing invented is put beside it. "
                "Choose a fresh folder with --data."
            )
        making = target.with_name(target.name + UNFINISHED)
        making.mkdir(parents=True)
    except FileExistsError as error:
        raise CannotStart(
            f"{making} holds a year that is being invented, or was stopped in the middle. "
            "Delete that folder if it is no longer being made, or choose another with --data."
        ) from error
    except OSError as error:
        raise CannotStart(
            f"{target} cannot be used ({error.strerror}). Choose another with --data."
        ) from error
    return making


def finish_folder(making: Path, target: Path) -> None:
    """Give a whole year its name."""
    if target.exists():
        target.rmdir()
    making.rename(target)

"""Settings the program cannot start with: it refuses, and says in one sentence what to do."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

from pydantic import SecretStr, ValidationError
from pydantic_settings import BaseSettings

S = TypeVar("S", bound=BaseSettings)


class CannotStart(Exception):
    """Something outside the program keeps it from starting; the message is for whoever runs it."""


class HalfConfigured(CannotStart):
    """Some settings of a platform are present and others are not; `missing` are environment names."""

    def __init__(self, platform: str, missing: tuple[str, ...]) -> None:
        super().__init__(f"{platform} is half configured. Set {', '.join(missing)} too, or none of them.")
        self.platform = platform
        self.missing = missing


def read_environment(kind: type[S], **given: Any) -> S:
    """Settings of a kind as they stand in the environment, those given here first.

    Raises CannotStart naming every variable that cannot be read, and never what stands in it: it may be a secret.
    """
    try:
        return kind(**given)
    except ValidationError as error:
        mistakes = (
            f"{_variable(kind, one['loc'])} ({one['msg']})" for one in error.errors(include_input=False)
        )
        raise CannotStart(f"These settings cannot be read: {', '.join(mistakes)}.") from None


def secret_in(given: SecretStr, file: Path | None) -> str:
    """A secret that is set itself or as a file, empty where it is neither; raises CannotStart naming the file."""
    if said := given.get_secret_value():
        return said
    try:
        return file.read_text(encoding="utf-8").strip() if file else ""
    except (OSError, UnicodeDecodeError):
        raise CannotStart(f"{file} is set as the file of a secret and cannot be read as text.") from None


def _variable(kind: type[BaseSettings], place: tuple[int | str, ...]) -> str:
    """The name in the environment: a field's own where it has one, else that of the field behind the prefix."""
    name = "_".join(map(str, place)).upper()
    of_its_own = {str(one.validation_alias) for one in kind.model_fields.values() if one.validation_alias}
    return name if name in of_its_own else f"{kind.model_config.get('env_prefix', '')}{name}"

"""The commands for whoever runs the program: `audit`, `keys`, `retention`. Each loads what it needs when called."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

audit_app = typer.Typer(help="The audit log.", no_args_is_help=True)
keys_app = typer.Typer(help="The keys that seal records.", invoke_without_command=True)

retention_app = typer.Typer(help="How long records are kept.", no_args_is_help=True)

AsJson = Annotated[bool, typer.Option("--json", help="JSON instead of words.")]


@audit_app.command("verify")
def verify(
    heads: Annotated[
        list[str] | None,
        typer.Option("--head", help="An end of the log kept elsewhere, NUMBER:HASH, or a file of them."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Go along the whole audit log; exit code 1 and the first broken entry where it does not hold."""
    from adapters.console.audit_commands import run_verify

    raise typer.Exit(run_verify(heads or [], as_json=as_json))


@audit_app.command("readers")
def readers(
    reference: Annotated[str, typer.Argument(help="The reference of a record.")], as_json: AsJson = False
) -> None:
    """Say who looked at a record, alone or in a list, and who was refused."""
    from adapters.console.audit_commands import run_readers

    run_readers(reference, as_json=as_json)


@keys_app.callback()
def keys(context: typer.Context) -> None:
    """Say which keys there are, where each is in use, and which can be retired."""
    if context.invoked_subcommand is None:
        from adapters.console.keys_commands import run_status

        raise typer.Exit(run_status())


@keys_app.command("new")
def new_key() -> None:
    """Put a new key in front of the key file; what runs takes it up by itself."""
    from adapters.console.keys_commands import run_new

    run_new()


@keys_app.command("make")
def make_key() -> None:
    """Print a key nobody has yet, to be put in front of COUNTERPOISE_KEYS."""
    from adapters.console.keys_commands import run_make

    run_make()


@keys_app.command("rotate")
def rotate_keys(
    stopped: Annotated[bool, typer.Option("--stopped", help="No process of the program is running.")] = False,
) -> None:
    """Wrap everything with the newest key while the program serves; safe to interrupt and to repeat."""
    from adapters.console.keys_commands import run_rotate

    raise typer.Exit(run_rotate(stopped=stopped))


@retention_app.command("due")
def retention_due(
    organisation: Annotated[
        Path | None, typer.Option(help="The organisation's folder; the sample town by default.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Say which closed records are due, by reference. A records officer decides to destroy them, in the chat."""
    from adapters.console.retention_commands import run_due

    run_due({"organisation": organisation} if organisation else {}, as_json=as_json)

"""The `counterpoise` command. Each sub-command loads what it needs when it is called, so `--help` is quick."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from adapters.configuration import CannotStart
from adapters.console import knowledge_commands
from adapters.console.records_app import audit_app, keys_app, retention_app
from foundation.datafile import DataFileError

app = typer.Typer(
    name="counterpoise",
    help="The assistant that public-facing staff open when a customer gets difficult.",
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,  # Locals hold names and narratives.
)
directory_app = typer.Typer(
    help="The organisation's data files: people, ladder, directory.", no_args_is_help=True
)
manifest_app = typer.Typer(help="What Slack and Teams need to know of the bot.", no_args_is_help=True)
db_app = typer.Typer(help="The database.", no_args_is_help=True)
app.add_typer(directory_app, name="directory")
app.add_typer(manifest_app, name="manifest")
app.add_typer(db_app, name="db")
app.add_typer(audit_app, name="audit")
app.add_typer(keys_app, name="keys")
app.add_typer(retention_app, name="retention")
knowledge_commands.register(app)

Folder = Annotated[Path | None, typer.Option(help="The organisation's folder; the sample town by default.")]


def main() -> None:
    """Run the command line; mistakes in settings and data files end in one sentence and exit code 2."""
    try:
        app()
    except (CannotStart, DataFileError) as error:
        for one in error.every if isinstance(error, DataFileError) else (error,):
            print(one, file=sys.stderr)  # noqa: T201 - the terminal is where this is said
        sys.exit(2)


@app.command()
def serve(
    organisation: Folder = None,
    local: Annotated[
        bool, typer.Option("--local", help="Serve the local page also for an organisation of your own.")
    ] = False,
    as_anybody: Annotated[
        bool,
        typer.Option(
            "--let-this-computer-act-as-anybody",
            help="Serve it beside Slack or Teams too: whoever opens it reads real records as anybody.",
        ),
    ] = False,
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.")] = None,
    open_browser: Annotated[
        bool, typer.Option("--open/--no-open", help="Open the page in a browser, where there is one.")
    ] = False,
) -> None:
    """Start the bot on every platform that is configured, and on the local page."""
    from adapters.console.serve_command import run

    given = {"organisation": organisation, "host": host, "port": port}
    overrides = {name: value for name, value in given.items() if value is not None}
    run(overrides, local=local, as_anybody=as_anybody, open_browser=open_browser)


@app.command()
def chat(
    organisation: Folder = None,
    who: Annotated[str, typer.Option("--as", help="E-mail of the person to be.")] = "",
) -> None:
    """Talk to the bot in this terminal."""
    from adapters.console.chat_command import run

    run({"organisation": organisation} if organisation else {}, who)


@app.command()
def demo(
    data: Annotated[
        Path, typer.Option(help="A fresh folder for the records; one with anything in it is refused.")
    ] = Path("demo"),
) -> None:
    """Make a year of invented records for the sample town, to look around in a living system."""
    from adapters.console.demo_command import run

    run(data)


@app.command()
def doctor(
    organisation: Folder = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON list instead of lines.")] = False,
) -> None:
    """Say what is configured, what is missing and how to get it; exit code 1 when something is broken."""
    from adapters.console.doctor_command import run

    raise typer.Exit(run({"organisation": organisation} if organisation else {}, as_json=as_json))


@directory_app.command("check")
def check_directory(organisation: Folder = None) -> None:
    """Read the organisation's data files and say every mistake with file and line."""
    from adapters.console.directory_check import run
    from adapters.settings import read_settings

    run(read_settings(**({"organisation": organisation} if organisation else {})))


@manifest_app.command("slack")
def slack_manifest(
    base_url: Annotated[
        str,
        typer.Option(
            help="Public https address of the bot, whose links are its own.", show_default="an example"
        ),
    ] = "",
    socket_mode: Annotated[
        bool, typer.Option("--socket-mode", help="Connect outwards: no address needed.")
    ] = False,
) -> None:
    """Print the app manifest to paste into Slack."""
    from manifest.slack import EXAMPLE, slack_manifest

    try:
        typer.echo(slack_manifest(base_url or EXAMPLE, socket_mode=socket_mode))
    except ValueError as error:
        raise CannotStart(str(error)) from error


@manifest_app.command("teams")
def teams_manifest(
    app_id: Annotated[str, typer.Option(help="The bot's Entra application id.", envvar="TEAMS_APP_ID")],
    base_url: Annotated[
        str, typer.Option(help="Public https address of the bot.")
    ] = "https://bot.example.org",
    out: Annotated[Path, typer.Option(help="Where to write the package.")] = Path("counterpoise-teams.zip"),
) -> None:
    """Write the app package to upload to Teams."""
    from manifest.teams import teams_package

    try:
        out.write_bytes(teams_package(app_id, base_url))
    except ValueError as error:
        raise CannotStart(str(error)) from error
    except OSError as error:
        raise CannotStart(
            f"{out} cannot be written ({error.strerror}). Choose another place with --out."
        ) from error
    typer.echo(f"Wrote {out}. Upload it in the Teams admin center under Manage apps.")


@db_app.command("upgrade")
def upgrade_database() -> None:
    """Bring the database to the newest schema; `serve` does so by itself."""
    import asyncio

    from adapters.records import upgrade
    from adapters.settings import read_settings

    changed = asyncio.run(upgrade(read_settings()))
    typer.echo("The schema is now up to date." if changed else "The schema was up to date already.")


@db_app.command("backup")
def back_up_database(
    target: Annotated[Path, typer.Argument(help="The file to write; it must not be there yet.")],
) -> None:
    """Copy an SQLite database whole, also while the bot is at work. Keep the keys somewhere else."""
    from adapters.console.backup_command import back_up
    from adapters.settings import read_settings

    back_up(read_settings(), target)
    typer.echo(f"The database was copied to {target} and the copy was checked.")


if __name__ == "__main__":
    main()

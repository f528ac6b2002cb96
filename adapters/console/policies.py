"""What the commands of knowledge share: the folder of policies, its cache, a progress bar, a stop with one sentence."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, NoReturn

import typer

Knowledge = Annotated[
    Path | None,
    typer.Option("--knowledge", help="Folder with policies; your organisation's by default."),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for scripts.")]
Cache = Annotated[
    Path | None, typer.Option(help="Folder that keeps the index; your cache folder by default.")
]
Progress = Callable[[str, int, int], None]


def own_cache(folders: Sequence[Path]) -> Path | None:
    """The user's cache folder for these policies, so that the next question is quick; None where it cannot be made."""
    names = b"\n".join(os.fsencode(folder.resolve()) for folder in folders)  # A name need not be UTF-8.
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = base / "counterpoise" / hashlib.sha256(names).hexdigest()[:16]
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError:
        return None
    return folder


def policies_folder(knowledge: Path | None) -> Path:
    """The folder that was named, or the policies of the organisation of the settings."""
    if knowledge is None:
        from adapters.settings import Settings

        knowledge = Settings().organisation / "policies"
    return existing(knowledge)


def existing(path: Path) -> Path:
    """The path, or a stop where there is none."""
    if not path.exists():
        stop(f"{path} does not exist.")
    return path


def stop(sentence: str) -> NoReturn:
    """End the command with one sentence and exit code 2."""
    typer.echo(sentence, err=True)
    raise typer.Exit(2)


@contextmanager
def progress_bar() -> Iterator[Progress | None]:
    """A bar on the terminal's error stream for work that takes long; nothing where nobody watches."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress as Bars
    from rich.progress import TaskID

    with Bars(console=Console(stderr=True), transient=True) as bars:
        tasks: dict[str, TaskID] = {}

        def step(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bars.add_task(what, total=total)
            bars.update(tasks[what], completed=done, total=total, visible=done < total)

        yield step

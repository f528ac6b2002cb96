"""`counterpoise chat`: a conversation in the terminal, or a script of lines through a pipe."""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import TextIO

from adapters.console.drawing import visible
from adapters.console.terminal import TerminalAdapter
from bot.words import sentence


async def chat(terminal: TerminalAdapter, typed: TextIO | None = None, shown: TextIO | None = None) -> None:
    """Greet, then pass every typed line on until the end of input or a word of leaving.

    The terminal must have been started. At a keyboard a prompt is shown; lines of a pipe are shown again,
    so that the transcript reads like the conversation. Standard input and output where nothing else is named.
    """
    typed, shown = typed or sys.stdin, shown or sys.stdout
    at_keyboard = typed.isatty()
    await terminal.greet()
    if at_keyboard:
        terminal.ask()
    async for line in _lines(typed):
        if not at_keyboard:
            shown.write(f"> {visible(line.strip())}\n")
        if line.strip().casefold() in sentence("terminal.leave_words").split():
            break
        await terminal.take(line)
        if at_keyboard:
            terminal.ask()
    terminal.tell(sentence("terminal.goodbye"))


async def _lines(typed: TextIO) -> AsyncIterator[str]:
    """Lines as they are typed. The thread is a daemon: a waiting read must not keep the program from ending."""
    loop, queue = asyncio.get_running_loop(), asyncio.Queue[str | None]()

    def read() -> None:
        with suppress(RuntimeError):  # The loop is closed: whatever is typed after “quit” is nobody's.
            for line in typed:
                loop.call_soon_threadsafe(queue.put_nowait, line)
            loop.call_soon_threadsafe(queue.put_nowait, None)

    threading.Thread(target=read, daemon=True, name="typed-lines").start()
    while (line := await queue.get()) is not None:
        yield line

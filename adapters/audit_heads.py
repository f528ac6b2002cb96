"""The head of the audit log, written down outside the database: whoever cuts the log's end is found out by it.

A line in the log of the program always; a line in a file and a post to an address where they are set.
"""

from __future__ import annotations

import asyncio
import os
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import structlog

from adapters.settings import Settings
from incidents.audit import Head

log = structlog.get_logger()

POST_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Outside:
    """Where heads are kept; empty means nowhere besides the log."""

    file: Path | None = None
    url: str = ""
    ca_bundle: Path | None = None

    @classmethod
    def of(cls, settings: Settings) -> Outside:
        """As it is set."""
        return cls(settings.audit_head_file, settings.audit_head_url, settings.ca_bundle)

    async def kept(self) -> tuple[Head, ...]:
        """The heads in the file; raises OSError or ValueError."""
        if self.file is None or not self.file.exists():
            return ()
        return await asyncio.to_thread(read_heads, self.file)

    async def write(self, head: Head, at: datetime) -> str:
        """Write a head down everywhere; returns why that did not work somewhere, empty where it did."""
        log.info("audit_head", seq=head.seq, hash=head.hash)
        failed = [await self._to_file(head, at), await self._to_address(head, at)]
        return " ".join(filter(None, failed))

    async def _to_file(self, head: Head, at: datetime) -> str:
        if self.file is None:
            return ""
        try:
            await asyncio.to_thread(_append, self.file, f"{_moment(at)} {head}\n")
        except OSError as error:
            return f"The head of the audit log cannot be written to its file ({error.strerror})."
        return ""

    async def _to_address(self, head: Head, at: datetime) -> str:
        if not self.url:
            return ""
        said = {"at": _moment(at), "seq": head.seq, "hash": head.hash}
        try:
            trusted = ssl.create_default_context(cafile=self.ca_bundle) if self.ca_bundle else True
            timeout = aiohttp.ClientTimeout(total=POST_SECONDS)
            async with (
                aiohttp.ClientSession(timeout=timeout, trust_env=True) as session,
                session.post(self.url, json=said, ssl=trusted, allow_redirects=False) as answer,
            ):
                status = answer.status
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            # The words of the error repeat the address, which may hold a secret.
            return f"The head of the audit log cannot be sent to its address ({type(error).__name__})."
        if status >= 300:
            return f"The head of the audit log was refused at its address ({status})."
        return ""


def read_heads(file: Path) -> tuple[Head, ...]:
    """The heads of a file, the last word of each line; raises OSError, or ValueError naming the line."""
    heads = []
    for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1):
        if line.strip():
            try:
                heads.append(Head.parse(line.split()[-1]))
            except ValueError as error:
                raise ValueError(f"{file.name}, line {number}: {error}") from None
    return tuple(heads)


def _append(file: Path, line: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="utf-8") as stream:
        stream.write(line)
        stream.flush()
        os.fsync(stream.fileno())


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")

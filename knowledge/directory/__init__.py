"""Who handles something: the organisation's directory, read and asked."""

from __future__ import annotations

from knowledge.directory.directory import Directory, load_directory

__all__ = ["Directory", "load_directory"]

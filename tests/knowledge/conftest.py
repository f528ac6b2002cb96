"""Fixtures of the knowledge tests."""

from __future__ import annotations

from tests.fixtures.shared_reader import shared_reader

__all__ = ["shared_reader"]

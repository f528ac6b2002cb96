"""What cannot be read although its seal opened."""

from __future__ import annotations


class NewerContent(ValueError):
    """The seal opened, but a newer version of this program wrote it, or it was damaged before it was sealed."""

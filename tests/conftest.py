"""What holds for every test: property tests look at fifty examples and have no stopwatch; `--hypothesis-profile
thorough` looks at a thousand.
"""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("suite", max_examples=50, deadline=None)
settings.register_profile("thorough", max_examples=1000, deadline=None)
settings.load_profile("suite")

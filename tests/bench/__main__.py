"""Run every benchmark of this folder: `python -m tests.bench`, or some by name: `python -m tests.bench answers`."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

HERE = Path(__file__).parent


def main(names: list[str]) -> None:
    """Run the modules called bench_*.py, in order of their names; `names` are what follows bench_."""
    found = sorted(path.stem for path in HERE.glob("bench_*.py"))
    for module in found:
        if not names or module.removeprefix("bench_") in names:
            sys.stdout.write(f"\n== {module.removeprefix('bench_')} ==\n")
            sys.stdout.flush()
            importlib.import_module(f"{__package__}.{module}").main()


if __name__ == "__main__":
    main(sys.argv[1:])

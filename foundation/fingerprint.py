"""One hash over everything that something kept was made from: texts, weights, code, packages.

What lies in a cache folder is believed only under the same hash. Whoever keeps something new names all that makes
it here, and nothing has to be raised by hand when a constant or a line of code is changed.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import import_module, metadata
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

SIZE = 16  # bytes
_CONSTANT = re.compile(r"_?[A-Z][A-Z0-9_]*")


def fingerprint(parts: Iterable[str]) -> str:
    """A hash over texts in order; where one text ends and the next begins counts too."""
    digest = hashlib.blake2b(digest_size=SIZE)
    for part in parts:
        content = part.encode("utf-8", "surrogatepass")
        digest.update(b"%d:" % len(content))
        digest.update(content)
    return digest.hexdigest()


def code(*modules: str) -> Iterator[str]:
    """The code of modules by name, and of every module in a package; nothing is imported for it."""
    for module in modules:
        yield from (module, _code(module))


def constants_of(*modules: str) -> Iterator[str]:
    """The constants of modules as they are now, which may not be as they stand in the code."""
    for name in modules:
        yield from (f"{name}.{constant}" for constant in constants(import_module(name)))


def constants(module: ModuleType) -> Iterator[str]:
    """The constants of one module by their own names, each with its value, as they are now."""
    for name, value in sorted(vars(module).items()):
        if _CONSTANT.fullmatch(name) and (told := _told(value)) is not None:
            yield f"{name}={told}"


def packages(*names: str) -> Iterator[str]:
    """The versions of installed packages; one that is missing has none."""
    for name in names:
        try:
            yield f"{name} {metadata.version(name)}"
        except metadata.PackageNotFoundError:
            yield name


@cache
def _code(module: str) -> str:
    spec = find_spec(module)
    origin = Path(spec.origin) if spec and spec.origin else None
    if origin is None:
        return ""
    files = sorted(origin.parent.rglob("*.py")) if origin.name == "__init__.py" else [origin]
    digest = hashlib.sha256()
    for file in files:
        # A checkout on Windows ends its lines in another way and is the same code.
        digest.update(file.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()


def _told(value: object) -> str | None:
    """A plain value as a text that is the same in every process; None for anything else."""
    match value:
        case None | bool() | int() | float() | str() | bytes():
            return repr(value)
        case re.Pattern():
            return f"{value.pattern!r}{value.flags}"
        case tuple() | list():
            return str([_told(one) for one in value])
        case frozenset() | set():
            return str(sorted(str(_told(one)) for one in value))
        case Mapping():
            return str(sorted((str(_told(key)), str(_told(one))) for key, one in value.items()))
        case _:
            return None


def file_stamp(path: Path) -> str:
    """What tells a changed file without reading it: size and times of change, or why it has none."""
    try:
        facts = path.stat()
    except OSError as error:
        return f"{path}\0{error.errno}"
    return f"{path}\0{facts.st_size}\0{facts.st_mtime_ns}\0{facts.st_ctime_ns}\0{facts.st_ino}"

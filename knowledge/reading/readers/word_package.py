"""The parts of a Word file that a reader needs, opened as forgivingly as Word opens them (ECMA-376).

A relationship that leads nowhere, a missing picture, a template or macro type, the Strict namespaces: Word opens
all of these, python-docx refuses them. Nothing in a file is ever run or fetched.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote
from zipfile import ZipFile

from lxml import etree
from lxml.etree import _Element as Element

from knowledge.reading.readers.archive import open_zip
from knowledge.reading.readers.extract import Unreadable
from knowledge.reading.readers.word_xml import qn

_MAIN = "word/document.xml"
_STRICT = b"http://purl.oclc.org/ooxml/"
_NAMESPACES = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": (
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    ),
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": (
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    ),
    b"http://purl.oclc.org/ooxml/drawingml/main": b"http://schemas.openxmlformats.org/drawingml/2006/main",
}
_CORE = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}"


@dataclass(frozen=True, slots=True)
class Relationship:
    """A link of one part to another or to the outside; `kind` is the last word of its type."""

    kind: str
    target: str
    external: bool


@dataclass(frozen=True, slots=True)
class Package:
    """An opened Word file. Parts that are not there are empty; `notes` are footnotes and endnotes by (kind, id)."""

    body: Element
    styles: Element
    numbering: Element
    notes: Mapping[tuple[str, str], Element]
    edges: tuple[Element, ...]
    relations: Mapping[str, Relationship]
    chunks: Mapping[str, bytes] = field(default_factory=dict)
    version: str = ""
    others: Mapping[str, Element] = field(default_factory=dict)


def open_package(content: bytes) -> Package:
    """Open a Word file; raises Unreadable where it has no main part or that is damaged."""
    with open_zip(content) as archive:
        return _Opener(archive).open()


class _Opener:
    def __init__(self, archive: ZipFile) -> None:
        self._archive = archive
        # Some writers use backslashes and other capitals than their own relationships.
        self._names = {name.replace("\\", "/").lower(): name for name in archive.namelist()}

    def open(self) -> Package:
        main = self._main()
        root = self._xml(main, needed=True)
        body = root.find(qn("w:body"))
        if body is None:
            raise _broken()
        relations = self._relations(main)
        first = {one.kind: one.target for one in reversed(relations.values()) if not one.external}
        edges = [one.target for one in relations.values() if one.kind in ("header", "footer")]
        return Package(
            body=body,
            styles=self._xml(first.get("styles", "")),
            numbering=self._xml(first.get("numbering", "")),
            notes={
                (kind, note.get(qn("w:id"), "")): note
                for kind in ("footnote", "endnote")
                for note in self._xml(first.get(f"{kind}s", "")).iter(qn(f"w:{kind}"))
                if note.get(qn("w:type"), "normal") == "normal"
            },
            edges=tuple(self._xml(name) for name in dict.fromkeys(edges)),
            relations=relations,
            chunks={
                key: self._bytes(one.target)
                for key, one in relations.items()
                if one.kind == "aFChunk" and not one.external
            },
            version=self._version(),
            others=dict(self._others(relations)),
        )

    def _main(self) -> str:
        """The main part: what the package's own relationships name, else where Word keeps it."""
        for relation in self._relations("").values():
            if relation.kind == "officeDocument" and relation.target.lower() in self._names:
                return relation.target
        return _MAIN

    def _relations(self, part: str) -> dict[str, Relationship]:
        folder, name = posixpath.split(part)
        found: dict[str, Relationship] = {}
        for element in self._xml(posixpath.join(folder, "_rels", f"{name}.rels")):
            target = str(element.get("Target", ""))
            external = element.get("TargetMode") == "External"
            if not external:
                path = posixpath.join("/" + folder, unquote(target.split("#")[0]))
                target = posixpath.normpath(path.replace("\\", "/")).lstrip("/")
            kind = str(element.get("Type", "")).rsplit("/", 1)[-1]
            found[str(element.get("Id", ""))] = Relationship(kind, target, external)
        return found

    def _version(self) -> str:
        properties = [one for one in self._relations("").values() if one.kind == "core-properties"]
        for one in properties:
            stated = self._xml(one.target).find(f"{_CORE}version")
            if stated is not None and stated.text:
                return str(stated.text).strip()
        return ""

    def _others(self, relations: Mapping[str, Relationship]) -> Iterator[tuple[str, Element]]:
        """Parts that may hold words nobody reads here: drawings of the kind SmartArt and charts are, comments."""
        for one in relations.values():
            if one.kind in ("diagramData", "chart", "comments") and not one.external:
                yield one.target, self._xml(one.target)

    def _bytes(self, name: str) -> bytes:
        stored = self._names.get(name.lower())
        if stored is None:
            return b""
        try:
            return self._archive.read(stored)
        except Exception as error:  # zlib.error and lzma.LZMAError share no base class
            raise _broken() from error

    def _xml(self, name: str, *, needed: bool = False) -> Element:
        """The root of a part; an empty element where the part is not there or, unless needed, is no XML."""
        content = self._bytes(name)
        if not content and not needed:
            return etree.Element("nothing")
        try:
            root = _parsed(content)
            return _parsed(_transitional(root)) if _STRICT in content else root
        except (etree.LxmlError, ValueError) as error:
            if needed:
                raise _broken() from error
            return etree.Element("nothing")


def _parsed(content: bytes) -> Element:
    # No entity is resolved and nothing is fetched; a part with a DTD of its own is none of Word's.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    root = etree.fromstring(content, parser)
    if root.getroottree().docinfo.internalDTD is not None:
        raise ValueError("a document type")
    return root


def _transitional(root: Element) -> bytes:
    """A part in the Strict namespaces, written in those of Word's everyday files."""
    written: bytes = etree.tostring(root)
    for strict, usual in _NAMESPACES.items():
        written = written.replace(strict, usual)
    return written


def _broken() -> Unreadable:
    return Unreadable("broken", "The file is damaged or is no Word document.")

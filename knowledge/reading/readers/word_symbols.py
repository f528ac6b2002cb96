"""Characters of Word's symbol fonts as Unicode, which `w:sym` and old documents store by their place in the font.

Sources: Unicode's mapping of the Adobe Symbol encoding (SYMBOL.TXT), and its code points for Wingdings (L2/11-052).
"""

from __future__ import annotations

UNKNOWN = "\ufffd"
"""Stands for a symbol nobody knows, so that the sentence at least shows that something is missing."""

_LOW = " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"
_HIGH = "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…|—↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊⟨®©™∑"
_SYMBOL = {0x20 + place: char for place, char in enumerate(_LOW)} | {
    0xA0 + place: char for place, char in enumerate(_HIGH)
}
_WINGDINGS = {
    0x21: "✏",
    0x22: "✂",
    0x28: "☎",
    0x29: "✆",
    0x2A: "✉",
    0x36: "⌛",
    0x3E: "✇",
    0x3F: "✍",
    0x41: "✌",
    0x45: "☜",
    0x46: "☞",
    0x47: "☝",
    0x48: "☟",
    0x4A: "☺",
    0x4C: "☹",
    0x4F: "⚐",
    0x6C: "●",
    0x6D: "❍",
    0x6E: "■",
    0x6F: "□",
    0x70: "□",
    0x71: "❑",
    0x72: "❒",
    0x75: "◆",
    0x76: "❖",
    0x9E: "·",
    0x9F: "•",
    0xA1: "○",
    0xA4: "◉",
    0xA7: "▪",
    0xA8: "☐",
    0xD8: "➢",
    0xDC: "➲",
    0xDF: "←",
    0xE0: "→",
    0xE1: "↑",
    0xE2: "↓",
    0xE8: "➔",
    0xEF: "⇦",
    0xF0: "⇨",
    0xF1: "⇧",
    0xF2: "⇩",
    0xFB: "✗",
    0xFC: "✓",
    0xFD: "☒",
    0xFE: "☑",
}
_WINGDINGS_2 = {0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x97: "●", 0xA2: "■", 0xA3: "□"}
_FONTS = {"symbol": _SYMBOL, "wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2}


def symbol(font: str, place: int) -> str:
    """The character at a place of a symbol font; places may be moved up to U+F000, as Word stores them."""
    known = _FONTS.get(font.strip().casefold())
    if known is None:
        return chr(place) if 0x20 <= place < 0xE000 else UNKNOWN
    return known.get(place - 0xF000 if place >= 0xF000 else place, UNKNOWN)


def with_symbols(text: str, font: str) -> str:
    """Text of a run set in a symbol font, or with characters from the private area of one."""
    known = font.strip().casefold() in _FONTS
    shifted = any("\uf020" <= char <= "\uf0ff" for char in text)
    if not shifted and not known:
        return text
    name = font if known else "Symbol"
    return "".join(
        symbol(name, ord(char)) if "\uf020" <= char <= "\uf0ff" or (known and ord(char) > 0x20) else char
        for char in text
    )

"""Generated messages and forms: whatever a flow or a person could put into them."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import strategies as st

from bot import forms, messages
from bot.messages import Message, Tone

HOSTILE = (
    "[click me](https://evil.example)",
    "![](https://evil.example/pixel.png)",
    "<https://evil.example>",
    "https://evil.example",
    "**bold** _soft_ ~~gone~~ `code`",
    "# title\n1. one\n- two\n> quoted",
    "{{DATE(2026-01-01, SHORT)}}",
    "<at>everyone</at> &lt;b&gt; <b>x</b>",
    "abc\u202egnp.exe\u202c",
    "zero\u200bwidth\ufeff\u0000\u0007",
    "👩‍👩‍👧‍👦 שלום مرحبا 日本語 \ud7ff",
    "x" * 5000,
    "🙂" * 5000,
    "line\n" * 600,
)
texts = st.one_of(st.text(max_size=60), st.sampled_from(HOSTILE))
tones = st.sampled_from(list(Tone))
buttons = st.builds(
    messages.Button,
    texts,
    st.sampled_from(["ask.share", "report.open"]),
    st.text(max_size=1500),
    tones,
    st.booleans(),
)
urls = st.sampled_from(
    ["https://town.example/p", "tel:+19025550100", "mailto:a@town.example", "javascript:alert(1)", "http://x"]
)
parts = st.one_of(
    st.builds(messages.Text, texts, tones),
    st.builds(messages.Heading, texts),
    st.builds(messages.Facts, st.lists(st.builds(messages.Fact, texts, texts), max_size=12).map(tuple)),
    st.builds(messages.Quote, texts, texts, st.sampled_from(["must", "should", ""]), texts, texts, urls),
    st.builds(
        messages.Listing,
        texts,
        st.lists(st.builds(messages.ListItem, texts, texts, texts, texts, st.booleans()), max_size=8).map(
            tuple
        ),
        st.booleans(),
    ),
    st.builds(messages.Steps, st.lists(texts, max_size=8).map(tuple)),
    st.builds(messages.Phrases, texts, st.lists(texts, max_size=8).map(tuple)),
    st.builds(messages.Links, st.lists(st.builds(messages.Link, texts, urls), max_size=4).map(tuple)),
    st.builds(
        messages.Image,
        st.sampled_from(["https://town.example/a.png", "data:image/png;base64,AA=="]),
        st.text(min_size=1),
    ),
    st.just(messages.Divider()),
    st.builds(messages.Buttons, st.lists(buttons, max_size=9).map(tuple)),
)
drawn_messages = st.builds(Message, texts.filter(bool), st.lists(parts, max_size=20).map(tuple))

ZONES = ("America/Halifax", "Europe/Berlin", "Australia/Lord_Howe", "UTC")
options = st.lists(
    st.builds(forms.Option, st.text(min_size=1, max_size=20), texts.filter(bool)),
    min_size=1, max_size=15, unique_by=lambda option: option.value,
).map(tuple)  # fmt: skip
labels = texts.filter(lambda text: bool(text.strip()))
moments = st.datetimes(datetime(2000, 1, 1), datetime(2037, 1, 1)).map(  # noqa: DTZ001 - made aware at once
    lambda moment: moment.replace(second=0, microsecond=0, tzinfo=UTC)
)

"""Messages and forms as odd as people can make them, for property tests."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import strategies as st

from bot.forms import (
    ChoiceField,
    DateTimeField,
    Form,
    FormNotice,
    MultiChoiceField,
    Option,
    PersonField,
    TextField,
    ToggleField,
    When,
)
from bot.messages import (
    Button,
    Buttons,
    Divider,
    Fact,
    Facts,
    Heading,
    Image,
    Link,
    Links,
    Listing,
    ListItem,
    Message,
    Phrases,
    Quote,
    Steps,
    Text,
    Tone,
)

HOSTILE = [
    *(
        "<!channel>",
        "<!here>",
        "<@U0MARTA>",
        "<#C0FRONTDESK>",
        "<!subteam^S1|@all>",
        "@here",
        "&lt;!everyone&gt;",
    ),
    *(
        "<https://evil.example|safe>",
        "https://evil.example",
        "<mailto:a@b.example>",
        "<tel:911|home>",
        "|>",
        "*b*",
    ),
    *(
        "<!date^1^{date}^https://evil.example|x>",
        "```",
        "> quote",
        ":fire:",
        "a\u202eb",
        "\x00",
        "\ufeff",
        "\ud83d",
    ),
    *("👩🏽‍🚒" * 3, "日本語", "مرحبا", "Z͑ͫ̓a̸l̵g̶o", "&amp;", "x" * 4000, "word " * 800, "\n" * 5, ""),
]
texts = st.one_of(
    st.sampled_from(HOSTILE), st.text(max_size=60), st.lists(st.sampled_from(HOSTILE)).map("".join)
)
urls = st.one_of(
    st.sampled_from(
        ["https://a.example/p?q=1&r=2", "tel:+19025550100", "mailto:a@b.example", "javascript:1"]
    ),
    st.sampled_from(
        ["http://a.example", "https://a.example/x|<!channel>", "https://a b", "https://a\n.example"]
    ),
    texts,
)
labels = texts.filter(lambda text: bool(text.strip()))

buttons = st.builds(
    Button,
    label=labels,
    action=st.sampled_from(["ask.share", "ask.question", "notice.acknowledge"]),
    value=st.text(max_size=1500),
    tone=st.sampled_from(Tone),
)
parts = st.one_of(
    st.builds(Text, texts, st.sampled_from(Tone)),
    st.builds(Heading, texts),
    st.builds(Facts, st.lists(st.builds(Fact, texts, texts), max_size=12).map(tuple)),
    st.builds(Quote, texts, texts, texts, texts, texts, urls),
    st.builds(
        Listing,
        texts,
        st.lists(st.builds(ListItem, texts, texts, texts, texts, st.booleans()), max_size=6).map(tuple),
        st.booleans(),
    ),
    st.builds(Steps, st.lists(texts, max_size=20).map(tuple)),
    st.builds(Phrases, texts, st.lists(texts, max_size=8).map(tuple)),
    st.builds(Links, st.lists(st.builds(Link, texts, urls), max_size=5).map(tuple)),
    st.builds(Image, urls, texts),
    st.just(Divider()),
    st.builds(Buttons, st.lists(buttons, min_size=1, max_size=6).map(tuple)),
)
messages = st.builds(Message, texts, st.lists(parts, max_size=30).map(tuple))

names = st.from_regex(r"[a-z_]{1,20}", fullmatch=True)
options = st.builds(
    lambda count, label: tuple(
        Option(f"{number}@lakeview.example", f"{label} {number}") for number in range(count)
    ),
    st.sampled_from([1, 2, 5, 6, 10, 11, 100, 101, 130]),
    labels,
)
whens = st.none() | st.builds(When, names, st.lists(names, min_size=1, max_size=2).map(tuple))
moments = st.integers(0, 7_000_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))


@st.composite
def fields(draw: st.DrawFn) -> object:
    """One field of any kind, filled with something it may hold."""
    name, label, hint, when = draw(names), draw(labels), draw(texts), draw(whens)
    required = draw(st.booleans())
    offered = draw(options)
    one = draw(st.sampled_from([option.value for option in offered]))
    match draw(st.integers(0, 5)):
        case 0:
            limit = draw(st.sampled_from([200, 3000, 50_000]))
            return TextField(name, label, hint, required, draw(st.booleans()), draw(texts), limit, when)
        case 1:
            return ChoiceField(name, label, offered, hint, required, one, when)
        case 2:
            return MultiChoiceField(name, label, offered, hint, required, (one,), when)
        case 3:
            return DateTimeField(name, label, "America/Halifax", hint, required, draw(moments), when)
        case 4:
            return PersonField(name, label, offered, hint, required, (one,), draw(st.booleans()), when)
        case _:
            return ToggleField(name, label, hint, draw(st.booleans()), when)


notices = st.builds(FormNotice, texts, st.booleans())


@st.composite
def forms(draw: st.DrawFn) -> Form:
    """A form with up to a dozen fields of different names."""
    found = draw(
        st.lists(fields(), min_size=1, max_size=12, unique_by=lambda field: getattr(field, "name", ""))
    )
    items = draw(st.lists(notices, max_size=3)) + found
    return Form("report", "New report", tuple(items), "Send", "0" * 32, "ctx")  # type: ignore[arg-type]  # drawn as object

"""Letters about a report and about a restriction: filled from templates, kept as sent, for who may read it (D14)."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace
from datetime import timedelta

import docx
import pypdfium2
import pytest
from sqlalchemy import select

from adapters.settings import SAMPLE
from bot.events import FieldValue
from bot.flows.notice_days import STAY
from bot.forms import TextField, ToggleField
from bot.messages import Fact, Facts
from bot.replies import FormErrors, Say, Upload
from bot.words import sentence
from incidents import store_keeping
from incidents.audit import Act
from incidents.looks import looks_at
from incidents.papers.word_letter import read_template
from incidents.records import Record
from incidents.rules.access import Operation
from incidents.rules.letters import NO_LETTERS, CustomerLetter, LetterTemplate, LetterTemplates
from incidents.tables import letters as table
from tests.fakes.conversation import Conversation
from tests.fixtures.acts import said_of
from tests.fixtures.word_files import on_later_sheets
from tests.flows.carrying import filed, reads, shows
from tests.flows.test_restrictions import does, looks, proposes, restricted, the_one
from tests.flows.town import CAO, HECTOR, PRIYA, SAM, TESSA, WEN, Town

__all__ = ["filed", "restricted"]

POSITION = "The tariff is right. We do not change it."
SAID: dict[str, FieldValue] = {"letter_to": "Casey Customer", "letter_words": POSITION, "letter_next": ""}


def content(talk: Conversation) -> bytes:
    (upload,) = talk.replies
    assert isinstance(upload, Upload)
    return upload.content


def notice_in(talk: Conversation) -> str:
    """The notice as it stands in the form that is open."""
    assert talk.form
    (field,) = [one for one in talk.form.items if isinstance(one, TextField) and one.name == "notice_text"]
    return field.initial


def facts(talk: Conversation) -> list[Fact]:
    """Everything that stands on the newest card as a fact."""
    (said,) = talk.replies
    assert isinstance(said, Say)
    return [fact for part in said.message.parts if isinstance(part, Facts) for fact in part.facts]


async def letters(town: Town, who: str, reference: str) -> Conversation:
    talk = await shows(town, who, reference)
    await talk.press(sentence("act.more"))
    await talk.press(sentence("act.write_letter"))
    return talk


async def writes(
    town: Town, reference: str, label: str, who: str = PRIYA, **said: FieldValue
) -> Conversation:
    talk = await letters(town, who, reference)
    await talk.press(label)
    await talk.submit({**SAID, **said})
    return talk


async def record_of(town: Town, name: str) -> Record:
    seen = await town.desk.view(name, CAO)
    assert seen
    return seen


async def test_d14_a_position_letter_is_filled_from_the_report_and_kept_with_its_digests(
    town: Town, filed: tuple[str, str]
) -> None:
    talk = await writes(town, filed[1], "Position letter, English", letter_next="Wen rings you on Monday.")
    assert sentence("letter.kept") in talk.words
    assert POSITION not in talk.words, "a card is read over shoulders"
    assert "Casey" not in talk.words
    (entry,) = [one for one in (await record_of(town, filed[0])).entries if one.act == Act.LETTER_WRITTEN]
    text = str(entry.said["letter_text"])
    for words in (
        "Dear Casey Customer,",
        POSITION,
        "It was about: His bill",
        "Wen rings you on Monday.",
        "Priya Raman",
    ):
        assert words in text
    assert entry.said["letter_hash"] == hashlib.sha256(text.encode()).hexdigest()
    await talk.press(sentence("letter.docx"))
    word = content(talk)
    assert read_template(word).text == text
    assert filed[1] in read_template(word).foot
    assert entry.said["letter_docx"] == hashlib.sha256(word).hexdigest()
    await town.pass_time(days=3)
    talk = await letters(town, PRIYA, filed[1])
    await talk.press(sentence("letter.pdf"))
    assert entry.said["letter_pdf"] == hashlib.sha256(content(talk)).hexdigest(), "as it was, days later"
    said = await reads(town, PRIYA, filed[0])
    assert "Priya Raman wrote a letter to the customer" in said
    assert str(entry.said["letter_pdf"]) in said


async def test_what_there_is_none_of_leaves_no_gap_in_a_letter(town: Town, filed: tuple[str, str]) -> None:
    await writes(town, filed[1], "Acknowledgement, English")
    (entry,) = (await record_of(town, filed[0])).entries
    assert "What happens next" not in str(entry.said["letter_text"])
    assert POSITION not in str(entry.said["letter_text"]), "it has no words of its own"


async def test_a_letter_is_in_the_language_that_was_chosen_its_days_too(
    town: Town, filed: tuple[str, str]
) -> None:
    talk = await letters(town, PRIYA, filed[1])
    labels = {one.label for one in talk.buttons}
    assert {"Acknowledgement, English", "Acknowledgement, French", "Position letter, English"} <= labels
    assert "Position letter, French" not in labels, "there is no such template"
    said = {"customer_type": "resident", "language": "French"}
    await town.desk.act(
        filed[0], SAM, Operation.ADD_CUSTOMER, said_of(Operation.ADD_CUSTOMER, **said), "d" * 32
    )
    assert "French" in {fact.value for fact in facts(await letters(town, PRIYA, filed[1]))}, "P19"
    await writes(town, filed[1], "Acknowledgement, French")
    entry = (await record_of(town, filed[0])).entries[-1]
    assert entry.said["letter_language"] == "fr"
    assert "Merci de votre contact du 2 mars 2026." in str(entry.said["letter_text"])


async def test_what_is_missing_is_said_before_and_nothing_is_kept(town: Town, filed: tuple[str, str]) -> None:
    talk = await writes(town, filed[1], "Warning letter, English", letter_to="", letter_words=" ")
    (refused,) = talk.replies
    assert isinstance(refused, FormErrors)
    assert set(refused.errors) == {"letter_to", "letter_words"}
    assert "Casey" in repr(await talk.submit({**SAID, "letter_to": "Casey", "letter_words": "\u202e"}))
    assert (await record_of(town, filed[0])).entries == ()


@pytest.mark.parametrize("which", ["later", "even", "second"])
async def test_a_place_left_empty_on_any_head_or_foot_is_said_before_anything_is_kept(
    town: Town, which: str
) -> None:
    change = on_later_sheets("Answer: {answer}", which)
    path, key = SAMPLE / "letters" / "notice.en.docx", (CustomerLetter.NOTICE, "en")
    document = docx.Document(str(path))
    change(document)
    made = io.BytesIO()
    document.save(made)
    one = LetterTemplate(*key, made.getvalue(), read_template(made.getvalue()))
    town.bot.use(replace(town.services, templates=LetterTemplates({key: one})))
    await proposes(town)
    found = await the_one(town)
    await does(town, CAO, found.reference, Operation.APPROVE)
    said = sentence("restriction.letter_lacks", names=sentence("letter.place_answer"))
    talk = town.talk(PRIYA)
    await talk.choose("restriction.letter", f"notice:{found.id}:en:docx")
    assert said in talk.words
    await talk.choose("restriction.act", f"send_notice:{found.id}:en")
    sent_at = town.clock.now()
    await talk.submit({"notice_at": sent_at, "notice_by": "letter", "notice_text": notice_in(talk)})
    assert said in repr(talk.replies)
    assert not (await the_one(town)).notice_text


async def test_the_same_letter_sent_twice_is_one(town: Town, filed: tuple[str, str]) -> None:
    talk = await letters(town, PRIYA, filed[1])
    await talk.press("Position letter, English")
    form = talk.form
    await talk.submit(SAID)
    talk.form = form
    await talk.submit(SAID)
    assert len((await record_of(town, filed[0])).entries) == 1


async def test_every_letter_can_be_taken_along_however_many_there_are(
    town: Town, filed: tuple[str, str]
) -> None:
    for number in range(4):
        letter = {"letter_kind": "position", "letter_to": "Casey", "letter_text": f"Number {number}"}
        await town.desk.act(filed[0], PRIYA, Operation.WRITE_LETTER, letter, f"draft {number}")
        await town.pass_time(days=1)
    talk = await letters(town, PRIYA, filed[1])
    assert sum(one.label == "PDF" for one in talk.buttons) == 3
    await talk.press(sentence("letter.older", count=1))
    assert "Position letter, 2 March 2026, by Priya Raman" in talk.words
    assert sum(one.label == "PDF" for one in talk.buttons) == 1


async def test_a_form_whose_template_is_gone_keeps_what_was_typed(town: Town, filed: tuple[str, str]) -> None:
    talk = await letters(town, PRIYA, filed[1])
    await talk.press("Position letter, English")
    town.bot.use(replace(town.services, templates=NO_LETTERS))
    (refused,) = await talk.submit(SAID)
    assert isinstance(refused, FormErrors)
    assert POSITION in repr(refused.form)
    assert sentence("letter.no_templates") in repr(refused.errors)


async def test_writing_is_for_those_who_handle_a_report_and_reading_for_those_who_may_read_it(
    town: Town, filed: tuple[str, str]
) -> None:
    await writes(town, filed[1], "Position letter, English")
    (entry,) = (await record_of(town, filed[0])).entries
    value = f"docx:{entry.id}:{filed[0]}"
    await town.talk(SAM).choose("record.letter_file", value)
    talk = town.talk(SAM)
    await talk.choose("record.letter_file", value)
    assert POSITION in read_template(content(talk)).text, "its author reads the whole report"
    assert sentence("act.write_letter") in {one.label for one in (await more(town, SAM, filed[1])).buttons}
    for who in (TESSA, HECTOR, WEN):
        talk = town.talk(who)
        for action, said in (
            ("record.letters", filed[0]),
            ("record.letter_form", f"position:en:{filed[0]}"),
            ("record.letter_file", value),
        ):
            await talk.choose(action, said)
            assert not any(isinstance(one, Upload) for one in talk.replies)
            assert talk.form is None
    talk = town.talk(SAM)
    await talk.choose("record.letter_form", f"position:en:{filed[0]}")
    assert talk.form is None, "an author writes no letter about their own report"
    looks_seen = await town.db.read(lambda conn: looks_at(conn, filed[0]))
    assert any(one.by == SAM and one.printed for one in looks_seen or ())


async def more(town: Town, who: str, reference: str) -> Conversation:
    talk = await shows(town, who, reference)
    await talk.press(sentence("act.more"))
    return talk


@pytest.mark.parametrize(
    "value",
    ["docx:{entry}:{other}", "exe:{entry}:{record}", "docx::{record}", "", ":::::", "pdf:{record}:{entry}"],
)
async def test_a_file_is_found_by_its_own_record_alone(
    town: Town, filed: tuple[str, str], value: str
) -> None:
    await writes(town, filed[1], "Position letter, English")
    (entry,) = (await record_of(town, filed[0])).entries
    talk = town.talk(PRIYA)
    await talk.choose("record.letter_file", value.format(entry=entry.id, record=filed[0], other="0" * 32))
    assert not any(isinstance(one, Upload) for one in talk.replies)


async def test_an_organisation_without_templates_is_offered_no_letter(
    town: Town, filed: tuple[str, str]
) -> None:
    town.bot.use(replace(town.services, templates=NO_LETTERS))
    assert sentence("act.write_letter") not in {
        one.label for one in (await more(town, PRIYA, filed[1])).buttons
    }
    talk = town.talk(PRIYA)
    await talk.choose("record.letters", filed[0])
    assert sentence("letter.no_templates") in talk.words
    await talk.choose("record.letter_form", f"position:en:{filed[0]}")
    assert talk.form is None
    assert sentence("letter.no_templates") in talk.words


async def test_whoever_writes_no_letters_is_not_told_that_there_are_none(
    town: Town, filed: tuple[str, str]
) -> None:
    talk = town.talk(SAM)
    await talk.choose("record.letters", filed[0])
    assert sentence("act.not_yours") in talk.words
    assert sentence("letter.no_templates") not in talk.words


async def test_d33_a_notice_in_the_customers_language_says_everything_in_it(town: Town) -> None:
    await proposes(town)
    one = await the_one(town)
    await does(town, CAO, one.reference, Operation.APPROVE)
    talk = town.talk(PRIYA)
    await talk.say(f"restrictions {one.reference}")
    await talk.press(sentence("restriction.send_notice"))
    assert sentence("letter.which_language") in talk.words
    await talk.press("French")
    assert talk.form
    text = notice_in(talk)
    now = town.clock.now()
    await talk.submit({"notice_at": now, "notice_by": "letter", "notice_text": text})
    assert sentence("restriction.noticed_now") in talk.words
    sent = (await the_one(town)).entries[-1].said
    for words in (
        "Une seule personne de contact",
        "Paroles blessantes après un avertissement",
        "Écrivez au directeur général",
        "Votre personne de contact : Wen Zhao",
        "au téléphone",
    ):
        assert words in str(sent["notice_text"])
    assert "Demandes par période" not in str(sent["notice_text"]), "it counts no requests"
    await talk.press(sentence("letter.docx"))
    assert hashlib.sha256(content(talk)).hexdigest() == sent["letter_docx"]
    assert read_template(content(talk)).text == sent["notice_text"]
    assert "Contact person: Wen Zhao" in (await looks(town, SAM)).words
    await town.pass_time(days=5)
    talk = town.talk(PRIYA)
    await talk.choose("restriction.letter", f"notice:{one.id}:en:pdf")
    assert hashlib.sha256(content(talk)).hexdigest() == sent["letter_pdf"], "no other one is made any more"


async def test_a_notice_that_was_changed_is_kept_as_it_was_changed_on_the_same_sheet(town: Town) -> None:
    await proposes(town)
    one = await the_one(town)
    await does(town, CAO, one.reference, Operation.APPROVE)
    talk = town.talk(PRIYA)
    await talk.choose("restriction.act", f"send_notice:{one.id}:en")
    assert talk.form
    text = notice_in(talk)
    short: dict[str, FieldValue] = {"notice_at": town.clock.now(), "notice_by": "letter"}
    await talk.submit({**short, "notice_text": text.replace("Abusive words after a warning", "")})
    assert sentence("restriction.problem_notice_incomplete") in repr(talk.replies)
    await talk.submit({**short, "notice_text": f"{text}\n\nWe are sorry that it came to this."})
    await talk.press(sentence("letter.docx"))
    words = read_template(content(talk))
    assert words.text.endswith("We are sorry that it came to this.")
    assert "12 Harbour Street" in words.head
    await talk.choose("restriction.letter", f"notice:{one.id}::pdf")
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content(talk))]
    assert "We are sorry that it came to this." in "\n".join(pages)


async def taken_along(town: Town, record_id: str) -> int:
    """How often the log of looks says that something was taken along."""
    seen = await town.db.read(lambda conn: looks_at(conn, record_id))
    return sum(one.printed for one in seen or ())


async def test_the_log_says_a_letter_was_taken_along_once_for_each_time_it_was(town: Town) -> None:
    await proposes(town)
    one = await the_one(town)
    await does(town, CAO, one.reference, Operation.APPROVE)
    talk = town.talk(PRIYA)
    for refused in ("lifting:{id}::xyz", "notice:{id}:xq:pdf", "lifting:{id}:en:pdf", "farewell:{id}:en:pdf"):
        await talk.choose("restriction.letter", refused.format(id=one.id))
        assert not any(isinstance(each, Upload) for each in talk.replies)
    assert await taken_along(town, one.id) == 0
    await talk.choose("restriction.letter", f"notice:{one.id}:en:docx")
    assert content(talk)
    assert await taken_along(town, one.id) == 1
    await does(town, PRIYA, one.reference, Operation.SEND_NOTICE)
    await talk.choose("restriction.letter", f"notice:{one.id}::pdf")
    assert content(talk)
    assert await taken_along(town, one.id) == 2


async def test_a_file_that_is_not_there_is_not_logged_as_taken_along(
    town: Town, filed: tuple[str, str]
) -> None:
    await town.talk(PRIYA).choose("record.letter_file", f"pdf:{'0' * 32}:{filed[0]}")
    assert await taken_along(town, filed[0]) == 0


async def test_the_notice_sent_twice_from_one_form_is_one(town: Town) -> None:
    await proposes(town)
    one = await the_one(town)
    await does(town, CAO, one.reference, Operation.APPROVE)
    talk = town.talk(PRIYA)
    await talk.choose("restriction.act", f"send_notice:{one.id}:fr")
    form = talk.form
    assert form
    text = notice_in(talk)
    values: dict[str, FieldValue] = {
        "notice_at": town.clock.now(),
        "notice_by": "email",
        "notice_text": str(text),
    }
    await talk.submit(values)
    talk.form = form
    await talk.submit(values)
    assert sentence("restriction.noticed_now") in talk.words
    assert sum(entry.act == Act.NOTICE_SENT for entry in (await the_one(town)).entries) == 1


async def test_a_destroyed_record_takes_its_letters_along(town: Town, filed: tuple[str, str]) -> None:
    await writes(town, filed[1], "Position letter, English")
    rows = await town.db.read(lambda conn: conn.execute(select(table.c.sealed)).scalars().all())
    assert len(rows) == 2
    assert not any(POSITION.encode() in one or one.startswith((b"PK", b"%PDF")) for one in rows), "sealed"
    await town.db.write(lambda conn: store_keeping.destroy(conn, filed[0]))
    assert await town.db.read(lambda conn: conn.execute(select(table.c.entry)).all()) == []


async def noted_later(town: Town, **said: FieldValue) -> tuple[Conversation, str, str]:
    """A notice taken along and sent on 2 March, noted on 4 March; what was posted, and the text in the form."""
    await proposes(town)
    one = await the_one(town)
    await does(town, CAO, one.reference, Operation.APPROVE)
    talk = town.talk(PRIYA)
    await talk.choose("restriction.letter", f"notice:{one.id}:en:docx")
    posted, sent_at = read_template(content(talk)).text, town.clock.now()
    await town.pass_time(days=2)
    await talk.choose("restriction.act", f"send_notice:{one.id}:en")
    filled_in = notice_in(talk)
    values: dict[str, FieldValue] = {"notice_at": sent_at, "notice_by": "letter", "notice_text": filled_in}
    text = str(said.pop("notice_text", filled_in)).replace("{filled}", filled_in)
    await talk.submit({**values, **said, "notice_text": text})
    return talk, posted, filled_in


async def kept_notice(town: Town, talk: Conversation) -> str:
    """The text that was kept, which is that of the Word file too."""
    text = (await the_one(town)).notice_text
    await talk.press(sentence("letter.docx"))
    assert read_template(content(talk)).text == text
    return text


async def test_d33_a_notice_that_is_noted_later_is_kept_as_it_was_posted(town: Town) -> None:
    talk, posted, filled_in = await noted_later(town)
    assert "4 March 2026" in filled_in
    assert sentence("restriction.days_followed", day="2 March 2026") in talk.words
    assert await kept_notice(town, talk) == posted


async def test_the_form_of_a_notice_says_beside_its_text_for_which_day_it_was_filled_in(town: Town) -> None:
    talk, _, filled_in = await noted_later(town, notice_at=None)
    assert talk.form
    (field,) = [one for one in talk.form.items if isinstance(one, ToggleField)]
    assert "4 March 2026" in field.hint
    values: dict[str, FieldValue] = {"notice_by": "letter", "notice_text": filled_in, STAY: True}
    await talk.submit({**values, "notice_at": town.clock.now() - timedelta(days=2)})
    assert await kept_notice(town, talk) == filled_in, "they said that its days stay"


async def test_a_changed_notice_with_days_of_another_day_is_not_kept_before_that_is_said(town: Town) -> None:
    talk, posted, _ = await noted_later(town, notice_text="{filled}\n\nWe are sorry.")
    said = sentence("restriction.days_of_another", filled="4 March 2026", sent="2 March 2026")
    assert said in repr(talk.replies)
    assert not (await the_one(town)).notice_text
    values: dict[str, FieldValue] = {"notice_by": "letter", "notice_text": f"{posted}\n\nWe are sorry."}
    await talk.submit({**values, "notice_at": town.clock.now() - timedelta(days=2)})
    assert await kept_notice(town, talk) == f"{posted}\n\nWe are sorry."


async def test_a_day_of_another_day_is_found_in_a_line_that_was_changed(town: Town) -> None:
    talk, _, filled_in = await noted_later(town, notice_at=None)
    values: dict[str, FieldValue] = {
        "notice_at": town.clock.now() - timedelta(days=2),
        "notice_by": "letter",
        "notice_text": filled_in.replace("4 March 2026", "Wednesday,\n4 March 2026, in the morning"),
    }
    await talk.submit(values)
    said = sentence("restriction.days_of_another", filled="4 March 2026", sent="2 March 2026")
    assert said in repr(talk.replies)
    assert not (await the_one(town)).notice_text
    await talk.submit(
        {**values, "notice_text": f"{filled_in.replace('4 March 2026', '2 March 2026')}\n\nSorry."}
    )
    assert "2 March 2026" in await kept_notice(town, talk)


@pytest.mark.parametrize("minutes_ago", [0, 6])
async def test_a_notice_whose_form_was_open_over_midnight_keeps_the_looks_of_its_template(
    town: Town, minutes_ago: int
) -> None:
    await proposes(town)
    one = await the_one(town)
    await does(town, CAO, one.reference, Operation.APPROVE)
    now = town.clock.now()
    evening = now.astimezone(town.services.organisation.timezone).replace(hour=23, minute=58)
    await town.pass_time(seconds=(evening - now).total_seconds())
    talk = town.talk(PRIYA)
    await talk.choose("restriction.act", f"send_notice:{one.id}:en")
    text = notice_in(talk)
    await town.pass_time(minutes=7)
    sent_at = town.clock.now() - timedelta(minutes=minutes_ago)
    await talk.submit({"notice_at": sent_at, "notice_by": "letter", "notice_text": text})
    kept = await kept_notice(town, talk)
    assert ("2 March 2026" if minutes_ago else "3 March 2026") in kept
    assert (kept == text) == bool(minutes_ago)
    template = docx.Document(str(SAMPLE / "letters" / "notice.en.docx"))
    word = docx.Document(io.BytesIO(content(talk)))
    bold = [
        [one.text for one in each.paragraphs if any(run.bold for run in one.runs)]
        for each in (template, word)
    ]
    assert len(bold[0]) == len(bold[1]) > 0

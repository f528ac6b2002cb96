"""Files in conversation: what is taken, to which report it belongs, how it is listed and opened."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from bot.events import FileShared, FileTrouble, SharedFile
from bot.flows.record_paper import record_paper
from bot.people import Place
from bot.replies import Replace, Upload
from bot.words import sentence
from foundation.db import Database, DatabaseUnavailable, Trouble
from foundation.ids import new_id
from incidents import store_files
from incidents.attaching import Attaching
from incidents.notices import NoticeKind
from incidents.records import Channel, Report
from incidents.rules.file_limits import MOST_AT_ONCE, FileLimits
from tests.fakes.clock import MORNING
from tests.fakes.conversation import Conversation, in_words
from tests.fixtures.a_file import PDF, SECRET_OF_THE_CAMERA, a_picture
from tests.fixtures.databases import db
from tests.flows.town import PRIYA, SAM, WEN, Town

__all__ = ["db"]  # Two people at once, so the one with threads.

PHOTO = SharedFile("counter.jpg", a_picture())
NAME = "Casey Quill shouting.pdf"


async def a_report(town: Town, author: str = SAM, **changes: Any) -> str:
    """The reference of a report whose notices went out."""
    plain: dict[str, Any] = {
        "department": "Customer Service",
        "occurred_at": town.clock.now(),
        "zone": "America/Halifax",
        "channel": Channel.PHONE,
        "happened": "They shouted.",
        "customer": "Casey Quill",
    }
    filed = await town.desk.submit(Report(author, **(plain | changes)), new_id())
    await town.worker.run_due()
    await town.pass_time(seconds=1)
    return filed.reference


async def sends(talk: Conversation, *files: SharedFile, text: str = "") -> str:
    """Send files; the words of the answer."""
    await talk.does(FileShared(new_id(), talk.who, talk.where, MORNING, files, text))
    return talk.words


async def test_a_file_is_offered_to_the_newest_open_report_and_added_with_one_press(town: Town) -> None:
    reference, sam = await a_report(town), town.talk()
    said = await sends(sam, PHOTO)
    assert sentence("attachment.names", names="counter.jpg") in said
    assert sentence("attachment.which") in said
    await sam.press(sentence("attachment.add_to", reference=reference))
    assert sentence("attachment.added", count=1, reference=reference) in sam.words
    assert sentence("attachment.readers") in sam.words
    (file,) = (await town.desk.mine(SAM))[0].files
    assert file.about
    assert file.about.name == "counter.jpg"


async def test_several_files_sent_together_are_asked_about_once(town: Town) -> None:
    reference, sam = await a_report(town), town.talk()
    said = await sends(sam, PHOTO, SharedFile(NAME, PDF))
    assert sentence("attachment.names", names=f"counter.jpg, {NAME}") in said
    await sam.press(sentence("attachment.add_to", reference=reference))
    assert sentence("attachment.added", count=2, reference=reference) in sam.words


async def test_with_no_open_report_nothing_is_kept_and_it_says_what_to_do(town: Town) -> None:
    sam = town.talk()
    assert sentence("attachment.nothing_open") in await sends(sam, PHOTO)
    assert sentence("report.button") in [one.label for one in sam.buttons]
    assert await town.desk.attaching.waiting(SAM) == {}


async def test_a_file_with_a_reference_beside_it_is_added_at_once(town: Town) -> None:
    first = await a_report(town)
    await a_report(town)
    said = await sends(town.talk(), PHOTO, text=f"for report {first}")
    assert sentence("attachment.added", count=1, reference=first) in said


async def test_a_reference_of_somebody_else_keeps_nothing_and_tells_nothing(town: Town) -> None:
    reference = await a_report(town)
    wen = town.talk(WEN)
    absent = await sends(wen, PHOTO, text="report K4M-7TR")
    assert await sends(wen, PHOTO, text=f"report {reference}") == absent
    assert sentence("notice.nothing_to_show") in absent
    assert await town.desk.attaching.waiting(WEN) == {}


async def test_what_is_written_beside_a_file_is_answered_as_well(town: Town) -> None:
    await a_report(town)
    said = await sends(town.talk(), PHOTO, text="may we end the call?")
    assert town.knowledge.asked == ["may we end the call?"]
    assert sentence("attachment.which") in said


async def test_p36_words_of_danger_beside_a_file_are_answered_first_and_the_file_is_offered_after(
    town: Town,
) -> None:
    reference, sam = await a_report(town), town.talk()
    for text in ("he has a knife", f"{reference}: the man with the knife, he threatened to kill me"):
        await sends(sam, PHOTO, text=text)
        first, *_, last = [in_words(one) for one in sam.replies]
        assert "911" in first
        assert sentence("attachment.which") not in first
        assert sentence("attachment.which") in last
    await sam.press(sentence("attachment.add_to", reference=reference))
    assert sentence("attachment.added", count=1, reference=reference) in sam.words


async def test_p36_what_helps_in_danger_is_said_also_where_the_file_cannot_be_kept(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    await a_report(town)

    async def fails(*_: object) -> str:
        raise DatabaseUnavailable(Trouble.BUSY)

    monkeypatch.setattr(Attaching, "hold", fails)
    said = await sends(town.talk(), PHOTO, text="he has a knife")
    assert "911" in said.split(sentence("attachment.not_held"))[0]
    assert sentence("attachment.not_held") in said


@pytest.mark.parametrize("words", ["I acknowledge {}", "I acknowledge {}, photo attached"])
async def test_an_order_beside_a_file_is_done_and_the_file_is_offered(town: Town, words: str) -> None:
    reference = await a_report(town, ended=True)
    await a_report(town)
    priya = town.talk(PRIYA)
    said = await sends(priya, PHOTO, text=words.format(reference))
    record = await town.desk.view(reference, SAM)
    assert record
    assert record.acknowledged_by == PRIYA
    assert sentence("attachment.which") in said
    await priya.press(sentence("attachment.add_to", reference=reference))
    assert sentence("attachment.added", count=1, reference=reference) in priya.words


@pytest.mark.parametrize("words", ["save this photo in {}", "please put this in report {}", "evidence {}"])
async def test_words_that_say_no_more_than_where_a_file_belongs_add_it_at_once(
    town: Town, words: str
) -> None:
    reference = await a_report(town)
    said = await sends(town.talk(), PHOTO, text=words.format(reference))
    assert sentence("attachment.added", count=1, reference=reference) in said


@pytest.mark.parametrize(
    ("file", "key"),
    [
        (SharedFile("a.jpg"), "empty"),
        (SharedFile("a.zip", b"PK\x03\x04" + bytes(60)), "unknown"),
        (SharedFile("a.jpg", b"MZ" + bytes(60)), "unknown"),
        (SharedFile("a.jpg", trouble=FileTrouble.NOT_READ), "not_read"),
        (SharedFile("a.jpg", trouble=FileTrouble.TOO_LARGE), "too_large"),
        (SharedFile("a.pdf", PDF + bytes(20_000_000)), "too_large"),
    ],
)
async def test_what_cannot_be_taken_is_said_calmly_with_what_can(
    town: Town, file: SharedFile, key: str
) -> None:
    await a_report(town)
    said = await sends(town.talk(), file)
    assert sentence(f"attachment.{key}", name=file.name, size="20 MB") in said
    assert sentence("attachment.kinds") in said
    assert await town.desk.attaching.waiting(SAM) == {}


async def test_what_can_be_taken_of_several_is_and_the_others_are_named(town: Town) -> None:
    await a_report(town)
    said = await sends(town.talk(), SharedFile("a.exe", b"MZ" + bytes(60)), PHOTO)
    assert sentence("attachment.unknown", name="a.exe") in said
    assert sentence("attachment.names", names="counter.jpg") in said


async def test_files_beyond_those_taken_at_once_are_told_with_what_to_do(town: Town) -> None:
    await a_report(town)
    more = [SharedFile(f"{number}.jpg", trouble=FileTrouble.TOO_MANY) for number in range(3)]
    said = await sends(town.talk(), PHOTO, *more)
    assert sentence("attachment.left_out", count=3, most=MOST_AT_ONCE) in said
    assert sentence("attachment.got", count=1) in said


async def test_a_file_where_others_read_along_is_sent_to_the_direct_conversation(town: Town) -> None:
    await a_report(town)
    assert sentence("attachment.not_here") in await sends(town.talk(place=Place.CHANNEL), PHOTO)


async def test_the_card_of_a_report_says_how_a_file_is_added_and_the_next_one_is_for_it(town: Town) -> None:
    wanted = await a_report(town)
    await a_report(town)
    sam = town.talk()
    await sam.say(f"reports {wanted}")
    await sam.press(sentence("act.more"))
    await sam.press(sentence("act.attach"))
    assert sentence("attachment.how_chat") in sam.words
    await sends(sam, PHOTO)
    assert sam.buttons[0].label == sentence("attachment.add_to", reference=wanted)


async def test_what_waits_already_can_be_added_from_the_card(town: Town) -> None:
    await a_report(town)
    other = await a_report(town)
    sam = town.talk()
    await sends(sam, PHOTO)
    await sam.say(f"attach a photo to report {other}")
    assert sentence("attachment.waits", count=1) in sam.words
    await sam.press(sentence("attachment.add_to", reference=other))
    assert sentence("attachment.added", count=1, reference=other) in sam.words


async def test_an_order_to_attach_something_says_how(town: Town) -> None:
    sam = town.talk()
    await sam.say("attach a photo")
    assert sentence("order.attach") in sam.words


async def test_what_was_sent_can_be_thrown_away(town: Town) -> None:
    await a_report(town)
    sam = town.talk()
    await sends(sam, PHOTO)
    await sam.press(sentence("attachment.drop"))
    assert sentence("attachment.dropped", count=1) in sam.words
    assert await town.desk.attaching.waiting(SAM) == {}


async def test_a_press_after_an_hour_says_that_it_is_gone(town: Town) -> None:
    reference, sam = await a_report(town), town.talk()
    await sends(sam, PHOTO)
    await town.pass_time(minutes=59)
    await sam.press(sentence("attachment.add_to", reference=reference))
    assert sentence("attachment.gone") in sam.words


async def test_the_same_file_is_not_added_twice(town: Town) -> None:
    reference, sam = await a_report(town), town.talk()
    for _ in range(2):
        await sends(sam, PHOTO)
        await sam.press(sentence("attachment.add_to", reference=reference))
    assert sentence("attachment.already", reference=reference) in sam.words


async def test_a_second_press_says_that_the_file_is_there_and_leaves_the_card(town: Town) -> None:
    other, reference = await a_report(town), await a_report(town)
    sam = town.talk()
    await sends(sam, PHOTO)
    ways = {one.label: one for one in sam.buttons}
    add, elsewhere = (ways[sentence("attachment.add_to", reference=one)] for one in (reference, other))
    await sam.choose(add.action, add.value)
    await sam.choose(add.action, add.value)
    assert sentence("attachment.already", reference=reference) in sam.words
    assert not any(isinstance(one, Replace) for one in sam.replies)
    await sam.choose(elsewhere.action, elsewhere.value)
    assert sentence("attachment.gone") in sam.words
    assert not any(isinstance(one, Replace) for one in sam.replies)


async def test_what_a_full_report_does_not_take_can_be_added_elsewhere_or_thrown_away(town: Town) -> None:
    other, reference = await a_report(town), await a_report(town)
    sam, wen = town.talk(), town.talk(WEN)
    organisation = replace(town.services.organisation, attachments=FileLimits(most=1))
    town.bot.use(replace(town.services, organisation=organisation))
    for number in range(2):
        said = await sends(sam, SharedFile("a.txt", f"note {number}".encode()), text=reference)
    assert f"{reference} has no room" in said
    assert sentence("attachment.still_waits") in said
    labels = [one.label for one in sam.buttons]
    assert labels == [sentence("attachment.add_to", reference=other), sentence("attachment.drop")]
    await sam.press(labels[0])
    assert sentence("attachment.added", count=1, reference=other) in sam.words
    alone = await a_report(town, WEN)
    for number in range(2):
        await sends(wen, SharedFile("a.txt", f"note {number}".encode()), text=alone)
    await wen.press(sentence("attachment.drop"))
    assert await town.desk.attaching.waiting(WEN) == {}


async def opened_by(town: Town, person: str, reference: str) -> Conversation:
    """Somebody who looks at the files of a report."""
    talk = town.talk(person)
    await talk.choose("record.files", (await town.desk.view(reference, SAM)).id)  # type: ignore[union-attr]
    return talk


async def test_whoever_reads_the_report_lists_its_files_and_opens_them_and_the_look_is_shown(
    town: Town,
) -> None:
    reference = await a_report(town)
    await sends(town.talk(), SharedFile(NAME, a_picture()), text=reference)
    priya = await opened_by(town, PRIYA, reference)
    assert sentence("attachment.title", reference=reference) in priya.words
    assert "Casey" not in priya.words, "names are on no card"
    (upload,) = await priya.press(sentence("attachment.open_one", number=1))
    assert isinstance(upload, Upload)
    assert (upload.name, upload.media_type, upload.content) == (
        f"{reference}-1.jpg",
        "image/jpeg",
        a_picture(),
    )
    assert upload.preview
    assert SECRET_OF_THE_CAMERA.encode() not in upload.preview
    sam = town.talk()
    record = (await town.desk.mine(SAM))[0]
    await sam.choose("record.looks", record.id)
    assert "Priya Raman opened a file of the report" in repr(sam.form)
    await sam.choose("notice.view", record.id)
    assert "Casey Quill shouting.pdf.jpg" in repr(sam.form)


async def test_a_head_who_handles_the_report_adds_files_as_well(town: Town) -> None:
    reference = await a_report(town)
    priya = town.talk(PRIYA)
    await sends(priya, PHOTO)
    await priya.press(sentence("attachment.add_to", reference=reference))
    (file,) = (await town.desk.mine(SAM))[0].files
    assert file.by == PRIYA


async def test_the_head_hears_that_the_person_a_report_was_written_for_added_a_file(town: Town) -> None:
    reference = await a_report(town, filed_for=WEN)
    await town.pass_time(minutes=5)
    before = len(town.notifier.notices)
    await sends(town.talk(WEN), PHOTO, text=reference)
    await town.pass_time(minutes=5)
    told = [(one.recipient, one.kind) for one in town.notifier.notices[before:]]
    assert told == [(PRIYA, NoticeKind.ADDED)]


async def test_whoever_may_not_read_the_report_gets_the_words_of_an_absent_one(town: Town) -> None:
    reference = await a_report(town)
    await sends(town.talk(), PHOTO, text=reference)
    record = (await town.desk.mine(SAM))[0]
    wen = town.talk(WEN)
    for value in (f"{record.id}:{record.files[0].id}", f"{new_id()}:{record.files[0].id}"):
        await wen.choose("file.open", value)
        assert sentence("notice.nothing_to_show") in wen.words
    await wen.choose("record.files", record.id)
    assert sentence("notice.nothing_to_show") in wen.words


async def test_many_files_are_listed_page_by_page(town: Town) -> None:
    reference, sam = await a_report(town), town.talk()
    await sends(sam, *(SharedFile(f"{n}.txt", f"note {n}".encode()) for n in range(6)), text=reference)
    record = (await town.desk.mine(SAM))[0]
    await sam.choose("record.files", record.id)
    await sam.press(sentence("attachment.more"))
    assert sentence("attachment.open_one", number=6) in [one.label for one in sam.buttons]


@pytest.mark.parametrize("start", ["9" * 5000, "-1", "x", "²", "99"])
async def test_a_place_in_the_list_that_nobody_made_shows_the_list_all_the_same(
    town: Town, start: str
) -> None:
    reference, sam = await a_report(town), town.talk()
    await sends(sam, PHOTO, text=reference)
    record = (await town.desk.mine(SAM))[0]
    await sam.choose("record.files", f"{record.id}:{start}")
    assert sentence("attachment.title", reference=reference) in sam.words


async def test_d66_the_paper_lists_the_files_with_what_proves_them(town: Town) -> None:
    reference = await a_report(town)
    await sends(town.talk(), PHOTO, text=reference)
    record = await town.desk.view(reference, SAM)
    assert record
    assert record.files[0].about
    assert record.files[0].about.digest in repr(record_paper(record, SAM, town.services))


async def test_a_disk_that_is_full_is_admitted_and_nothing_waits(
    town: Town, db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await a_report(town)
    sam = town.talk()

    def full(*_: object, **__: object) -> None:
        raise DatabaseUnavailable(Trouble.FULL)

    monkeypatch.setattr(store_files, "put_part", full)
    said = await sends(sam, PHOTO)
    assert sentence("attachment.which") not in said
    assert sam.replies
    assert await town.desk.attaching.waiting(SAM) == {}


async def test_two_who_add_at_once_add_each_their_own(town: Town) -> None:
    reference = await a_report(town)
    sam, priya = town.talk(), town.talk(PRIYA)
    await sends(sam, PHOTO)
    await sends(priya, SharedFile("b.txt", b"of the head"))
    add = sentence("attachment.add_to", reference=reference)
    await asyncio.gather(sam.press(add), priya.press(add))
    assert {one.by for one in (await town.desk.mine(SAM))[0].files} == {SAM, PRIYA}

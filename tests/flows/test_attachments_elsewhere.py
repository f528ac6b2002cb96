"""Files of requests and of messages for colleagues: the same way in, by the rights of their kind (R02, R16, A09)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.events import SharedFile
from bot.replies import Upload
from bot.words import sentence
from foundation.ids import new_id
from incidents import store_audit
from incidents.audit import Act
from incidents.phone_message import MessageFile
from incidents.request import Matter, RequestCase
from incidents.rules.absence import Absence
from incidents.rules.access import Operation
from tests.fakes.conversation import Conversation, in_words
from tests.fixtures.a_file import PDF, a_picture
from tests.flows.test_attachments import NAME, PHOTO, a_report, sends
from tests.flows.test_messages import CALLUM, heard
from tests.flows.test_messages import takes as takes_message
from tests.flows.test_requests import INGRID, MIREILLE, complains, does, number, takes, told
from tests.flows.town import GIDEON, PRIYA, SAM, WEN, Town


async def the_request(town: Town, viewer: str) -> RequestCase:
    case = await town.requests.view(await number(town, viewer), viewer)
    assert case
    return case


async def the_message(town: Town, viewer: str = CALLUM) -> MessageFile:
    (task,) = await town.services.tasks.mine(viewer)
    message = await town.services.messages.view(task.record, viewer)
    assert message
    return message


def uploads(talk: Conversation) -> list[bytes]:
    return [one.content for one in talk.replies if isinstance(one, Upload)]


async def test_r02_whoever_took_a_request_adds_a_photo_and_those_who_see_to_it_hear_and_open_it(
    town: Town,
) -> None:
    sam = await takes(town)
    reference = await number(town)
    await town.pass_time(seconds=1)
    assert sentence("attachment.added", count=1, reference=reference) in await sends(
        sam, PHOTO, text=f"photo for request {reference}"
    )
    await town.pass_time(seconds=1)
    assert told(town, INGRID)[-1] == sentence("request.news_file", reference=reference)
    ingrid = town.talk(INGRID)
    await ingrid.say(f"requests {reference}")
    await ingrid.press(sentence("act.more"))
    await ingrid.press(sentence("attachment.files"))
    assert PHOTO.name not in ingrid.words, "names are on no card"
    await ingrid.press(sentence("attachment.open_one", number=1))
    assert uploads(ingrid) == [PHOTO.content]
    await ingrid.choose("request.read", (await the_request(town, INGRID)).standing.id)
    assert PHOTO.name in repr(ingrid.form)


async def test_a_file_without_a_reference_is_offered_to_an_open_request_too(town: Town) -> None:
    await a_report(town)
    await town.pass_time(minutes=1)
    await takes(town)
    reference, sam = await number(town), town.talk()
    said = await sends(sam, PHOTO)
    assert sentence("attachment.which") in said
    first = next(one.label for one in sam.buttons)
    assert first == sentence("attachment.add_to", reference=reference), "the newest of both kinds comes first"
    await sam.press(first)
    assert len((await the_request(town, INGRID)).files) == 1


async def test_p19_the_card_of_a_request_says_how_and_the_next_file_is_for_it(town: Town) -> None:
    await takes(town)
    reference, sam = await number(town), town.talk()
    await a_report(town)
    await sam.say(f"requests {reference}")
    await sam.press(sentence("act.more"))
    await sam.press(sentence("attachment.files"))
    assert sentence("attachment.none") in sam.words
    await sam.press(sentence("act.attach"))
    assert sentence("attachment.how_title", reference=reference) in sam.words
    await sends(sam, PHOTO)
    assert next(one.label for one in sam.buttons) == sentence("attachment.add_to", reference=reference)


async def test_a_look_at_the_files_of_a_request_that_is_refused_is_in_its_log(town: Town) -> None:
    await complains(town, Matter.PERSON)
    case = await the_request(town, MIREILLE)
    wen = town.talk(WEN)
    for action in ("record.files", "record.attach"):
        await wen.choose(action, case.standing.id)
        assert sentence("notice.nothing_to_show") in wen.words
    entries = await town.db.read(lambda conn: list(store_audit.entries(conn)))
    refused = [one for one in entries if one.kind == Act.REFUSED and one.actor == WEN]
    assert {one.record_id for one in refused} == {case.standing.id}
    assert len(refused) == 2


async def test_nobody_is_told_that_a_request_has_no_files_who_sees_only_their_own(town: Town) -> None:
    sam = await takes(town)
    reference = await number(town)
    await sends(town.talk(INGRID), SharedFile(NAME, PDF), text=reference)
    await sam.choose("record.files", (await the_request(town, INGRID)).standing.id)
    assert sentence("attachment.none") in sam.words
    assert "no files yet" not in sam.words


async def test_what_those_who_see_to_a_request_add_is_not_for_whoever_took_it(town: Town) -> None:
    sam = await takes(town)
    reference = await number(town)
    await sends(sam, PHOTO, text=reference)
    await sends(town.talk(INGRID), SharedFile(NAME, PDF), text=reference)
    theirs = [one.about.name for one in (await the_request(town, SAM)).files if one.about]
    both = (await the_request(town, INGRID)).files
    assert (theirs, len(both)) == ([PHOTO.name], 2)
    record = (await the_request(town, INGRID)).standing.id
    await sam.choose("file.open", f"{record}:{both[1].id}")
    assert uploads(sam) == []
    assert sentence("notice.nothing_to_show") in sam.words
    await town.pass_time(seconds=1)
    asked = [one for one in told(town, INGRID) if one == sentence("request.news_file", reference=reference)]
    assert len(asked) == 1, "nobody is told of what they added themselves"


async def test_r16_r20_what_is_added_to_a_complaint_about_somebody_is_for_its_readers_alone(
    town: Town,
) -> None:
    await complains(town, Matter.PERSON)
    await town.pass_time(seconds=1)
    reference, sam = await number(town, SAM), town.talk()
    assert sentence("attachment.added", count=1, reference=reference) in await sends(
        sam, SharedFile(NAME, PDF), text=reference
    )
    case = await the_request(town, MIREILLE)
    value = f"{case.standing.id}:{case.files[0].id}"
    for who in (SAM, WEN, PRIYA, GIDEON):
        talk = town.talk(who)
        await talk.choose("record.files", case.standing.id)
        assert NAME not in talk.words
        await talk.choose("file.open", value)
        assert uploads(talk) == [], who
    absent = await sends(town.talk(WEN), PHOTO, text="K4M-7TR")
    assert await sends(town.talk(WEN), PHOTO, text=reference) == absent
    mireille = town.talk(MIREILLE)
    await mireille.choose("file.open", value)
    assert uploads(mireille) == [PDF]


async def test_a_right_to_a_request_that_ended_opens_none_of_its_files(town: Town) -> None:
    sam = await takes(town)
    reference = await number(town)
    await sends(sam, PHOTO, text=reference)
    case = await the_request(town, INGRID)
    await does(
        town, INGRID, reference, Operation.REROUTE, to_category="park", hand_over_reason="It is in the park."
    )
    ingrid = town.talk(INGRID)
    await ingrid.choose("file.open", f"{case.standing.id}:{case.files[0].id}")
    assert uploads(ingrid) == []


async def test_a_colleague_passes_on_words_and_no_files(town: Town) -> None:
    await takes(town)
    reference = await number(town)
    said = await sends(town.talk(GIDEON), PHOTO, text=reference)
    assert sentence("attachment.word_only", reference=reference) in said
    assert sentence("attachment.not_kept") in said
    assert await town.desk.attaching.waiting(GIDEON) == {}


async def test_a09_a_file_of_a_message_comes_to_whoever_has_it_who_hears_of_what_came_later(
    town: Town,
) -> None:
    sam = await takes_message(town)
    await sam.press(sentence("act.attach"))
    reference = (await the_message(town)).reference
    assert sentence("attachment.how_title", reference=reference) in sam.words
    await sends(sam, PHOTO)
    assert sentence("attachment.of_message", name="Callum Byrne") in sam.words
    await sam.press(sentence("attachment.add_to", reference=reference))
    await town.pass_time(seconds=1)
    assert heard(town, CALLUM)[-1] == sentence(
        "message.told_attached", name="Sam Okafor", reference=reference
    )
    message, callum = await the_message(town), town.talk(CALLUM)
    await callum.choose("message.read", message.id)
    assert PHOTO.name in repr(callum.form)
    await callum.say(reference)
    assert PHOTO.name not in callum.words
    await callum.press(sentence("attachment.button", number=1))
    await callum.press(sentence("attachment.open_one", number=1))
    assert uploads(callum) == [PHOTO.content]
    for who in (INGRID, PRIYA, WEN):
        talk = town.talk(who)
        await talk.choose("file.open", f"{message.id}:{message.files[0].id}")
        assert uploads(talk) == [], who


async def test_j29_whoever_stands_in_hears_of_a_file_as_well(town: Town) -> None:
    until = town.clock.now() + timedelta(hours=5)
    away = Absence(new_id(), CALLUM, town.clock.now(), until, INGRID, CALLUM)
    assert await town.services.absences.say(away)
    sam = await takes_message(town)
    reference = (await the_message(town)).reference
    await sends(sam, PHOTO, text=reference)
    await town.pass_time(seconds=1)
    told_so = sentence("message.told_attached", name="Sam Okafor", reference=reference)
    assert [heard(town, one)[-1] for one in (CALLUM, INGRID)] == [told_so] * 2


async def test_a_message_that_is_done_takes_no_more_files_and_its_old_ones_stay_readable(town: Town) -> None:
    sam = await takes_message(town)
    message = await the_message(town)
    await sends(sam, PHOTO, text=message.reference)
    await town.talk(CALLUM).choose("task.done", message.task.id)
    said = await sends(sam, SharedFile(NAME, PDF), text=message.reference)
    assert sentence("attachment.reads_only", reference=message.reference) in said
    await sam.say(message.reference)
    assert sentence("act.attach") not in {one.label for one in sam.buttons}
    await sam.press(sentence("attachment.button", number=1))
    await sam.press(sentence("attachment.open_one", number=1))
    assert uploads(sam) == [PHOTO.content]


async def test_a_picture_is_small_beside_the_file_and_a_forged_id_gives_nothing(town: Town) -> None:
    sam = await takes_message(town)
    message = await the_message(town)
    large = replace(PHOTO, content=a_picture(size=(900, 700)))
    await sends(sam, large, text=message.reference)
    name = (await the_message(town)).files[0].id
    await sam.choose("file.open", f"{message.reference}:{name}")
    (opened,) = [one for one in sam.replies if isinstance(one, Upload)]
    assert opened.preview
    assert opened.name == f"{message.reference}-1.jpg"
    other = (await a_report(town), name)
    await sam.choose("file.open", ":".join(other))
    assert uploads(sam) == []
    assert sentence("notice.nothing_to_show") in " ".join(map(in_words, sam.replies))

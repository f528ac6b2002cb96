"""Upkeep: owners keep answers, confirm ways to ask, mark reviews and dismiss with a reason; nobody else does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.flows.owners import documents_of
from bot.flows.teaching import teach
from bot.flows.upkeep_items import gather_for
from bot.messages import Quote
from bot.people import Place
from bot.replies import FormErrors, Replace, Say
from foundation.outbox.sending import NotDelivered
from knowledge.curation.items import Kind
from knowledge.library import Library
from knowledge.reading.document import Document, DocumentFacts, Finding
from tests.fakes.conversation import Conversation, in_words
from tests.fakes.messenger import besides_figures
from tests.flows.town import DANA, GIDEON, RUTH, SAM, TESSA, Town, answer

PARROT = "may I bring my parrot to work"
FILMED = "someone keeps pointing a camera at me"


def quotes(talk: Conversation) -> list[Quote]:
    return [
        part
        for reply in talk.replies
        if isinstance(reply, Say)
        for part in reply.message.parts
        if isinstance(part, Quote)
    ]


async def keep(town: Town, question: str = PARROT, **values: object) -> None:
    """Sam asks, Ruth answers and keeps the answer."""
    reference = await town.services.questions.open(question, SAM, RUTH, town.clock.now(), draft=question)
    talk = town.talk(RUTH)
    await talk.choose("question.answer", reference)
    kept = {"answer": "Yes, in a cage.", "keep": True, "questions": question, "review": "12"}
    await talk.submit({**kept, **values})  # type: ignore[dict-item]  # any value of a field
    assert talk.form is None, talk.words


async def open_list(town: Town, name: str, who: str = RUTH) -> Conversation:
    talk = town.talk(who)
    await talk.say("upkeep")
    await talk.press(name)
    return talk


async def test_a_kept_answer_is_given_to_everybody_who_asks_the_same(learning_town: Town) -> None:
    town, talk = learning_town, learning_town.talk()
    await talk.say(PARROT)
    assert talk.words.startswith("Your policies don't say")
    await keep(town)
    await talk.say("may I bring my parrot into work please?")
    first = quotes(talk)[0]
    assert first.text == "Yes, in a cage."
    assert first.citation == "Answer kept by Ruth Castellano, 2 March 2026"
    assert first.label == "A person's answer"
    assert PARROT in first.lead_in
    (reply,) = talk.replies
    assert isinstance(reply, Say)
    assert "not the text of a policy" in reply.message.summary


async def test_a_kept_answer_shared_in_a_channel_stays_marked(learning_town: Town) -> None:
    await keep(learning_town)
    talk = learning_town.talk(place=Place.CHANNEL)
    await talk.say(PARROT)
    await talk.press("More")
    await talk.press("Share here")
    assert quotes(talk)[0].label == "A person's answer"
    assert "Answer kept by Ruth Castellano" in talk.words


async def test_an_answer_that_is_not_kept_goes_to_its_asker_alone(learning_town: Town) -> None:
    await keep(learning_town, keep=False)
    talk = learning_town.talk()
    await talk.say(PARROT)
    assert "cage" not in talk.words


@pytest.mark.parametrize(
    ("questions", "problem"),
    [("", "at least one question"), ("may Mrs Alvarez bring her parrot", "details of a person")],
)
async def test_what_everybody_will_see_names_no_customer(
    learning_town: Town, questions: str, problem: str
) -> None:
    town = learning_town
    reference = await town.services.questions.open(PARROT, SAM, RUTH, town.clock.now(), draft="d")
    talk = town.talk(RUTH)
    await talk.choose("question.answer", reference)
    (reply,) = await talk.submit({"answer": "Yes.", "keep": True, "questions": questions})
    assert isinstance(reply, FormErrors)
    assert problem in talk.words
    assert PARROT in f"{reply.form.items}", "what was asked is still there to read"
    assert await town.services.curation.curated() == ()
    assert len(await town.services.questions.waiting()) == 1


async def test_p23_a_kept_answer_comes_up_for_review_and_says_so_until_it_is_looked_at(
    learning_town: Town,
) -> None:
    town = learning_town
    await keep(town, review="3")
    assert "Kept answers to look at" not in (await upkeep(town)).words
    town.clock.advance(timedelta(days=95))
    talk = await upkeep(town)
    assert "Kept answers to look at: 1" in talk.words
    await talk.press("Kept answers")
    assert "was to be looked at again on 2 June 2026" in talk.words
    (reply,) = await talk.press("Still right")
    assert isinstance(reply, Replace)
    assert "5 June 2027" in talk.words
    assert "Kept answers to look at" not in (await upkeep(town)).words


async def upkeep(town: Town, who: str = RUTH) -> Conversation:
    talk = town.talk(who)
    await talk.say("upkeep")
    return talk


async def test_a_kept_answer_is_changed_and_its_history_stays(learning_town: Town) -> None:
    town = learning_town
    await keep(town)
    town.clock.advance(timedelta(days=1))
    talk = await open_list(town, "Kept answers")
    await talk.press("Change")
    assert talk.form is not None
    await talk.submit({"answer": "No birds.", "questions": PARROT, "review": "6"})
    asker = town.talk()
    await asker.say(PARROT)
    assert quotes(asker)[0].text == "No birds."
    (kept,) = await town.services.curation.curated()
    versions = await town.services.curation.versions(kept.id)
    assert [(one.version, one.answer, one.by) for one in versions] == [
        (1, "Yes, in a cage.", RUTH),
        (2, "No birds.", RUTH),
    ]
    talk = await open_list(town, "Kept answers")
    assert "Version 1: Ruth Castellano, 2 March 2026" in talk.words
    assert "Version 2: Ruth Castellano, 3 March 2026" in talk.words


async def test_a_retired_answer_is_given_no_more_and_the_reason_is_kept(learning_town: Town) -> None:
    town = learning_town
    await keep(town)
    (kept,) = await town.services.curation.curated()
    talk = await open_list(town, "Kept answers")
    await talk.press("Retire")
    (reply,) = await talk.submit({"reason": " "})
    assert isinstance(reply, FormErrors)
    await talk.submit({"reason": "There is a policy now."})
    asker = town.talk()
    await asker.say(PARROT)
    assert "cage" not in asker.words
    last = (await town.services.curation.versions(kept.id))[-1]
    assert (last.retired, last.reason) == (True, "There is a policy now.")


async def test_right_answers_teach_once_an_owner_confirms(learning_town: Town) -> None:
    town, talk = learning_town, learning_town.talk()
    await talk.say("is it ok that a man films me at the desk")
    await talk.press("More")
    await talk.press("This was right")
    assert "If an owner agrees" in talk.words
    (waiting,) = await town.services.curation.examples(confirmed=False)
    assert SAM not in f"{waiting}"
    owner = await open_list(town, "Ways to ask, to confirm")
    assert "“is it ok that a man films me at the desk”" in owner.words
    assert waiting.clause in owner.words
    before = town.services.knowledge.ask(waiting.question).confidence
    (reply,) = await owner.press("Confirm")
    assert isinstance(reply, Replace)
    assert town.services.knowledge.ask(waiting.question).confidence > before
    await owner.choose("upkeep.confirm", waiting.id)
    assert "Somebody has done this before" in owner.words


async def test_a_way_to_ask_that_an_owner_dismisses_never_counts(learning_town: Town) -> None:
    town, talk = learning_town, learning_town.talk()
    await talk.say("can people film me at the counter")
    await talk.press("More")
    await talk.press("This was right")
    owner = await open_list(town, "Ways to ask, to confirm")
    await owner.press("Dismiss")
    await owner.submit({"reason": "Too vague."})
    assert await town.services.curation.examples(confirmed=False) == ()
    assert await town.services.curation.examples(confirmed=True) == ()


async def test_right_on_a_question_with_a_customers_details_counts_and_keeps_no_word(town: Town) -> None:
    town.knowledge.answer = answer("may I hang up on Mrs Alvarez")
    talk = town.talk()
    await talk.say("may I hang up on Mrs Alvarez")
    await talk.press("More")
    await talk.press("This was right")
    assert await town.services.curation.examples(confirmed=False) == ()
    assert "without your name" in talk.words


async def test_a_passage_that_misses_three_people_comes_up_and_one_impatient_person_does_not_do_it(
    town: Town,
) -> None:
    town.knowledge.answer = answer("how long may a caller wait")
    impatient = town.talk()
    for _ in range(5):
        await impatient.say("how long may a caller wait")
        await impatient.press("More")
        await impatient.press("Not what I needed")
    assert "Nothing waits for you" in (await upkeep(town)).words
    for who in ("a@x.example", "b@x.example"):
        talk = town.talk(who)
        await talk.say("how long may a caller wait")
        await talk.press("More")
        await talk.press("Not what I needed")
    owner = await open_list(town, "Passages that often miss")
    assert "If it goes on after the warning, staff may end the contact." in owner.words
    assert "Not what was needed: 3" in owner.words
    await owner.press("Dismiss")
    await owner.submit({"reason": "The clause is right."})
    assert "Nothing waits for you" in (await upkeep(town)).words


async def test_an_owner_keeps_an_answer_of_their_own_accord(learning_town: Town) -> None:
    town, talk = learning_town, learning_town.talk(RUTH)
    await talk.choose("upkeep.change")
    form = talk.form
    values = {"answer": "Yes, in a cage.", "questions": f"{PARROT}\nare birds allowed", "review": "12"}
    for _ in range(2):
        talk.form = form
        await talk.submit(values)
    assert len(await town.services.curation.curated()) == 1, "the same form is one answer"
    asker = town.talk()
    await asker.say("are birds allowed?")
    assert quotes(asker)[0].text == "Yes, in a cage."


async def test_r01_a_review_is_marked_in_a_tap_and_the_warning_ends(learning_town: Town) -> None:
    town, talk = learning_town, learning_town.talk()
    await talk.say("can visitors walk upstairs alone")
    assert "6 May 2025" in talk.words
    owner = await open_list(town, "Reviews overdue")
    assert "Review overdue: Front Desk Guide" in owner.words
    (reply,) = await owner.press("Mark as reviewed")
    assert isinstance(reply, Replace)
    assert "2 March 2027" in owner.words
    await talk.say("can visitors walk upstairs alone")
    assert "6 May 2025" not in talk.words
    assert "Reviews overdue" not in (await upkeep(town)).words
    town.clock.advance(timedelta(days=400))
    assert "Reviews overdue: " in (await upkeep(town)).words


async def test_p42_a_dead_link_is_listed_with_its_place_and_dismissed_with_a_reason(town: Town) -> None:
    link = Finding("desk.md", "line 12", "dead-link", "The link “Form” leads nowhere (#).")
    town.knowledge.findings = (link, Finding("desk.md", "Keys", "empty-section", "“Keys” has no text."))
    owner = await open_list(town, "Faults in documents")
    assert "The link “Form” leads nowhere (#)." in owner.words
    assert "line 12" in owner.words
    await owner.press("Dismiss")
    await owner.submit({"reason": "It is a button of the web page."})
    assert "Faults in documents: 1" in (await upkeep(town)).words
    town.knowledge.findings = (Finding("desk.md", "line 40", "dead-link", link.message),)
    assert "Faults in documents: 1" in (await upkeep(town)).words, "another place is another fault"


async def test_a_long_list_is_shown_in_parts(town: Town) -> None:
    town.knowledge.findings = [Finding("d.md", f"line {n}", "dead-link", f"Link {n}.") for n in range(8)]
    owner = await open_list(town, "Faults in documents")
    seen = [owner.words]
    for left in (5, 2):
        assert f"And {left} more." in owner.words
        await owner.press("Next")
        seen.append(owner.words)
    assert "more." not in owner.words
    assert all(f"Link {n}." in "\n".join(seen) for n in range(8))
    assert all(len(owner.replies) <= 4 for _ in seen)


@pytest.mark.parametrize("who", [GIDEON, DANA])
async def test_who_keeps_one_document_sees_and_settles_what_waits_of_it_alone(
    learning_town: Town, library: Library, who: str
) -> None:
    town = learning_town
    own = documents_of(who, town.services)
    assert own
    others = {one.name for one in library.documents} - own
    talk = town.talk(who)
    await talk.say("upkeep")
    assert "Upkeep of answers" in talk.words
    items = await gather_for(who, town.services)
    shown = (*items.of(Kind.REVIEWS), *items.of(Kind.FINDINGS))
    assert {one.document for one in shown} <= own
    for name in sorted(others):
        await talk.choose("upkeep.reviewed", name)
        assert "The owners of the policies look after this" in talk.words
    for review in items.of(Kind.REVIEWS):
        await talk.choose("upkeep.reviewed", review.id)
        assert "The owners of the policies look after this" not in talk.words
    assert (await gather_for(who, town.services)).of(Kind.REVIEWS) == ()


@pytest.mark.parametrize("who", [SAM, TESSA])
async def test_only_owners_of_the_policies_keep_them_up(learning_town: Town, who: str) -> None:
    town = learning_town
    await keep(town)
    (kept,) = await town.services.curation.curated()
    talk = town.talk(who)
    chosen = {
        "upkeep.list": "curated",
        "upkeep.confirm": "e1",
        "upkeep.still_right": kept.id,
        "upkeep.reviewed": "front-desk.md",
        "upkeep.change": kept.id,
        "upkeep.dismiss": f"curated:{kept.id}",
    }
    for action, value in chosen.items():
        await talk.choose(action, value)
        assert "The owners of the policies look after this" in talk.words
        assert talk.form is None
    owner = town.talk(RUTH)
    for action, values in (
        ("upkeep.change", {"answer": "No.", "questions": PARROT}),
        ("upkeep.dismiss", {"reason": "No."}),
    ):
        await owner.choose(action, chosen[action])
        talk.form = owner.form
        await talk.submit(dict(values))
        assert "The owners of the policies look after this" in talk.words
    assert await town.services.curation.curated() == (kept,)


async def test_the_upkeep_is_private_in_a_channel(town: Town) -> None:
    town.knowledge.findings = (Finding("d.md", "line 1", "dead-link", "Link."),)
    talk = town.talk(RUTH, Place.CHANNEL)
    await talk.say("upkeep")
    assert all(isinstance(reply, Say) and reply.audience == "asker" for reply in talk.replies)


async def test_the_digest_comes_on_the_first_of_the_month_once_and_only_with_news(town: Town) -> None:
    town.knowledge.findings = (Finding("d.md", "line 1", "dead-link", "Link."),)
    await town.pass_time(days=29, hours=20)
    assert besides_figures(town.messenger.to(RUTH)) == [], "until 1 April, 9:00 in Halifax"
    await town.pass_time(hours=8)
    (digest,) = besides_figures(town.messenger.to(RUTH))
    assert "April 2026" in digest.summary
    assert "Faults in documents: 1" in in_words(Say(digest))
    await town.pass_time(days=15)
    assert len(besides_figures(town.messenger.to(RUTH))) == 1
    town.knowledge.findings = ()
    await town.pass_time(days=30)
    assert len(besides_figures(town.messenger.to(RUTH))) == 1, "nothing to tell"


async def test_a_digest_that_a_platform_does_not_take_at_once_is_tried_for_as_long_as_any_letter(
    town: Town,
) -> None:
    """It was planned weeks before: the day after which a letter is given up counts from when it was due."""
    town.knowledge.findings = (Finding("d.md", "line 1", "dead-link", "Link."),)
    await town.worker.run_due()
    town.messenger.refusals[RUTH] = NotDelivered("timeout", again=True)
    await town.pass_time(days=30, hours=4)
    town.messenger.refusals.clear()
    await town.pass_time(minutes=5)
    assert len(besides_figures(town.messenger.to(RUTH))) == 1


async def test_a_digest_that_fell_into_a_time_out_of_service_is_sent_afterwards_once(town: Town) -> None:
    town.knowledge.findings = (Finding("d.md", "line 1", "dead-link", "Link."),)
    await town.pass_time(seconds=1)
    town.clock.advance(timedelta(days=40))
    for _ in range(2):
        again = Town(town.db, clock=town.clock, messenger=town.messenger, knowledge=town.knowledge)
        await again.pass_time(seconds=1)
    assert len(besides_figures(town.messenger.to(RUTH))) == 1


async def test_the_answers_of_another_process_are_learnt(learning_town: Town, library: Library) -> None:
    town = learning_town
    other = Town(town.db, clock=town.clock)
    await keep(other)
    assert not library.ask(PARROT).passages[0].curated
    await teach(town.services)
    found = library.ask(PARROT).passages[0]
    assert found.curated
    assert found.review_overdue_since is None
    assert date(2027, 3, 2) == (await town.services.curation.curated())[0].review_on


async def test_a_document_whose_owner_is_nobody_listed_is_named_to_the_owners_of_all_policies(
    town: Town,
) -> None:
    ghost = Document("a.md", "", "", DocumentFacts(title="A", owner="Town Klerk"), ())
    town.knowledge.documents = (
        ghost,
        replace(ghost, name="b.md", facts=DocumentFacts(title="B", owner="Town Clerk")),
    )
    talk = await open_list(town, "Faults in documents")
    assert "“Town Klerk”" in talk.words
    assert "a.md" in talk.words
    assert "b.md" not in talk.words

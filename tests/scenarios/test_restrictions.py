"""Contact with somebody is restricted: proposed, decided, told in their language, looked at before (D25-D33)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.words import sentence
from incidents.papers.word_letter import read_template
from tests.scenarios.house import CAO, PRIYA, SAM, House
from tests.scenarios.person import OnSlack, OnTeams, Person, reports
from tests.scenarios.test_across_platforms import ENDED, both_ways

NAME = "Roy Hollis"
REASONS = "zyxq shouted at Jolene on three days."
WEN = "wen.zhao@portmaribel.example"


async def acts(person: Person, label: str, **said: object) -> None:
    """Choose an act from the card as it is offered, and fill its form in."""
    if f"[{label}]" not in person.told[-1]:
        await person.presses(sentence("restriction.more"))
    await person.presses(label)
    await person.fills(said)
    await person.sends()
    assert not person.form, person.form


async def taken(it: House, person: Person, label: str) -> bytes:
    """The file behind a button, as it reaches whoever presses it."""
    await person.presses(label)
    if isinstance(person, OnTeams):
        await person.client.answers_file()
        await it.settle()
        return next(reversed(it.vendors.teams.files.values()))
    assert isinstance(person, OnSlack)
    return bytes(it.vendors.slack.files[-1]["content"])


async def restricts(it: House, priya: Person, cao: Person) -> str:
    """Propose it and have it approved; its reference."""
    now = it.clock.now()
    await priya.writes("restrictions")
    await priya.presses(sentence("restriction.propose"))
    await priya.fills(
        {
            "customer": NAME,
            "options": ("C1",),
            "ground": "abuse_after_warning",
            "reasons": REASONS,
            "starts": now + timedelta(minutes=1),
            "review": now + timedelta(days=80),
            "ends": now + timedelta(days=170),
            "nominated": WEN,
        }
    )
    await priya.sends()
    assert not priya.form, priya.form
    await it.pass_time(minutes=1)
    (one,) = await it.core.services.restrictions.register(CAO)
    assert sentence("restriction.told_proposed", name="Priya Raman") in cao.told[-1]
    await cao.presses(sentence("restriction.open", reference=one.reference))
    await acts(cao, sentence("restriction.approve"), decision_reason="It is fair.")
    return one.reference


@both_ways
async def test_d25_d33_from_the_proposal_to_the_letter_to_the_look_before_contact(
    it: House, here: str, there: str
) -> None:
    priya, cao, sam = (
        await it.person(here, PRIYA),
        await it.person(there, CAO),
        await it.person(there, SAM),
    )
    reference = await restricts(it, priya, cao)
    await sam.writes(f"contact check {NAME}")
    assert sentence("restriction.nothing_on_file") in sam.told[-1], "not before the notice was sent"
    await priya.presses(sentence("restriction.open", reference=reference))
    await priya.presses(sentence("restriction.send_notice"))
    await priya.presses("French")
    assert "Paroles blessantes après un avertissement" in priya.typed("notice_text")
    await priya.fills({"notice_at": it.clock.now(), "notice_by": "letter"})
    await priya.sends()
    assert not priya.form, priya.form
    assert sentence("restriction.noticed_now") in priya.told[-2]
    letter = read_template(await taken(it, priya, sentence("letter.docx")))
    assert "Roy Hollis" in letter.text
    assert "Écrivez au directeur général" in letter.text
    assert (await taken(it, priya, sentence("letter.pdf"))).startswith(b"%PDF")
    await sam.writes(f"contact check {NAME}")
    assert "Contact person: Wen Zhao" in sam.told[-1]
    for person in (priya, cao, sam):
        assert "zyxq" not in "".join(person.told), "the story is on no card"
    assert NAME not in "".join((*priya.told, *cao.told)), "the name neither"
    assert reference not in "".join(sam.told)


@pytest.mark.parametrize("database_kind", ["postgres"])
async def test_on_postgresql_the_rule_holds_from_the_notice_to_the_review(it: House) -> None:
    priya, cao, sam = (
        await it.person("teams", PRIYA),
        await it.person("teams", CAO),
        await it.person("slack", SAM),
    )
    reference = await restricts(it, priya, cao)
    await priya.presses(sentence("restriction.open", reference=reference))
    await priya.presses(sentence("restriction.send_notice"))
    await priya.presses("English")
    await priya.fills({"notice_at": it.clock.now(), "notice_by": "email"})
    await priya.sends()
    assert (await taken(it, priya, sentence("letter.pdf"))).startswith(b"%PDF")
    await sam.writes(f"contact check {NAME}")
    assert "Contact person: Wen Zhao" in sam.told[-1]
    await it.pass_time(days=81)
    await sam.writes(f"contact check {NAME}")
    assert sentence("restriction.nothing_on_file") in sam.told[-1]


@pytest.mark.parametrize("platform", ["slack", "teams"])
async def test_d14_a_letter_about_a_report_is_written_and_taken_along(it: House, platform: str) -> None:
    sam, priya = await it.person(platform, SAM), await it.person(platform, PRIYA)
    await reports(sam, ENDED)
    reference = (await it.record()).reference
    await priya.writes(f"reports {reference}")
    await priya.presses(sentence("act.more"))
    await priya.presses(sentence("act.write_letter"))
    await priya.presses("Position letter, English")
    assert priya.typed("letter_to") == "Casey Quill"
    await priya.fills({"letter_words": "The tariff is right.", "letter_next": "Wen rings you."})
    await priya.sends()
    assert sentence("letter.kept") in priya.told[-1]
    letter = read_template(await taken(it, priya, sentence("letter.docx")))
    assert "Dear Casey Quill,\n\n" in letter.text
    assert "What happens next: Wen rings you." in letter.text
    assert (await taken(it, priya, sentence("letter.pdf"))).startswith(b"%PDF")
    assert "Casey" not in "".join(priya.told), "a card is read over shoulders"

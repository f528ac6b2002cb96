"""A reply by e-mail through the whole program, on either platform, and what its words are looked through for."""

from __future__ import annotations

from collections.abc import AsyncIterator
from email import message_from_string, policy
from pathlib import Path

import pytest

from bot.words import sentence
from knowledge.library import Library
from tests.scenarios.house import SAM, House, Vendors, house
from tests.scenarios.test_requests import INGRID, number_in
from tests.standins.mail_server import MailServer

CASEY = "casey@customer.example"
REQUEST = {
    "description": "A pothole broke my wheel.",
    "place": "14 Harbour Street",
    "customer": "Casey Customer",
    "contact_wanted": "yes",
    "contact": CASEY,
    "request_channel": "Phone",
}


@pytest.fixture
async def mail(tmp_path: Path) -> AsyncIterator[MailServer]:
    async with MailServer(tmp_path) as server:
        yield server


@pytest.fixture
async def it(
    around: Vendors, tmp_path: Path, database_url: str, library: Library, mail: MailServer
) -> AsyncIterator[House]:
    """The program with a mail server."""
    async with house(around, tmp_path / "data", database_url, library, mail=mail) as running:
        yield running


@pytest.mark.parametrize("platform", ["slack", "teams"])
async def test_r04_p09_r12_a_reply_is_seen_looked_through_sent_and_kept(
    it: House, mail: MailServer, platform: str
) -> None:
    sam, ingrid = await it.person(platform, SAM), await it.person(platform, INGRID)
    await sam.writes("request a pothole")
    await sam.presses(sentence("core.open_form_button"))
    await sam.fills(REQUEST)
    await sam.sends()
    assert not sam.form, sam.form
    reference = number_in(sam)
    assert sentence("reply.goes_to", to=CASEY) in sam.told[-1]
    await sam.presses(sentence("reply.send"))
    assert sentence("reply.on_its_way") in sam.told[-1]
    (raw,) = mail.to(CASEY)
    received = message_from_string(raw, policy=policy.default)
    assert reference in received["Subject"]
    words = " ".join(received.get_content().split())
    assert "Dear Casey Customer, thank you for telling us about this: Pothole" in words
    assert "broke my wheel" not in words, "what was written down stays here"

    await ingrid.writes(f"requests {reference}")
    await ingrid.presses(sentence("act.more"))
    await ingrid.presses(sentence("request.text_acknowledgement"))
    await ingrid.presses(sentence("reply.change"))
    draft = "Dear Casey, you failed to report the pothole prior to Monday. The SR is actioned."
    await ingrid.fills({"reply_text": draft})
    await ingrid.sends()
    for found in ("“you failed to”", "“prior to” (plainer: before)", "Staff must use plain words.", CASEY):
        assert found in ingrid.form
    assert ingrid.typed("reply_text") == draft, "it stays as it was written"
    assert len(mail.to(CASEY)) == 1, "nothing goes out before it was looked at"
    await ingrid.sends()
    assert not ingrid.form, ingrid.form
    assert sentence("reply.on_its_way") in ingrid.told[-1]
    assert "prior to Monday" in mail.to(CASEY)[1]

    await ingrid.writes(f"requests {reference}")
    await ingrid.presses(sentence("request.read"))
    assert draft in ingrid.form
    assert "SHA-256" in ingrid.form
    assert CASEY not in "".join(one for one in ingrid.told if "goes to" not in one)

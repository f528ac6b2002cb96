"""The month in figures as people meet it: who gets it, what they see, what they take along, and what nobody can."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, timedelta
from email import message_from_bytes
from email.policy import default as default_policy
from pathlib import Path
from zoneinfo import ZoneInfo

import pypdfium2
import pytest
from sqlalchemy import select, update

from adapters.mail.channel import MailChannel
from bot.delivery.letter_jobs import LetterJobs
from bot.delivery.side_ways import SideWays
from bot.flows.figures import figure_rows
from bot.replies import Upload
from bot.words import sentence
from foundation.ids import new_id
from foundation.outbox.worker import Worker
from incidents.audit import Act
from incidents.records import Behaviour, Channel, Report
from incidents.request import Matter, RequestOutcome, RequestPriority, ServiceRequest
from incidents.rules.access import Operation
from incidents.rules.figures import span_of_facts
from incidents.rules.figures_cells import Breakdown, FigureCell, Measure, MonthSpan
from incidents.rules.figures_count import Counting
from incidents.rules.figures_facts import MonthFacts
from incidents.rules.figures_file import parse_figures
from incidents.rules.figures_shown import FEW, round_count
from incidents.tables import audit, records
from tests.fakes.conversation import Conversation
from tests.flows.town import CAO, DANA, HECTOR, PRIYA, RUTH, SAM, TESSA, WEN, Town
from tests.standins.mail_server import MailServer

MIREILLE = "mireille.gagnon@portmaribel.example"
BEATRIZ = "beatriz.amaral@portmaribel.example"
JOLENE = "jolene.tremblay@portmaribel.example"
CUSTOMER = "Casey Zyxquist"


def request(**changes: object) -> ServiceRequest:
    plain: dict[str, object] = {
        "taken_by": SAM,
        "matter": Matter.SERVICE,
        "description": f"{CUSTOMER} says that the road is broken.",
        "channel": "Phone",
        "customer": CUSTOMER,
        "contact": "555-0199",
        "contact_wanted": True,
        "ward": "Ward 2",
        "category": "pothole",
    }
    return ServiceRequest(**(plain | changes))  # type: ignore[arg-type]  # fields by name


def report(town: Town, **changes: object) -> Report:
    plain: dict[str, object] = {
        "author": SAM,
        "department": "Customer Service",
        "occurred_at": town.clock.now(),
        "zone": "America/Halifax",
        "channel": Channel.IN_PERSON,
        "happened": f"{CUSTOMER} shouted at Sam.",
        "customer": CUSTOMER,
        "behaviours": (Behaviour.RUDE,),
        "place": "front counter, Town Hall",
    }
    return Report(**(plain | changes))  # type: ignore[arg-type]  # fields by name


@pytest.fixture
async def march(town: Town) -> Town:
    """A March: eleven potholes of which six are solved, three bills, seven reports, two matters of a lane."""
    for number in range(14):
        change: dict[str, object] = {} if number < 11 else {"category": "bill", "ward": "Ward 3"}
        urgent = RequestPriority.EMERGENCY if number in (9, 10) else RequestPriority.ROUTINE
        taken = await town.requests.take(request(priority=urgent, **change), new_id())
        assert taken
        if number < 6:
            said = {"disposition": "Done as asked", "resolved_words": "The road is mended."}
            await town.requests.act(taken.id, HECTOR, Operation.RESOLVE, said, new_id())
        if number == 9:
            said = {"to_priority": "routine", "priority_reason": "Nobody is in danger."}
            await town.requests.act(taken.id, HECTOR, Operation.PRIORITISE, said, new_id())
    for _ in range(7):
        await town.desk.submit(report(town), new_id())
    for _ in range(2):
        secret = request(matter=Matter.PERSON, about=(WEN,), category="")
        assert await town.requests.take(secret, new_id())
    # The worker stands still: what it would tell meanwhile changes no figure, and takes its time.
    town.clock.advance(timedelta(days=32))
    return town


async def asks(town: Town, who: str, words: str = "figures for March") -> Conversation:
    talk = town.talk(who)
    await talk.say(words)
    return talk


async def takes(talk: Conversation, way: str) -> Upload:
    await talk.press(sentence(f"figures.{way}"))
    (upload,) = talk.replies
    assert isinstance(upload, Upload)
    return upload


def read(content: bytes) -> str:
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content)]
    return re.sub(r"\s+", " ", "\n".join(pages))


async def test_a_month_is_given_as_it_was_with_small_counts_suppressed_and_nobody_named(march: Town) -> None:
    talk = await asks(march, CAO)
    assert "March 2026 in figures" in talk.words
    assert f"{sentence('figures.measure_received')}: about 15" in talk.words
    assert f"{sentence('figures.measure_solved')}: about 5" in talk.words
    assert f"{sentence('figures.measure_incidents')}: about 5" in talk.words
    small = sentence("figures.small", names="").rstrip(". ")
    assert re.search(rf"{small}.*{sentence('figures.measure_emergencies')}", talk.words)
    assert "Zyxquist" not in talk.words


async def test_the_view_holds_what_was_filed_and_no_other_month(march: Town) -> None:
    view = await march.figures.month(CAO, march.figures.newest(), "management", figure_rows(march.services))
    assert view
    month = view.month
    assert month.first.isoformat() == "2026-03-01"
    assert month.cell(FigureCell(Measure.RECEIVED)) == round_count(14)
    assert month.cell(FigureCell(Measure.RECEIVED, Breakdown.DEPARTMENT, "Public Works")) == round_count(11)
    assert month.cell(FigureCell(Measure.RECEIVED, Breakdown.CATEGORY, "bill")) == FEW
    assert month.cell(
        FigureCell(Measure.INCIDENTS, Breakdown.PLACE, "Front counter, Town Hall")
    ) == round_count(7)
    assert month.cell(FigureCell(Measure.PENDING)) == round_count(8)
    assert month.cell(FigureCell(Measure.OVERDUE)) == round_count(8), "P14: nobody did anything for a month"
    assert month.before[FigureCell(Measure.RECEIVED)] == FEW
    assert "Planning and Permits" in month.silent


async def test_a_request_that_is_rerouted_after_a_month_was_shown_does_not_change_it(march: Town) -> None:
    """Looked at twice, the difference would be one request of a department: who it was can be known."""
    rows = figure_rows(march.services)
    seen = await march.figures.month(CAO, march.figures.newest(), "management", rows)
    open_ones = await march.db.read(
        lambda conn: conn.execute(select(records.c.id).where(records.c.state == "received")).scalars().all()
    )
    moved = 0
    for one in open_ones:
        said = {"to_category": "park", "hand_over_reason": "It is in the park."}
        done, _ = await march.requests.act(one, HECTOR, Operation.REROUTE, said, new_id())
        moved += done is RequestOutcome.DONE
    assert moved >= 3
    again = await march.figures.month(CAO, march.figures.newest(), "management", rows)
    assert seen
    assert again
    assert again.month == seen.month


async def test_what_customers_say_months_after_is_counted_though_the_months_before_are_kept(
    march: Town,
) -> None:
    """P21: solved in March, asked in June, and each month was looked at when it was over."""
    rows = figure_rows(march.services)
    for _ in range(3):
        await march.figures.month(CAO, march.figures.newest(), "management", rows)
        march.clock.advance(timedelta(days=31))
    solved = await march.db.read(
        lambda conn: conn.execute(select(records.c.id).where(records.c.state == "resolved")).scalars().all()
    )
    assert len(solved) == 6
    for one in solved:
        said = {"followed_up": "content", "follow_up_words": "They were asked."}
        await march.requests.act(one, HECTOR, Operation.FINISH, said, new_id())
    march.clock.advance(timedelta(days=31))
    view = await march.figures.month(CAO, march.figures.newest(), "management", rows)
    assert view
    assert view.month.cell(FigureCell(Measure.CONTENT)) == round_count(6)


async def test_who_is_in_no_audience_gets_nothing_and_each_look_and_refusal_is_logged(march: Town) -> None:
    for who in (SAM, DANA, WEN):
        talk = await asks(march, who)
        assert talk.words == sentence("figures.not_yours")
    await takes(await asks(march, TESSA), "pdf")
    rows = await march.db.read(
        lambda conn: conn.execute(select(audit.c.actor, audit.c.kind, audit.c.detail)).all()
    )
    seen = [(row.actor, row.kind, row.detail) for row in rows if row.detail.startswith("figures")]
    assert [one for one in seen if one[0] in (SAM, DANA, WEN)] == [
        (who, Act.REFUSED, "figures") for who in (SAM, DANA, WEN)
    ]
    assert [one[1:] for one in seen if one[0] == TESSA] == [
        (Act.VIEWED, "figures:2026-03:council"),
        (Act.PRINTED, "figures:2026-03:council"),
    ]


async def test_r19_r40_each_audience_sees_its_parts_alone(march: Town) -> None:
    council, head, union = [(await asks(march, who)).words for who in (TESSA, HECTOR, JOLENE)]
    assert sentence("figures.section_training") not in council
    assert sentence("figures.section_questions") not in council
    assert "Confidential matters are counted and not described." in council
    assert "Department: Public Works." in head
    assert f"{sentence('figures.measure_received')}: about 10" in head
    assert "Tax or water bill" not in head, "a department sees its own categories"
    assert sentence("figures.section_requests") not in union
    assert sentence("figures.section_incidents") in union


async def test_p21_what_colleagues_say_is_collected_nowhere_and_that_is_said(march: Town) -> None:
    """Where what customers said stands, and on the paper too."""
    council, union = await asks(march, TESSA), await asks(march, JOLENE)
    said = sentence("figures.no_peers")
    assert said in council.words
    assert said not in union.words
    assert "colleagues say of one another" in read((await takes(council, "pdf")).content).replace("’", "'")


async def test_r17_r26_a_lane_has_a_number_of_its_own_for_those_who_read_it_and_for_as_long(
    march: Town,
) -> None:
    lane = sentence("figures.lane", lane="Human Resources")
    assert lane in (await asks(march, MIREILLE)).words
    for who in (CAO, TESSA):
        assert lane not in (await asks(march, who)).words
    auditor = await asks(march, BEATRIZ)
    await auditor.press(sentence("figures.as_other", audience="Internal review"))
    assert sentence("figures.lane", lane="Internal review") in auditor.words
    assert lane not in auditor.words


async def test_paper_sheet_and_picture_hold_the_same_month_and_say_their_bars_in_words(march: Town) -> None:
    talk = await asks(march, TESSA)
    paper = await takes(talk, "pdf")
    said = read(paper.content)
    assert paper.name == "figures-2026-03-council.pdf"
    for words in ("March 2026 in figures", "Public Works", "about 10", "Page 1 of"):
        assert words in said
    assert "Zyxquist" not in said
    assert "Sam Okafor" not in said
    assert "Tessa Boudreau" in said, "who it was made for stands on it, and nobody else"
    sheet = await takes(await asks(march, TESSA), "sheet")
    with zipfile.ZipFile(io.BytesIO(sheet.content)) as book:
        texts = book.read("xl/sharedStrings.xml").decode()
    assert "about 15" in texts
    assert "Zyxquist" not in texts
    picture = await takes(await asks(march, TESSA), "picture")
    assert picture.content.startswith(b"\x89PNG")
    assert "Mar 2026 about 15" in picture.alt


async def test_r13_r40_whoever_gets_them_hears_on_the_first_open_day_that_a_month_is_there_without_a_figure(
    town: Town,
) -> None:
    """In 2026 the first open day of March is Monday the 2nd; that of April is Wednesday the 1st."""
    await town.pass_time(hours=1)
    assert not town.messenger.to(TESSA), "work has not begun"
    await town.pass_time(hours=4)
    await town.pass_time(days=29, hours=20)
    assert len([one for one in town.messenger.to(TESSA) if "in figures" in one.summary]) == 1
    await town.pass_time(hours=2)
    heard = [one for one in town.messenger.to(TESSA) if "in figures" in one.summary]
    months = ("February 2026", "March 2026")
    assert [one.summary for one in heard] == [sentence("figures.ready", month=one) for one in months]
    assert not re.search(r"about \d|fewer", repr(heard))
    for nobody in (SAM, DANA):
        assert not [one for one in town.messenger.to(nobody) if "in figures" in one.summary]


async def test_a_month_that_is_not_over_is_not_counted_but_the_newest_that_is(march: Town) -> None:
    """What changed since yesterday would tell who came today."""
    talk = await asks(march, CAO, "figures for this month")
    assert sentence("figures.not_over", month="April 2026") in talk.words
    assert "March 2026 in figures" in talk.words
    await talk.press(sentence("figures.earlier"))
    assert "February 2026 in figures" in talk.words


async def test_a_right_that_ended_ends_at_the_next_press(march: Town) -> None:
    talk = await asks(march, JOLENE)
    march.figures.use(parse_figures("audiences: [{name: all, title: All, role: cao, shows: [requests]}]"))
    await talk.press(sentence("figures.pdf"))
    assert talk.words == sentence("figures.not_yours")


@pytest.mark.parametrize(
    "value", ["", "pdf", "pdf:2026-13:council", "2026-03:", "pdf:2026-03:heads", "x:2026-03:", "pdf:0001-01:"]
)
async def test_a_made_up_value_gives_nobody_anything(town: Town, value: str) -> None:
    talk = town.talk(SAM)
    await talk.choose("figures.take", value)
    assert talk.words == sentence("figures.not_yours")


async def test_a_picture_is_offered_where_there_is_one_and_other_audiences_by_one_press(march: Town) -> None:
    """Ruth is a head; Priya as well. Marguerite leads a department and the administration."""
    assert sentence("figures.picture") not in {one.label for one in (await asks(march, RUTH)).buttons}
    talk = await asks(march, CAO)
    await talk.press(sentence("figures.as_other", audience="Heads of departments"))
    assert "Department: Administration." in talk.words
    assert (await asks(march, PRIYA)).words.count("in figures") >= 1


async def test_what_was_filed_becomes_facts_each_counted_once_and_none_with_a_name(march: Town) -> None:
    """R35: what came as an emergency is one although it was judged otherwise since; P12: afterwards is read as well."""
    facts, counting = await _facts(march)
    counts = counting.count(facts, MonthSpan.of(date(2026, 3, 1), ZoneInfo("America/Halifax")))
    said = {
        Measure.RECEIVED: 14,
        Measure.SOLVED: 6,
        Measure.PENDING: 8,
        Measure.EMERGENCIES: 2,
        Measure.EMERGENCIES_WRONG: 1,
        Measure.CONFIDENTIAL: 2,
        Measure.INCIDENTS: 7,
        Measure.FOLLOW_UPS: 6,
        Measure.KEPT: 0,
    }
    assert {one: counts[FigureCell(one)] for one in said} == said
    assert "zyxquist" not in repr(facts).casefold()
    assert "okafor" not in repr(facts).casefold()


async def test_a_record_whose_seal_does_not_open_here_hides_no_other(march: Town) -> None:
    broken = update(records).where(records.c.kind == "incident").values(sealed=b"broken")
    await march.db.write(lambda conn: conn.execute(broken))
    facts, _ = await _facts(march)
    assert facts.incidents == ()
    assert len(facts.requests) == 16


async def _facts(town: Town) -> tuple[MonthFacts, Counting]:
    frame = town.figures._frame(figure_rows(town.services))
    counting = Counting(frame, town.requests.rules, town.services.organisation.calendar)
    spans = span_of_facts(date(2026, 3, 1), counting.calendar.zone)
    return await town.figures._facts(spans[0].start, spans[-1].end, counting), counting


MAILED = """audiences:
  - {name: council, title: Council, people: [%s], shows: [requests], by_email: true}
  - {name: hr, title: Human Resources, people: [%s], shows: [incidents], by_email: true}
  - {name: heads, title: Heads, role: cao, shows: [requests]}
"""


async def test_the_month_goes_by_e_mail_to_whoever_the_file_names_once_and_to_nobody_who_left_it(
    march: Town, tmp_path: Path
) -> None:
    """Through a mail server that refuses at first: the paper and the spreadsheet as the audience sees them, logged."""
    march.figures.use(parse_figures(MAILED % (TESSA, DANA)))
    async with MailServer(tmp_path) as server:
        side_ways = SideWays([MailChannel(server.settings())])
        letters = LetterJobs(march.messenger, march.services, side_ways)
        worker = Worker(march.db, [letters], march.clock, march.desk.bell, [letters.figures])
        await worker.run_due()
        march.figures.use(parse_figures(MAILED % (TESSA, JOLENE)))
        server.answers["*"] = "451 4.7.1 try again"
        (due,) = {one.run_at for one in letters.figures(march.clock.now())}
        march.clock.advance(due - march.clock.now())
        await worker.run_due()
        assert not server.taken
        server.answers.clear()
        for _ in range(3):
            march.clock.advance(timedelta(minutes=5))
            await worker.run_due()
        assert [one for one, _ in server.taken] == [TESSA], (
            "once; not who left, nor who came after it was planned"
        )
        mail = message_from_bytes(server.taken[0][1], policy=default_policy)
    assert mail["Subject"] == sentence("figures.title", month="April 2026")
    paper, sheet = mail.iter_attachments()
    assert paper.get_filename() == "figures-2026-04-council.pdf"
    assert sheet.get_filename() == "figures-2026-04-council.xlsx"
    pages = pypdfium2.PdfDocument(paper.get_content())
    said = "".join(page.get_textpage().get_text_range() for page in pages)
    assert "April 2026 in figures" in said
    assert sentence("figures.section_incidents") not in said
    rows = await march.db.read(lambda conn: conn.execute(select(audit)).all())
    assert (Act.PRINTED, TESSA, "figures:2026-04:council") in {
        (row.kind, row.actor, row.detail) for row in rows
    }
    assert CUSTOMER not in said + mail.as_string()


async def test_where_no_e_mail_is_set_up_none_is_planned(march: Town) -> None:
    march.figures.use(parse_figures(MAILED % (TESSA, DANA)))
    planned = march.letters.figures(march.clock.now())
    assert {one.kind for one in planned} == {"figures"}


async def test_what_was_planned_does_not_go_by_e_mail_once_the_file_says_so_no_more(
    march: Town, tmp_path: Path
) -> None:
    """The next month is planned as soon as the last was sent, so the file can change for weeks."""
    march.figures.use(parse_figures(MAILED % (TESSA, DANA)))
    async with MailServer(tmp_path) as server:
        letters = LetterJobs(march.messenger, march.services, SideWays([MailChannel(server.settings())]))
        worker = Worker(march.db, [letters], march.clock, march.desk.bell, [letters.figures])
        await worker.run_due()
        march.figures.use(parse_figures((MAILED % (TESSA, DANA)).replace(", by_email: true", "")))
        march.clock.advance(timedelta(days=40))
        await worker.run_due()
        assert server.taken == []

"""The program at work: the bot (`adapters/core.py`) with platforms, the worker and one web application."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from functools import partial

import structlog
from aiohttp import web
from yarl import URL

from adapters.audit_heads import Outside
from adapters.configuration import CannotStart
from adapters.core import Core, escalation_of
from adapters.daily import Daily
from adapters.folder import Folder, not_in_force, watch_folder
from adapters.guarded_web import GuardedWeb
from adapters.health import KEPT_SECONDS, Health
from adapters.listening import Site
from adapters.mail.call_page import call_link_routes
from adapters.mail.page import link_routes
from adapters.open311.client import Open311Client
from adapters.open311.silence import of_open311
from adapters.platforms import Platform
from adapters.record_page import record_routes
from adapters.settings import Settings
from adapters.troubles import of_the_process, of_the_records
from bot.adapter import Adapter, CustomerPost, Doorkeeper, SideChannel
from bot.delivery.draft_jobs import DraftJobs
from bot.delivery.letter_jobs import LetterJobs
from bot.delivery.notifier import ChatNotifier
from bot.delivery.open311_jobs import Open311Jobs
from bot.delivery.reply_jobs import ReplyJobs
from bot.delivery.request_jobs import RequestJobs
from bot.delivery.side_ways import SideWays
from bot.dispatch import Bot
from bot.drafts import keep_expiring
from bot.flows.teaching import keep_taught, teach
from bot.link_checks import LinkJobs
from foundation.conditions import Conditions
from foundation.datafile import DataFileError
from foundation.outbox.handlers import Handler
from foundation.outbox.worker import Worker
from incidents.file_jobs import FileJobs
from incidents.indexing import keep_indexed
from incidents.notifying import RecordJobs
from incidents.pulse import keep_marking
from knowledge.library import Library

log = structlog.get_logger()
REQUEST_BYTES = 256 * 1024
POLICIES_LOOK_AGAIN_SECONDS = 10.0


@contextlib.asynccontextmanager
async def running(
    core: Core, adapters: Sequence[Adapter], channels: Sequence[SideChannel] = ()
) -> AsyncIterator[Bot]:
    """The bot at work on these platforms: notices go out, data files are read again when they change.

    `channels` are the ways beside chat; customers are written to by the first of them that can.
    """
    post = next((one for one in channels if isinstance(one, CustomerPost)), None)
    core = replace(core, services=replace(core.services, mails_customers=post is not None))
    bot = Bot(core.services, {adapter.platform: adapter.capabilities for adapter in adapters})
    side_ways = SideWays(channels, core.settings.public_url)
    notifier = ChatNotifier({adapter.platform: adapter for adapter in adapters}, core.services, side_ways)
    letters = LetterJobs(notifier, core.services, side_ways)
    links = LinkJobs(
        core.services, partial(GuardedWeb, core.settings.ca_bundle) if core.settings.check_links else None
    )
    safety = core.desk.safety.handlers(notifier, by_mail=bool(channels))
    records = RecordJobs(core.desk, notifier, by_mail=bool(channels))
    requests = RequestJobs(core.requests, notifier, core.services)
    drafts = DraftJobs(notifier, core.services)
    open311 = Open311Jobs(core.requests, core.services, Open311Client.of(core.settings))
    replies = ReplyJobs(core.requests, post, core.clock)
    of_requests: list[Handler] = [requests, replies, open311]
    handlers: list[Handler] = [records, *safety, letters, links, *of_requests, drafts, FileJobs()]
    planned = [letters.digests, letters.figures, links.nightly, requests.digests, open311.looks]
    worker = Worker(core.db, handlers, core.clock, core.desk.bell, planned)
    stop = asyncio.Event()

    def take(folder: Folder) -> None:
        services = replace(
            core.services,
            organisation=folder.organisation,
            people=folder.people,
            contacts=folder.directory,
            fields=folder.fields,
            templates=folder.letters,
        )
        core.desk.use(escalation_of(folder))
        core.requests.use(folder.requests)
        core.figures.use(folder.figures)
        for one in (bot, notifier, letters, links, requests, drafts, open311):
            one.use(services)

    taught = await teach(core.services)
    working = asyncio.create_task(worker.run(stop))
    watching = [
        asyncio.create_task(keep_taught(core.services, taught)),
        asyncio.create_task(
            watch_folder(core.folder.path, take, partial(core.conditions.set, "data_files"), core.folder)
        ),
        asyncio.create_task(_watch_policies(core.library, core.conditions)),
        asyncio.create_task(_daily(core).run()),
        asyncio.create_task(keep_marking(core.db, core.clock)),
        asyncio.create_task(keep_indexed(core.db, core.desk.indexing)),
        asyncio.create_task(keep_expiring(core.services.drafts, core.clock)),
    ]
    try:
        for adapter in adapters:
            if isinstance(adapter, Doorkeeper):
                adapter.turned_away = bot.turned_away
            await adapter.start(bot.handle)
        yield bot
    finally:
        # The worker first: what it is sending still needs the adapters; what comes later waits.
        stop.set()
        for task in watching:
            task.cancel()
        await asyncio.gather(working, *watching, return_exceptions=True)
        closed = [*(one.close() for one in adapters), *(one.close() for one in channels)]
        closing = await asyncio.gather(*closed, return_exceptions=True)
        for error in filter(None, closing):
            log.error("adapter_not_closed", cause=type(error).__name__)
        await core.db.close()


@contextlib.asynccontextmanager
async def serving(
    settings: Settings,
    platforms: Sequence[Platform],
    core: Core,
    channels: Sequence[SideChannel] = (),
    *,
    health_kept: float = KEPT_SECONDS,
) -> AsyncIterator[URL]:
    """Everything behind one address, which it gives; requests are taken once every adapter has started.

    `health_kept` is how many seconds an answer of `/healthz` is given again. Raises CannotStart where the address
    is taken.
    """
    sources = of_the_records(core.db, core.ring, core.clock, settings.data)
    sources |= of_open311(core.db, core.clock, settings)
    noticed = of_the_process(core.conditions, core.library, (*platforms, *channels))
    health = Health({**sources, **noticed}, kept=health_kept)
    app = web.Application(client_max_size=REQUEST_BYTES)
    app.add_routes(health.routes())
    for platform in platforms:
        app.add_routes(platform.routes())
    if settings.public_url:
        app.add_routes(record_routes())
    if channels and settings.public_url:
        app.add_routes(link_routes(core.desk.links))
        app.add_routes(call_link_routes(core.desk.safety.links))
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        await _listen(runner, settings)
        async with running(core, platforms, channels):
            health.ready = True
            # Port 0 asks the system for a free one.
            yield URL.build(scheme="http", host=settings.host, port=runner.addresses[0][1], path="/")
    finally:
        await runner.cleanup()


async def _listen(runner: web.AppRunner, settings: Settings) -> None:
    try:
        await Site(runner, settings.host, settings.port).start()
    except OSError as error:
        taken = f"Nothing can listen on {settings.host}, port {settings.port} ({error.strerror})."
        raise CannotStart(f"{taken} Choose another with --port, or stop what is there.") from error


def _daily(core: Core) -> Daily:
    return Daily(core.db, core.ring, core.clock, core.conditions, Outside.of(core.settings))


async def _watch_policies(library: Library, conditions: Conditions) -> None:
    while True:
        await asyncio.sleep(POLICIES_LOOK_AGAIN_SECONDS)
        try:
            if await asyncio.to_thread(library.refresh):
                log.info(
                    "policies_indexed_again", sections=library.stats.sections, unread=len(library.unread)
                )
            conditions.clear("policies")
        except DataFileError as error:
            log.warning("data_file_refused", mistake=str(error), in_force="the one read before")
            conditions.set("policies", not_in_force(error))
        except Exception as error:  # noqa: BLE001 - a watch that ended would never see the repaired file
            log.error("policies_not_read", cause=type(error).__name__)  # noqa: TRY400 - a trace may quote a text
            conditions.set("policies", f"The policies could not be read again ({type(error).__name__}).")

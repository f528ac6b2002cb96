"""The tables of the incidents side that hold keys of their own, and looking whether all of it opens."""

from __future__ import annotations

import asyncio
from functools import partial

from foundation.db import Connection, Database
from foundation.sealed_tables import PAUSE_SECONDS, SealedTable
from incidents import store_figures, store_files, store_open311, store_records, store_tasks
from incidents.audit_keys import owner_of
from incidents.casefile import content_of, passing_over
from incidents.file_tables import waiting_files
from incidents.safety.store_calls import owner_of as call_owner
from incidents.safety.store_plans import owner_of as plan_owner
from incidents.safety.tables import calls, safety_plans
from incidents.store_files import waiting_owner
from incidents.tables import audit_keys, certificates, figure_months, log_lines, records
from incidents.vault import REPORT, Vault

SEALED = (
    SealedTable(records, lambda row: str(row.id), REPORT),
    SealedTable(audit_keys, lambda row: owner_of(row.id)),
    SealedTable(certificates, lambda row: str(row.id)),
    SealedTable(log_lines, lambda row: str(row.id)),
    SealedTable(figure_months, lambda row: store_figures.month_owner(row.month)),
    SealedTable(waiting_files, lambda row: waiting_owner(row.id)),
    SealedTable(calls, lambda row: call_owner(row.id)),
    SealedTable(safety_plans, lambda row: plan_owner(row.id)),
)
"""Entries, tasks and attachments are sealed with the key of their record."""

PAGE = 50


async def look_through(db: Database, vault: Vault) -> None:
    """Open every record, entry, task and name of a file once; `vault.ring.unopened` counts those that do not open."""
    last = await db.read(partial(_open_some, vault=vault, after=""))
    while last:
        await asyncio.sleep(PAUSE_SECONDS)
        last = await db.read(partial(_open_some, vault=vault, after=last))


def _open_some(conn: Connection, vault: Vault, after: str) -> str:
    """Open the next few; returns the id of the last one, empty where there are no more."""
    page = store_records.following(conn, after, PAGE)
    ids = [one.id for one in page]
    statements = store_records.entries_of(conn, ids) if page else {}
    tasks = store_tasks.of_records(conn, ids) if page else {}
    files = store_files.of_records(conn, ids) if page else {}
    for one in page:
        with passing_over(one.reference):
            content_of(vault, one)
        for statement in statements[one.id]:
            with passing_over(one.reference):
                vault.open_entry(one.id, one.key, statement.id, statement.sealed)
        for task in tasks[one.id]:
            with passing_over(one.reference):
                vault.open_task(one.id, one.key, task.id, task.sealed)
        for file in files[one.id]:
            with passing_over(one.reference):
                vault.open_attachment(one.id, one.key, file.id, file.sealed)
    by_id = {one.id: one for one in page}
    for own in store_open311.rows_with_words(conn, ids):
        with passing_over(by_id[own.record_id].reference):
            vault.open_open311(own.record_id, by_id[own.record_id].key, own.sealed or b"")
    return page[-1].id if page else ""

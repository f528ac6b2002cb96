"""Words for people by their role, as they are typed: misspelt, short, and in French, Spanish and German (R20)."""

from __future__ import annotations

from bot.typed import TYPED

MINE = TYPED.pattern("report_role_words.mine")
MANAGED = TYPED.pattern("report_role_words.managed")
TEAM_LEAD = TYPED.pattern("report_role_words.team_lead")
HEAD = TYPED.pattern("report_role_words.head")
CAO = TYPED.pattern("report_role_words.cao")
DEPUTY_CAO = TYPED.pattern("report_role_words.deputy_cao")
DEPUTY = TYPED.pattern("report_role_words.deputy")
COUNCILLOR = TYPED.pattern("report_role_words.councillor")
HR = TYPED.pattern("report_role_words.hr")
ALONE = TYPED.pattern("report_role_words.alone")
OF_DEPARTMENT = TYPED.text("report_role_words.of_department")
"""`<department>` in it stands for the name of one."""

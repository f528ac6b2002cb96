"""Orders that a command of the bot carries out; a row is one kind, and how it is said."""

from __future__ import annotations

from bot.flows.order_words import DRAFT, IT, NAME, RECORD, THE, A, Order, begins, whole

DONE = (
    Order(
        "plan",
        begins(
            rf"(?:start|make|create|open|begin|set up|write|new|activate|run) (?:{A} )?(?:\w+ )?(?:safety plan"
            r"|check-?in(?! desk)"
            r"|lone[- ]worker|visit plan|buddy|timer)",
            r"check (?:me in|(?:in )?(?:with|on) me)|i(?:'m| am) checking in|watch (?:over )?me|track me",
        ),
        does="plan",
    ),
    Order(
        "drafts",
        whole(
            r"(?:continue|go on|resume|start again) where i (?:left off|stopped|was).*",
            r"(?:(?:show|list|see|open|view|find|get|give me|where are|where is|do i have|delete|discard|throw"
            r" away)"
            rf" (?:me )?)?(?:all )?(?:(?:my|the|any|saved|last|old) )*{DRAFT}",
            r"(?:continue|resume|finish|complete|go on with|go back to|pick up) (?:with )?(?:my|the|that)"
            rf" (?:(?:last|open|unfinished|half-finished|started|incident) )*(?:report|form|{DRAFT})(?: (?:i"
            r"|from|where) .*)?",
        ),
        whole(
            rf"(?:where (?:is|are)|what happened to|do i have|have i got) (?:my|any|the) (?:\w+ )?(?:{DRAFT}"
            r"|(?:report|form) (?:(?:that )?i (?:started|began|closed|did not send)|from before))"
        ),
        does="drafts",
    ),
    Order(
        "questions",
        whole(
            r"(?:(?:show|list|see|open|view|find|check|get) (?:me )?)?(?:all )?my (?:(?:own|open|last|old)"
            r" )*questions?"
            r"(?: to (?:a|the) (?:person|owner))?"
        ),
        whole(
            r"(?:was|were|has|have|is|are|did) (?:(?:any|some)(?:body|one)|they|the owner|ruth|you)? ?"
            r"(?:already )?(?:answer(?:ed)?"
            r" )?(?:my|our) (?:last |open )?questions?(?: (?:been |already |ever |yet |finally )*(?:answered"
            r"|seen|read|passed on"
            r"|forwarded|closed))?(?: yet)?",
            r"(?:is there|do i have|did i get|have i got|any|what(?:'s| is| was)) (?:an? |any |the )?"
            r"(?:answers?|repl(?:y|ies)|news)"
            r" (?:yet |to |on |about |for )*(?:my|the) (?:question|question i asked)s?(?: yet)?",
            r"(?:what (?:happened|became) (?:to|with|of)|where (?:is|are)|status of|any news (?:on|about)|how"
            r" far is)"
            r" (?:my|the answer to my|the status of my) questions?",
            r"(?:what|which questions) (?:did|have) i asked?(?: (?:a|the) (?:person|owner))?",
            rf"(?:did|has|have) (?:{NAME}|the (?:clerk|owner)|any(?:body|one)|some(?:body|one)) (?:already )?"
            r"(?:answer(?:ed)?|reply"
            r"|replied|got back|get back|wrote back)(?: to)?(?: me)?(?: yet)?",
        ),
        does="questions",
    ),
    Order(
        "my_tasks",
        whole(
            r"(?:(?:show|list|see|view|open|check|give) (?:me )?)?(?:all )?(?:(?:of )?(?:my|our) |the )?"
            r"(?:(?:open|new|own|next|overdue|late) )*(?:tasks?|to[- ]?dos?|to[- ]?do list|follow-?ups?"
            r"|assignments?|action items?|work ?list)(?: for (?:me|today)){0,2}",
            r"(?:any|some|new) tasks?(?: for (?:me|today)){0,2}",
        ),
        whole(
            r"what(?:'s| is) (?:on|in|left on) my (?:to[- ]?do(?: list)?|list|plate|agenda|calendar)(?: .*)?",
            r"(?:what|which|how many) (?:is left for me|(?:jobs?|tasks?|cases?|things?) (?:are|is|do i have"
            r"|have i)|do i (?:still )?have to do)(?: .*)?",
            r"(?:what(?:'s| are| is)|which are|where are|do i have|are there) (?:any |some )?(?:my |our )?(?:"
            r"(?:open|new|next) )*"
            r"(?:tasks?|to[- ]?dos?|to[- ]?do list|follow-?ups?|assignments?|action items?)(?: (?:for|assigned"
            r" to) me"
            r"| for today| left)?",
            r"what (?:do i have to do|is on my (?:list|plate|agenda)|am i (?:assigned|supposed to do))(?: next)?",
        ),
        does="tasks",
    ),
    Order(
        "acknowledge",
        whole(
            rf"confirm (?:that )?i (?:have )?(?:read|seen|got) (?:{IT}|{THE} {RECORD})|have (?:read|seen) the "
            r"(?:alert|notice)",
            rf"(?:hereby )?(?:acknowledged?|ack|confirm receipt)(?: of)?(?: {IT}| all| (?:{THE} )?{RECORD}|"
            r" receipt)?",
            rf"mark (?:{IT}|(?:{THE} )?{RECORD}) as (?:acknowledged|read|seen)",
        ),
        whole(
            r"(?:what|which \w+|anything|is (?:there )?anything|are there any (?:reports|alerts)|do i have anything)"
            r"(?: is| are)?(?: there)?(?: still)? (?:waiting|waits?|open|pending|left|due) ?(?:for me|on me)?",
            r"are there (?:any )?(?:reports|alerts|notices) (?:waiting|pending|open|left)(?: for me)?",
            r"(?:what|which (?:reports?|alerts?)) do i (?:still )?(?:have|need) to acknowledge|do i have "
            r"(?:anything|something)"
            r" to acknowledge|is there anything (?:i (?:must|need to|have to)|to) acknowledge",
        ),
        does="reports",
    ),
    Order(
        "my_reports",
        whole(
            rf"let me see (?:my {RECORD}|what i (?:sent|reported|wrote))",
            r"(?:(?:show|list|see|view|open|find|give|get|display|check|read|look at|pull up|bring up) (?:me"
            r" )?)?(?:all )?(?:of )?my"
            rf" (?:(?:own|last|latest|open|pending|old|past|previous|filed) )*{RECORD}(?: (?:status|list|history"
            r"|(?:that )?i (?:wrote|filed|sent|made)))?",
            r"(?:check |show me |see |what(?:'s| is) )?(?:the )?(?:status|state|progress) of my (?:last )?report",
            r"(?:show|list|see|open) (?:me )?(?:the )?reports? (?:that )?(?:i (?:wrote|filed|sent|made)|(?:wait"
            r"|waiting) for me)",
            r"add (?:something|a note|notes?|a statement|details?|more|information|an? update)(?: .*)? to "
            r"(?:my|the|that)"
            rf" (?:\w+ )?{RECORD}|add to my (?:\w+ )?{RECORD}|amend my (?:\w+ )?{RECORD}",
        ),
        whole(
            rf"(?:what|where) (?:became|happened|is|are|about)(?: of| to| with)? (?:the|my) {RECORD} (?:that"
            r" )?i (?:filed|wrote|sent|made)",
            r"(?:did|has|have) (?:my (?:boss|supervisor|manager|head)|any(?:body|one)|they) (?:\w+ )?(?:looked?"
            r"|seen?|read|got) (?:at )?what i"
            r" (?:reported|wrote|filed|sent)",
            rf"(?:is there|any) (?:any )?news (?:about|on|of) my {RECORD}|what did i (?:write|say|put) in (?:my"
            rf"|the) {RECORD}",
            r"(?:was|has|is|did|have|were|does|do) (?:(?:any|some|every)(?:body|one) |my (?:supervisor|boss"
            r"|manager|head)"
            r" |they )?(?:already )?(?:acknowledged?|read|seen?|look(?:ed)? at|answer(?:ed)?|got|get|received?"
            r"|opened)?"
            rf" ?(?:my|our) (?:last )?(?:{RECORD})(?: (?:been |already |ever |yet )*(?:acknowledged|read|seen"
            r"|received|sent"
            r"|closed|saved|filed|there|done|open|reviewed|forwarded|answered|looked at|gone through"
            r"|arrived))?(?: yet)?",
            r"what(?:'s| is) the (?:status|state|progress) of my (?:last )?report",
            rf"who (?:has |have )?(?:acknowledged|read|saw|seen|received|got|opened) my {RECORD}",
            r"(?:where (?:is|are)|what (?:happened|became) (?:to|with|of)|what about|any news (?:on|about)) my"
            rf" {RECORD}"
            r"(?: (?:now|from .*))?",
            r"(?:what|which reports) (?:did i report|have i (?:reported|filed|written)|did i file)",
        ),
        does="reports",
    ),
    Order(
        "report",
        whole(
            r"write down what (?:just )?happened|write up (?:what|this|the|my) .*|put (?:an? |this |the |what"
            r" happened )?(?:incident )?on record",
            r"open (?:the|a) (?:report )?form|(?:get|give) me (?:the|a) (?:report|incident) form",
            r"(?:report|file|submit|make|write|start|open|create|log|record|fill (?:in|out)|enter|raise|begin"
            r"|do|send)"
            rf" (?:{A} )?(?:new )?(?:incident(?: report(?: form)?)?|(?:abuse |violence )?report|report form"
            r"|difficult contact)(?: (?:about|on|of|for|against|because|with) .*)?",
            r"report (?:him|her|them|it|this|that|something|what (?:just )?happened|(?:this|that) \w+(?: \w+)?)"
            r"(?: to (?:my|the) \w+)?",
            r"write (?:this|it|that|him|her|them) (?:up|down)",
        ),
        does="incident",
    ),
)
CALLS = (
    Order(
        "call",
        whole(
            r"(?:call|dial|phone|ring|contact|reach|connect me (?:to|with)|put me through to|page|find) "
            rf"(?P<who>{NAME})"
        ),
        does="contact",
        named=True,
    ),
)
"""Somebody is to be reached; everything else about a person is looked for first."""

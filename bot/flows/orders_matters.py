"""Orders about people and the work with them that the bot cannot carry out: requests, tasks, customers, restrictions.

The bot says so in the sentence `order.<name>` and offers what comes nearest. A later capability takes its row
from here to `orders_done`. The first row that fits counts, so what is narrow stands before what is wide.
"""

from __future__ import annotations

from bot.flows.order_words import CUSTOMER, IT, NAME, RECORD, REQUEST, THE, WHOM, A, Order, begins, whole

MATTERS = (
    Order(
        "intake",
        begins(
            rf"(?:pass|hand) (?:{REQUEST}) on|here(?:'s| is) {REQUEST}|take down {REQUEST}",
            r"new (?:complaint|compliment|suggestion|request)",
            rf"(?:{A} |the )?(?:\w+ )?(?:{CUSTOMER}|somebody|someone) (?:here |on the phone )?(?:wants"
            r"|would like|wishes|needs) to (?:complain|make a complaint|file a complaint|praise|compliment|report)",
            rf"report (?:{A} |some )?(?:\w+ )?(?:pothole|street ?lights?|hydrant|leak|sidewalk|graffiti"
            r"|flood(?:ing)?|garbage|waste|snow|ice|bench|playground|park|road|sign|tree|noise"
            r"|missed (?:waste )?collection|water main)",
            r"(?:make|record|log|take|enter|start|raise|note|write down|pass on|add|create|put in|leave)(?:"
            rf" down)? {REQUEST}",
            rf"(?:file|submit|register|lodge|forward|open|send|give) {REQUEST} (?:for|from|by|on behalf of|to"
            r" you|here)",
        ),
        wish=begins(rf"(?:file|submit|register|lodge|forward|open|send|give) {REQUEST}"),
        does="request",
        keeps=True,
    ),
    Order(
        "tasks",
        begins(
            r"an? (?:reminder|to[- ]?do|task|follow-?up|appointment|call-?back)(?= (?:for|on|at|with|about|to"
            r"|tomorrow|next)|[ ?!.]*$)",
            r"(?:set up|arrange|book|plan|organi[sz]e|make) an? (?:call|call-?back|meeting|visit|appointment) "
            r"(?:with|for|on|at)",
            rf"give (?:this|that|the) (?:job|task|one|case) to (?:{NAME}|\w+)|(?:tell|call|write to|wake|warn)"
            r" me (?:tomorrow|later|tonight|next|on|in|at|when)",
            r"make a (?:note|reminder) (?:that|to|for|about)|(?:move|change|cancel|postpone) my (?:appointment"
            r"|meeting|follow-?up|task|call)|be reminded",
            r"(?:(?:show|list|see|view|open|check|give) (?:me )?)?(?:all )?(?:my|our) (?:(?:open|new|own|next)"
            r" )*(?:appointments?|calendar|agenda)",
            rf"assign (?:{A} (?:\w+ )?(?:task|follow-?up|to[- ]?do|call-?back|{RECORD})|{IT}|{NAME}|{RECORD}|me"
            r"|someone|somebody|follow)",
            rf"give {NAME} the task|ping me|wake me|let me"
            r" know (?:when"
            r"|tomorrow|if|once|on)"
            rf"|(?:add|put) (?:{IT}) (?:to|on|in) (?:my|the) (?:to[- ]?do|list|calendar|agenda)|(?:arrange"
            r"|organi[sz]e|plan) an?"
            r" (?:call-?back|follow-?up|call)",
            rf"(?:create|add|make|set(?: up)?|open|close|complete|finish|book|mark|plan|delegate) (?:{A} )?(?:\w+ )?"
            r"(?:tasks?|to[- ]?do|follow-?up|appointment|reminder|alarm|timer|deadline|due date|call-?back)",
            rf"remind (?:me|us|him|her|them|everybody|the team|{NAME})|schedule (?:an? (?:call|call-?back"
            r"|follow-?up|task"
            r"|meeting|reminder|appointment)|the|my|this|it|him|her)",
            rf"(?:call|phone|ring)(?: back)? (?:{WHOM}|the {CUSTOMER})(?: back)? .*\b(?:tomorrow|today|tonight"
            r"|at|on|in|next"
            r"|later|before|by|after)",
            rf"(?:call|phone|ring) (?:{WHOM} back|back {WHOM})",
            rf"follow up (?:with|on) (?:{WHOM}|{IT}|{THE} {RECORD})",
        ),
        near=("tasks", "reports"),
    ),
    Order(
        "reminders",
        begins(
            r"(?:want|get|receive) (?:\w+ )?(?:fewer|less|no|not|any|too many) (?:more )?(?:messages"
            r"|notifications|alerts|reminders|notices)",
            r"(?:do not|don't|never|stop) (?:want|write|send|message|remind|bother|contact|ping)(?:ing)? (?:to"
            r" )?(?:me|any|these|your)",
            r"leave me alone with (?:your|these|the)",
            r"(?:stop|quit|cease|turn off|switch off|mute|pause|disable|silence|snooze|cancel|no more|do not"
            r"|don't|end|turn down)"
            r" (?:\w+ ){0,4}?(?:reminders?|notifications?|notices?|alerts?|digests?|reminding|messaging|pinging"
            r"|bothering"
            r"|notifying|alerting|messages from you|e-?mails from you)",
            r"(?:unsubscribe|opt out|opt me out|mute (?:this|you|the bot)|stop (?:messaging|writing to|pinging"
            r"|bothering) me)",
        ),
        begins(
            r"(?:how|where|can|may|could) (?:do |can )?i (?:stop|turn off|switch off|mute|pause|disable|silence"
            r"|snooze)"
            r" (?:your|these|the bot's|my|all) (?:\w+ )?(?:reminders?|notifications?|notices?|alerts?|messages)"
        ),
        near=("nudges", "logged"),
    ),
    Order(
        "history",
        whole(
            rf"(?:check|find out|see|look up|tell me) (?:if|whether) (?:{WHOM}|he|she|the {CUSTOMER}) (?:is|was"
            r"|has|had).*",
            r"(?:show|find|get|give|open|pull up)(?: me)? (?:his|her|their|this (?:man|woman|person"
            r"|customer)'s) (?:\w+ )?(?:file|history|record|past|reports?|incidents?)",
            rf"(?:search|find|look up|get|pull up|show(?: me)?) (?:for )?(?:the|this|that|a) {CUSTOMER}(?: "
            r"(?:by name|called|named|‹).*)?",
            r"tell me (?:everything )?(?:about|more about|what (?:we|you) (?:know|have) (?:about|on)) "
            rf"(?:him|her|them|(?:this|that) {CUSTOMER}|the {CUSTOMER} {NAME})",
            r"(?:look|check|search) (?:in|through) the (?:system|database|records|list|files)(?: for .*)?",
            r"(?:check|check (?:on|for|up on)|look up|lookup|search(?: for)?|find|background check on|run) "
            rf"(?:a )?{WHOM}"
            r"(?: in .*| up)?",
            rf"(?:look|check|search) {WHOM}(?: up)?(?: in .*)?",
            r"(?:show|find|get|give|tell|check|see|pull up|open|search)(?: me)? (?:the |all |any )?(?:\w+ )?"
            r"(?:history|records?|file"
            r"|incidents?|reports?|past|notes|background)(?: (?:of|for|on|about|with|involving|against)) "
            rf"(?:{WHOM}|the {CUSTOMER})",
            rf"(?:find|search|look up|show)(?: for)? (?:customers?|{CUSTOMER}s?) (?:named|called|by name)(?: .*)?",
            rf"{WHOM}'?s? (?:history|file|past|record)",
        ),
        begins(
            r"(?:is|was) there (?:an? |any(?:thing)? |something )?(?:\w+ )?(?:file|record|note|history|entry"
            rf"|something|anything)? ?(?:on|about|with|against) {WHOM}",
            rf"(?:has|have|had|was|is|did|does) (?:{WHOM}|(?:this|that|the) {CUSTOMER}|he|she|anybody|anyone)"
            rf"(?: \w+){{0,6}}"
            r" (?:before|already|previously|in the past|on (?:file|record|the list|a list)|banned|restricted"
            r"|blacklisted|barred"
            r"|flagged|known to us|known|trespassed|a history)(?! (?:from (?:being|getting)|for what|to))",
            r"(?:any|are there any|is there any|is there a|do we have any|have we had) (?:previous|prior|past"
            r"|earlier|other|known)?"
            r" ?(?:incidents?|reports?|complaints?|problems?|trouble|history|records?|restrictions?|bans?|notes?)"
            rf" (?:with|about|on|of|for|against|involving) (?:{WHOM}|the {CUSTOMER})",
            r"(?:what do (?:we|you) (?:know|have) (?:about|on)|who is|what(?:'s| is) the (?:history|story) "
            r"(?:of|with))"
            rf" (?:this|that) {CUSTOMER}",
            rf"(?:what do (?:we|you) (?:know|have) (?:about|on)|do (?:you|we) know) {WHOM}",
            r"(?:did|do|have) we (?:ever )?(?:have|had) (?:any )?(?:problems?|trouble|issues?|incidents?"
            r"|complaints?) (?:with|about|from)"
            rf" {WHOM}|(?:does|did|has) (?:{WHOM}|he|she|the {CUSTOMER}) (?:have|got|had) (?:an?|any) (?:\w+ )?"
            r"(?:record|history|restriction"
            r"|ban|file|past)|are there (?:any )?(?:\w+ )?(?:restrictions?|bans?|notes?) (?:on|for|about"
            rf"|against) {WHOM}",
        ),
        near=("supervisor", "reports"),
    ),
    Order(
        "register",
        whole(
            rf"(?:propose|suggest|request|ask for) (?:{A} )?(?:new )?(?:contact |access )?(?:restrictions?|bans?"
            r"|trespass notices?)(?: (?:on|for|of|against) .*)?",
            r"restrict (?:contact|access)(?: (?:with|of|for) .*)?",
            rf"(?:{A} )?(?:new )?(?:trespass notices?|no-?trespass orders?|contact restrictions?)",
            r"(?:(?:show|list|see|view|give|open)(?: me)? )(?:all |the |my |our |current |active |open |contact )*"
            r"(?:restrictions?|bans)",
        ),
        does="restrictions",
    ),
    Order(
        "restriction",
        whole(
            rf"(?:put|want|have|get) {WHOM} (?:banned|restricted|blocked|barred|on (?:a|the) list).*",
            r"take (?:the|this|his|her) (?:ban|restriction|block) off.*",
            rf"(?:restrict|ban|bar|block|blacklist|trespass|unban|unblock|limit|suspend|exclude|flag) (?:{WHOM}"
            r"|(?:an?|the)"
            rf" {CUSTOMER}|{CUSTOMER}s?)(?:'s (?:access|contact|calls))?(?: (?:from|for|to|until) .*)?",
            r"(?:put|place|impose|set|add|apply|lift|remove|end|extend|review|renew|cancel|start|record|issue"
            r"|create|make|enter|check)"
            rf" (?:{A} )?(?:new )?(?:contact |access )?(?:restrictions?|bans?|blocks?|trespass notices?"
            r"|no-?trespass order)"
            r"(?: (?:on|for|of|from|against) .*)?",
            rf"(?:put|place|add) {WHOM} (?:on|to) (?:the |a |our )?.*(?:list|restriction|ban|blacklist).*",
            r"(?:(?:show|list|see|view|give)(?: me)? )?(?:all |the |my |our |current |active |open )+"
            r"(?:restrictions?|bans|banned"
            r" \w+|restricted \w+|blacklist)",
        ),
        whole(
            r"who(?:'s| is| are)? (?:all )?(?:currently |on the |our )?(?:restricted|banned|blacklisted|barred"
            r"|restricted list|banned list"
            r"|blacklist)(?: (?:right now|at the moment|now))?"
        ),
        near=("restrictions", "supervisor", "report"),
    ),
)

"""Orders to do something with a report, an answer or the bot itself that it cannot carry out: see `orders_matters`."""

from __future__ import annotations

from bot.flows.order_words import FILE, IT, LANGUAGE, NAME, RECORD, THE, A, Order, begins, whole

HANDLING = (
    Order(
        "send",
        begins(
            rf"(?:forward|send|get) (?:{IT}|the answer|this answer) (?:to|on|over).*|(?:write|drop a line|get"
            rf" back) to {NAME}",
            r"let (?:the|my) (?:team|head|supervisor|boss|manager|cao|mayor|clerk|colleagues?|department|staff"
            r"|others)(?: of \w+)? know|(?:notify|inform|alert|tell) (?:some|any|every)(?:body|one)"
            r"(?=[ ?!.]*$)",
            rf"(?:send|forward|e-?mail|mail|text|fax|share|post|copy|cc|pass|deliver|relay|show) (?:{IT}|(?:the"
            r"|this|that|your)"
            rf" (?:answer|clause|passage|quote|text|card|reply|policy)|(?:{THE} )?{RECORD}|an? (?:message"
            r"|e-?mail|note|text|mail"
            r"|alert|letter|sms)) (?:on )?(?:to|with|by|via|around)"
            r" (?!(?:an? |the |this )?(?:\w+ )?(?:customer|resident|caller|citizen|client|visitor)s?(?!\w))",
            rf"(?:send|write|drop|shoot) (?:{NAME}|my (?:supervisor|boss|manager|head|team)|him|her|them"
            r"|everybody|everyone"
            r"|the (?:cao|clerk|team|head|department)) (?:an? )?(?:message|e-?mail|note|text|reminder|alert"
            r"|copy|mail)",
            rf"(?:e-?mail|message|text|dm|ping|cc|tell|inform|notify|alert|let|warn) (?:{NAME}|my (?:supervisor"
            r"|boss|manager|head|team"
            r"|colleagues?)|everybody|everyone|the (?:team|cao|mayor|whole))(?! (?:how|what|when|where|if|may"
            r"|must|should))",
            r"(?:send|write|compose|draft) (?:me )?(?:an? )(?:e-?mail|message|text|sms)(?! (?:policy|template))",
            rf"(?:e-?mail|forward|message|text|share|post|fax) (?:{IT})(?: .*)?$",
        ),
        near=("contact", "report"),
    ),
    Order(
        "attach",
        begins(
            rf"(?:upload|attach|scan) (?:my|his|her|these) \w+|(?:upload|attach) {IT}",
            r"add (?:the|an?|this|his|her) (?:e-?mail|letter|message)(?: (?:he|she|they|i) \w+)? ?(?:to (?:my"
            rf"|the) {RECORD}|$)|take this (?:\w+ )?{FILE}",
            rf"(?:attach|upload|include|insert|scan)(?: (?:{A}|two|three|several|more|these|those|him|you))* "
            rf"(?:\w+ )?{FILE}",
            rf"(?:add|send|share|submit|give|show|post|forward) (?:you )?(?:{A}|two|three|several|these|those) "
            rf"(?:\w+ )?{FILE}"
            rf"(?: (?:to (?:{THE} )?(?:{RECORD}|you|the bot|it)|here|with|as)|$)",
            rf"(?:send|show|give) you (?:\w+ )?{FILE}|here(?:'s| is| are) (?:{A}|some|my) (?:\w+ )?{FILE}|take "
            rf"(?:{A}) (?:voice"
            r" (?:note|message)|photo|picture)|attach (?:the|this|that|his|her|my|an?) (?:e-?mail|letter"
            r"|message)(?! to the complaint)",
        ),
        begins(
            rf"(?:(?:i have|i've got) .{1, 60}, )?(?:can|could|how (?:do|can)|where (?:do|can)|may) (?:i|you) "
            r"(?:attach|upload|add|send you|show you|include|take|read|open"
            rf"|see) (?:{A} |any |more )?(?:\w+ )?(?:{FILE}|it)(?: (?:to (?:{THE} )?(?:{RECORD}|you)|here)|[ ?!.]*$)"
        ),
        near=("report",),
    ),
    Order(
        "export",
        begins(
            rf"(?:need|want|give me|send me|get me|get) (?:{IT}|(?:{THE} )?{RECORD}|a copy of (?:{THE}"
            rf" )?{RECORD}) (?:on paper|as|in (?:writing|a table))",
            rf"(?:get|give|send) me a (?:paper )?copy of (?:{THE} )?{RECORD}|save (?:the|this|our) "
            r"(?:conversation|chat)",
            rf"(?:export|download|print(?: out)?|back up) (?:(?:{THE}|an?|me|some) )*(?:\w+ )?(?:{RECORD}|list"
            r"|data|answer|policy"
            rf"|policies|page|conversation|chat|form|pdf|copy|log|summary|{IT}|spreadsheet|csv|card)",
            r"(?:save|turn|convert|copy|get|give me|send me|put|make|create|generate) (?:\w+ ){0,5}(?:as|to"
            r"|into|in|of) (?:an? )?"
            r"(?:csv|excel|pdf|word|spreadsheet|xlsx?|printout|file)",
            r"(?:save|print|export|download) (?:it|this|that|these|everything)",
            r"(?:(?:get|give me|send me|make|create|generate|copy) )?(?:an? |the )?(?:pdf|csv|excel|spreadsheet"
            r"|printout|export"
            r"|usb stick)",
        ),
        begins(
            rf"(?:can|could) i (?:get|have) (?:{IT}|my {RECORD}|the answer) (?:as|in|on) (?:an? )?\w+",
            rf"(?:can|could|how (?:do|can)) (?:i|you) (?:export|download|print(?: out)?) (?:{THE} |an? )?"
            rf"(?:{RECORD}|answer|it|this"
            r"|that|list|data|chat|conversation)(?! (?:for|to) (?:a|the) (?:customer|resident|caller))",
        ),
        near=("reports",),
    ),
    Order(
        "delete",
        begins(
            rf"(?:take (?:{THE} )?{RECORD} back|get rid of {THE} (?:\w+ )?{RECORD}|remove (?:all|everything) "
            r"(?:you know|about me))",
            r"(?:sent|filed|reported|wrote) (?:it|that|this|the report) by (?:mistake|accident)|did(?: not|n't)"
            r" mean to (?:send|file|report|write)",
            r"(?:delete|remove|erase|destroy|throw away|discard|wipe|purge|clear|withdraw|retract|recall"
            r"|cancel|take back|scrap|kill)"
            rf" (?:{THE} (?:\w+ )?(?:{RECORD}|chat|conversation|history|data|messages?|questions?|answer"
            r"|account|text)"
            rf"|{IT}(?=[ ?!.]*$)|everything|what i (?:wrote|said|typed|sent|asked))",
            r"forget (?:me|what i (?:wrote|said|asked)|everything)(?=[ ?!.]*$)|unsend",
        ),
        begins(
            r"(?:can|could|how (?:do|can)|may) (?:i|you) (?:delete|remove|erase|withdraw|retract|recall|take"
            r" back|undo|cancel)"
            rf" (?:my|what i) (?:\w+ )?(?:{RECORD}|chat|conversation|data|messages?|questions?|wrote|sent|said"
            r"|typed)"
        ),
        near=("reports", "logged"),
    ),
    Order(
        "edit",
        begins(
            rf"(?:made|found) an? (?:mistake|error|typo) in my {RECORD}|wrote the wrong \w+|(?:edit|correct"
            r"|change) what i \w+|put (?:another|the right|a different)"
            rf" \w+ (?:in|into) (?:{THE} )?{RECORD}",
            r"(?:there(?:'s| is) an? (?:mistake|error|typo) in|the \w+ in|something(?:'s| is) wrong (?:in"
            rf"|with)) my (?:\w+ )?(?:{RECORD}|statement)",
            rf"my (?:{RECORD}|statement) (?:is|was) (?:wrong|not right|incorrect)(?=[ ?!.]*$)",
            rf"(?:edit|correct|change|amend|modify|rewrite|update|revise|alter|fix|redo) (?:(?:{THE} )?(?:\w+ )?"
            rf"(?:{RECORD}(?! (?:retention|keeping|policy|management))|statement)(?=[ ?!.]*$| (?:i|from|of"
            r"|about|for|to|with|k|that))"
            r"|what i (?:wrote|sent|typed))",
            r"(?:correct|fix|change) (?:an?|the|my) (?:\w+ )?(?:mistake|error|typo|name|date|time|place)s? in "
            rf"(?:{THE} )?{RECORD}",
            rf"(?:edit|correct|amend|modify|rewrite) {IT}(?=[ ?!.]*$| (?:to|please|for))",
            rf"(?:edit|correct|change|fix|update|amend) (?:{THE} )(?:date|time|place|name|customer'?s? name"
            r"|description|narrative"
            rf"|department|details?) (?:in|of|on) (?:{THE} )?{RECORD}",
        ),
        begins(
            r"(?:can|could|how (?:do|can)|may|where (?:do|can)) (?:i|you) (?:edit|correct|change|amend|modify"
            r"|update|fix) my"
            rf" (?:\w+ )?(?:{RECORD}|statement)"
        ),
        near=("reports",),
    ),
    Order(
        "workflow",
        begins(
            rf"(?:the|this|that|my) {RECORD} (?:can|could|should|must|has to|needs to) (?:be|go) (?:closed"
            r"|returned|approved|archived|back|reopened|passed)",
            rf"(?:approve|reject|accept) what {NAME}|set (?:the|its) status|reopen what|this {RECORD} is "
            r"(?:done|finished)",
            r"(?:close|reopen|re-open|return|reject|approve|sign(?: off)?|resolve|archive|escalate|reassign"
            r"|re-assign|transfer|move"
            rf"|hand over|lock|unlock|merge|complete|finalise|finalize|review|dismiss|decline|process) {THE} "
            rf"(?:\w+ )?{RECORD}",
            rf"(?:close|return|reject|approve|resolve|archive|escalate|reassign) {RECORD}(?=[ ?!.]*$)(?<!s)",
            r"(?:return|reopen|reject|approve|archive|escalate|resolve|sign off|reassign|finalise|finalize"
            rf"|close) {IT}"
            r"(?=[ ?!.]*$| (?:for|to|as|with|and|please|now))",
            rf"send (?:{IT}|{THE} {RECORD}) back|mark (?:{IT}|(?:{THE} )?{RECORD}) as",
            rf"(?:return|close|reject|approve|escalate) (?:{NAME}'?s? )(?:\w+ )?{RECORD}",
            rf"(?:put|place) (?:{THE} )?(?:\w+ )?{RECORD} on (?:legal )?hold",
            r"(?:put|place) (?:a|the) (?:legal )?hold on|lift the (?:legal )?hold",
            rf"(?:hold|retain|link|unlink|pack|reassign|pass on|hand on|retention|earlier contacts|same customer)"
            rf"(?: of| for| on)? {THE} (?:\w+ )?{RECORD}(?=[ ?!.]*$| (?:with|to|and|until|for|on|over))",
            rf"hand (?:{THE} )?(?:{RECORD}|{IT}) over|hand over(?: {IT})?(?=[ ?!.]*$| to)",
            r"hand[- ]?over(?: pack)?(?=[ ?!.]*$)",
            r"(?:(?:show|see) (?:me )?)?(?:the )?(?:earlier contacts?|same customer|pack|hand-?over pack)(?=[ ?!.]*$)",
            rf"link (?:two |these |the )?(?:two )?{RECORD}(?=[ ?!.]*$| (?:together|and|with|to))",
        ),
        near=("reports", "worklist"),
    ),
    Order(
        "figures",
        begins(
            rf"(?:show|list|give|get|see)(?: me)? (?:every|all|all the) {RECORD} (?:from|of|at|in|by|for|since"
            r"|about)",
            r"(?:the )?(?:latest|newest|recent|last|most recent) (?:reports|incidents|alerts)(?=[ ?!.]*$| "
            r"(?:in|at|from|of))",
            r"(?:(?:show|list|give|get|display|find|see|view|pull up|search)(?: me)? )(?:all|every|the|any|open"
            r"|recent|last|this|other|old"
            rf"|new|closed|today's|yesterday's)(?: \w+){{0,3}}? (?:{RECORD})(?<!\bcase)(?<!\bticket)"
            r"(?<!\brecord)(?<!\breport)(?<!entry)\b"
            r"(?! (?:policy|form|procedure|retention))",
            r"(?:(?:show|give|get|see|view)(?: me)? )?(?:(?:the|some|our|my|all|this|last|monthly|weekly"
            r"|quarterly|yearly|annual) )*"
            r"(?:statistics|stats|figures|dashboard|metrics|kpis?|analytics|trends?)(?=[ ?!.]*$| (?:for|of|on"
            r"|about|from|this|last))",
            r"(?:the )?number of (?:\w+ )?(?:reports|incidents|alerts|difficult contacts) (?:in|from|since|last"
            r"|this|per|by|at)",
            r"(?:give|show)(?: me)? an? (?:overview|list|summary|breakdown) of (?:\w+ ){0,2}(?:reports"
            r"|incidents|alerts)",
            r"(?:the |our )?(?:monthly|weekly|quarterly) (?:report|summary|figures|statistics)(?=[ ?!.]*$)",
            r"(?:reports|incidents|alerts) (?:from|in|since|by|last|this|between|today|yesterday)",
            r"(?:count|compare|summari[sz]e) (?:all |the |our |my )?(?:\w+ )?(?:reports|incidents|alerts)",
            r"(?:create|make|generate|run|give me|send me) (?:an? |the )?(?:monthly|weekly|quarterly|yearly"
            r"|annual|summary|statistical)"
            r" (?:\w+ )?(?:report|summary|statistics)",
        ),
        begins(
            r"how many (?:people|customers|persons) (?:were|are|have been) (?:banned|restricted|reported)",
            r"how many (?:\w+ ){0,3}?(?:reports|incidents|alerts|difficult contacts|restrictions|bans|abusive"
            r" calls|threats)"
            r"(?! (?:go|must|should|have to|may|can|need|before|until|does|do we need))(?: \w+){0,5}? (?:last"
            r"|this|in|since|today"
            r"|yesterday|there|open|did|have|were|are|do we|filed|so far|per|by|from)",
            r"what (?:were|are|was|is) the most (?:common|frequent) (?:\w+ )?(?:reports|incidents|behaviou?rs?)"
            r" (?:in|last|this|at|of)",
            r"which (?:department|office|team|employee|customer|person) (?:has|had|have|filed|got|gets|reports)"
            r" (?:\w+ )?(?:the )?most",
        ),
        near=("worklist", "reports"),
    ),
    Order(
        "handled",
        None,
        begins(
            r"who (?:handled|worked on|dealt with|took care of|processed|took over|took|is working on|has|is"
            rf" handling) (?:this|that|the|my) (?:\w+ )?{RECORD}|who (?:handled|worked on|dealt with|took care"
            rf" of) (?:this|that|the|my|our|{NAME}|it)",
            r"who (?:filed|wrote|made|submitted|sent|closed|reported|opened|created|entered|signed) (?:this"
            r"|that|the|these)"
            rf" (?:{RECORD}|complaint)",
        ),
        near=("reports",),
    ),
    Order(
        "language",
        begins(
            r"(?:switch|change|set|turn|go|put|speak|talk|answer|reply|write|respond|continue|show|use)(?:"
            rf" \w+){{0,4}}?"
            rf" (?:to |in |into )?{LANGUAGE}(?=[ ?!.]*$| (?:please|from|now|instead))",
            r"(?:change|switch|set|choose|select) (?:(?:the|my|your|this) )*language(?! (?:line|policy|services?))",
            rf"translate (?:{IT}|(?:the|your|this) (?:answer|clause|policy|text|reply|passage|card|above)|"
            rf"(?:in)?to {LANGUAGE})",
            rf"(?:in )?{LANGUAGE} please|en français|en español|auf deutsch",
        ),
        begins(
            rf"(?:can|could|may) we (?:\w+ )?(?:in )?{LANGUAGE}",
            r"(?:do|can|could) you (?:also )?(?:speak|understand|talk|write|answer|reply)(?: in)? "
            rf"(?:{LANGUAGE}|other languages)",
            r"(?:can|how (?:do|can)|could) (?:i|you) (?:change|switch|set) (?:the|my|your) language",
        ),
    ),
    Order(
        "upkeep",
        begins(
            r"(?:put|enter|add) (?:\w+ ){1,6}(?:in|into|to) (?:the|your) (?:directory|list|staff list)|our"
            r" policy has changed",
            r"(?:add|upload|edit|change|update|correct|delete|remove|replace|publish|create|rewrite|fix"
            rf"|import) (?:{A}|all|these)"
            r" (?:\w+ )?(?:policy|policies|directory(?: entry)?|contact entry|kept answer|ready phrases?|faqs?"
            r"|synonyms?"
            r"|staff list|ladder)(?! (?:owner|review|says))",
            r"(?:add|edit|change|update|correct|delete|remove|fix) (?:\w+ ){1,8}(?:in|from|to) the (?:directory"
            r"|staff list|list of staff"
            r"|policies)|add (?:an?|the|our) (?:new )?(?:department|contact|phone number|division)(?! to)",
        ),
        near=("upkeep", "contact"),
    ),
    Order(
        "account",
        whole(
            r"change my (?:name|e-?mail|department|phone number)|turn (?:on|off) dark mode",
            r"(?:log|sign) (?:me )?(?:out|off|in)|(?:change|reset|edit|open|show)(?: me)? (?:my |the )?"
            r"(?:settings|profile|preferences"
            r"|account)|(?:my )?(?:settings|preferences|profile)",
        ),
        whole(
            r"what(?:'s| is) (?:saved|stored|kept|logged) (?:about|of|on) me",
            r"(?:how|where) (?:do|can) i (?:log|sign) (?:out|off|in)|what do you (?:know|keep|store|log|save"
            r"|remember)(?: about me)?|(?:who|can anybody|does anybody) (?:can )?(?:sees?|reads?)"
            r" (?:what i (?:write|type|ask)(?: here| to you)?|my questions?|this chat)|is this (?:chat )?"
            r"(?:logged|private|recorded|confidential)"
            r"|do you (?:log|record|keep|store) (?:this|what i (?:write|ask|type)|my questions?)",
        ),
        near=("logged",),
    ),
    Order(
        "undo",
        whole(
            r"undo(?: (?:it|that|this|the last (?:step|thing|one)))?|cancel(?: (?:it|that|this))?|never ?mind"
            r"|forget (?:it|that|this)|go back|back|stop|start over"
            r"|restart|reset|exit|quit|abort|redo"
        ),
        near=("reports", "help"),
    ),
    Order(
        "other",
        begins(
            r"(?!(?:tell|explain|describe|define|show|give|find|read|handle|deal|list|keep|include|get|see"
            r"|quote|cite|summari[sz]e"
            r"|report|write|notify|\w+ing)(?!\w))[a-z-]+(?: (?:on|off|up|out|down|back|over|me))?"
            rf" (?:the|this|that|my|all(?: the| my)?|these|the last|my last) (?:\w+ )?(?:{RECORD}|statement"
            r"|alert|chat|conversation with you)"
            r"(?! (?:form|forms|policy|policies|retention|keeping|procedure|process|line|number|law|office))",
            r"(?:submit|sign|save|store|move|copy|hide|lock|pin|star|tag|label|rename|queue|start|launch"
            r"|activate|enable|disable)"
            rf" {IT}(?=[ ?!.]*$| (?:for|to|as|in|on|please|now))",
        ),
        near=("reports", "help"),
    ),
)

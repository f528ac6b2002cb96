"""What Slack takes, as numbers with their sources.

BK is docs.slack.dev/reference/block-kit, checked against slack_sdk.models; lengths are in characters.
"""

from __future__ import annotations

from bot.capabilities import Capabilities

# Receiving, as docs.slack.dev/authentication/verifying-requests-from-slack has it
CLOCK_SECONDS = 300
"""How far a request's timestamp may be from our clock."""
BODY_BYTES = 256 * 1024
"""Our own cap on a request; Slack's largest payloads (a full modal) stay far below it."""
BODY_DEPTH = 32
"""Our own cap on nesting; Slack's deepest payloads reach about 12."""
FORM_FIELDS = 64
"""Our own cap on the fields of a slash command, which has about 15."""

# Answering, as docs.slack.dev/interactivity/handling-user-interaction has it
ACKNOWLEDGE_SECONDS = 3.0
"""Slack shows an error or sends again after this."""
WORK_SECONDS = 2.2
"""What performing replies may take of it before we acknowledge and finish behind."""
QUICK_CALL_SECONDS = 2.0
"""One Web API call before an acknowledgement; the SDK's own default is 30 (platforms.md T7)."""
PATIENT_CALL_SECONDS = 10.0
"""One Web API call nobody waits for."""
FETCH_SECONDS = 60.0
"""One file that somebody sent, behind the acknowledgement."""
TRIGGER_SECONDS = 2.7
"""How long after its arrival a payload's permission to open a form is tried; Slack takes it back after 3 s."""
LOOK_UP_SECONDS = 1.5
"""What finding out who somebody is may take of the acknowledgement."""
ANSWER_SECONDS = 15.0
"""How long an answer is tried again behind the acknowledgement; then it is kept for later."""

# Messages
BLOCKS = 50  # BK/blocks
MESSAGE_CHARACTERS = 10_000
"""All text of one message. Undocumented: `msg_blocks_too_long` from 11,341 (bolt-js issues 2509, 2867)."""
FALLBACK_CHARACTERS = 4_000  # docs.slack.dev/reference/methods/chat.postMessage advises this for `text`
HEADER_CHARACTERS = 150  # BK/blocks/header-block
SECTION_CHARACTERS = 3_000  # BK/blocks/section-block; used for rich text too, whose own limit is unwritten
CONTEXT_CHARACTERS = 2_000  # BK/blocks/context-block: what a text element there takes is unwritten
CONTEXT_ELEMENTS = 10  # BK/blocks/context-block
LINK_CHARACTERS = 300
"""Our own cut for the words of a link, so that link and address fit one text object even escaped."""
BUTTONS = 5
"""Buttons in one row of ours; Slack allows 25 and wraps them out of sight on a phone."""
BUTTON_CHARACTERS = 75  # BK/block-elements/button-element
BUTTON_VALUE_CHARACTERS = 2_000  # BK/block-elements/button-element
URL_CHARACTERS = 3_000  # BK/blocks/image-block
ALT_CHARACTERS = 2_000  # BK/blocks/image-block
FILE_ALT_CHARACTERS = 1_000  # docs.slack.dev/reference/methods/files.getUploadURLExternal

# Forms, as docs.slack.dev/surfaces/modals and BK/block-elements have it
VIEW_BLOCKS = 100
TITLE_CHARACTERS = 24
METADATA_CHARACTERS = 3_000
LABEL_CHARACTERS = 2_000
HINT_CHARACTERS = 2_000
INPUT_CHARACTERS = 3_000
OPTION_CHARACTERS = 75
OPTION_VALUE_CHARACTERS = 150
RADIO_OPTIONS = 6
"""Where we change from buttons to a list; Slack allows 10."""
CHECKBOX_OPTIONS = 10
SELECT_OPTIONS = 100
SELECT_GROUPS = 100

HISTORY_MESSAGES = 100
"""How far back a repeated delivery looks for itself (docs.slack.dev/reference/methods/conversations.history)."""

CAPABILITIES = Capabilities(
    forms=True,
    replace=True,
    files=True,
    message_characters=9_000,
    part_characters=SECTION_CHARACTERS,
    buttons=6,
    button_label_characters=BUTTON_CHARACTERS,
)

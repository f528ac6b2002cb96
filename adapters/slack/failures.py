"""What to conclude from an error word of Slack: try later, try the next contact, or call the operator.

Words: docs.slack.dev/reference/methods, the `errors` of chat.postMessage, chat.postEphemeral, chat.update,
conversations.open, conversations.history, users.info and users.lookupByEmail; `http_*`, `connection_lost`,
`certificate_refused`, `guest_account`, `account_not_trusted`, `unconfirmed_address` and `response_url_*` are ours.

Only a word that says something about the person leads to the next contact. A word nobody listed, or the page of a
proxy, says that something between us and Slack is broken: it would be so for everybody.
"""

from __future__ import annotations

from adapters.slack.calls import LOST, CallFailed
from bot.adapter import Failure, SendFailed

_CODES = {
    # The same may work later.
    Failure.RETRY: (
        *("ratelimited", "rate_limited", "message_limit_exceeded", LOST),
        *("http_408", "http_425", "http_429"),
        *("internal_error", "fatal_error", "service_unavailable", "request_timeout"),
        *("team_added_to_org", "external_channel_migrating", "accesslimited"),
    ),
    # This person cannot be reached here.
    Failure.NEXT_CONTACT: (
        *("users_not_found", "user_not_found", "user_disabled", "user_not_visible", "guest_account"),
        *("channel_not_found", "not_in_channel", "user_not_in_channel", "is_archived", "cannot_dm_bot"),
        *("account_not_trusted", "unconfirmed_address"),
        *("not_enough_users", "invalid_user_combination"),
    ),
    # The installation, or our own message, is broken and somebody must mend it.
    Failure.OPERATOR: (
        *("account_inactive", "token_revoked", "token_expired", "invalid_auth", "not_authed", "http_401"),
        *("missing_scope", "no_permission", "not_allowed_token_type", "access_denied", "http_403"),
        *("ekm_access_denied", "enterprise_is_restricted", "team_access_not_granted", "org_login_required"),
        *("two_factor_setup_required", "plan_upgrade_required", "http_404", "unknown_method"),
        # Preferences of the workspace or the app: nobody can be written to.
        *("messages_tab_disabled", "restricted_action", "restricted_action_read_only_channel"),
        *("restricted_action_thread_locked", "restricted_action_thread_only_channel"),
        *("restricted_action_non_threadable_channel", "method_not_supported_for_channel_type"),
        *("cannot_reply_to_message", "thread_not_found", "too_many_users", "certificate_refused"),
        *("deprecated_endpoint", "method_deprecated", "invalid_arguments", "invalid_arg_name"),
        *("invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long", "no_text"),
        *("metadata_too_large", "invalid_metadata_format", "invalid_metadata_schema"),
        *("metadata_must_be_sent_from_app", "as_user_not_supported", "foreign_response_url"),
    ),
}

FAILURES = {code: failure for failure, codes in _CODES.items() for code in codes}

BLOCKS_REFUSED = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long"})
"""Slack dislikes the layout, not the message: it is worth sending in words."""
MESSAGE_GONE = frozenset(
    {"message_not_found", "cant_update_message", "edit_window_closed", "channel_not_found"}
)
"""The message to update is not there any more: a new one must carry the news."""
PLACE_GONE = frozenset({"channel_not_found", "not_in_channel", "is_archived"})
"""The conversation we remember is not ours any more, as after the app was installed anew: it is opened again."""
TRIGGER_SPENT = frozenset({"expired_trigger_id", "exchanged_trigger_id", "invalid_trigger_id", LOST})
"""The moment for opening a form has passed: a button opens it."""


def conclude(failed: CallFailed) -> SendFailed:
    """The failure for the outbox; a word nobody listed says nothing about the person."""
    later = failed.code.startswith("http_5")
    default = Failure.RETRY if later else Failure.OPERATOR
    return SendFailed(FAILURES.get(failed.code, default), failed.code, failed.retry_after)

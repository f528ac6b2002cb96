"""The doctor's look at e-mail: whether the server takes us, sealed and logged in. No message is sent."""

from __future__ import annotations

from adapters.configuration import CannotStart
from adapters.console.checks import Check, CheckState
from adapters.mail.failures import NO_ANSWER, NO_TLS
from adapters.mail.settings import MailSecurity, read_mail_settings
from adapters.settings import Settings
from bot.adapter import SendFailed

NAME = "E-mail"
HELP = (
    "Set COUNTERPOISE_SMTP_HOST and COUNTERPOISE_SMTP_FROM (and _USER and _PASSWORD), so that whoever chat cannot "
    "reach gets an e-mail that something waits."
)
MEND = {
    NO_TLS: "Set COUNTERPOISE_CA_BUNDLE for a certificate of your own, or COUNTERPOISE_SMTP_SECURITY=tls on port 465.",
    NO_ANSWER: "See whether COUNTERPOISE_SMTP_HOST and COUNTERPOISE_SMTP_PORT are right and the way there is open.",
}
NO_LINK = "Set COUNTERPOISE_PUBLIC_URL, and an e-mail has a link to acknowledge; without it, it says to open the bot."
CLEAR = "What is sent can be read on the way there: leave COUNTERPOISE_SMTP_SECURITY at starttls if the server can."


async def second_way(settings: Settings) -> Check:
    """Connect to the mail server as for a message; never raises for what is wrong."""
    from adapters.mail.channel import MailChannel

    try:
        mail = read_mail_settings()
        if not mail.configured:
            return Check(NAME, CheckState.OFF, "Not set up.", HELP)
        await MailChannel(mail).check()
    except (CannotStart, OSError) as error:
        return Check(NAME, CheckState.MEND, str(error), HELP)
    except SendFailed as failed:
        mend = MEND.get(failed.code, "See whether COUNTERPOISE_SMTP_USER and its password are right.")
        return Check(NAME, CheckState.MEND, f"The mail server does not take us ({failed.code}).", mend)
    says = f"{mail.host} takes us on port {mail.at}."
    if mail.security is MailSecurity.NONE and not mail.is_near:
        return Check(NAME, CheckState.MEND, f"{says} The connection is not sealed.", CLEAR)
    if not settings.public_url:
        return Check(NAME, CheckState.NOTE, says, NO_LINK)
    return Check(NAME, CheckState.FINE, says)

"""Mail. Each recipient's own refusal decides; those who have it are left out at the next attempt."""

from __future__ import annotations

import hashlib
import smtplib
import socket
import ssl
from contextlib import suppress
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from dutydesk.capabilities.delivery.rules import ChannelSpec, Outgoing
from dutydesk.kernel.instants import Instant, to_datetime
from dutydesk.watch.channels.outcome import Outcome, failed, without
from dutydesk.watch.channels.references import resolve
from dutydesk.watch.channels.templates import addresses

PORTS = {"starttls": 587, "tls": 465, "none": 25}
DOCX = "vnd.openxmlformats-officedocument.wordprocessingml.document"
PERMANENT = 500
"""Replies from here on are refusals for good (RFC 5321, 4.2.1)."""


def send(spec: ChannelSpec, outgoing: Outgoing, now: Instant) -> Outcome:
    """Send one mail.

    Raises:
        MissingSecretError: the channel is not set up.
    """
    secret = resolve(spec.secret)
    fixed = () if outgoing.report else spec.recipients  # a report goes to its recipient, an alert to the whole list
    everyone = list(dict.fromkeys([*fixed, *addresses(spec, outgoing)]))
    waiting = [address for address in everyone if address not in outgoing.delivered]
    if not waiting:
        done = bool(outgoing.delivered)
        return Outcome(sent=True) if done else failed("未配置好", "recipients", retry=False)
    try:
        message = compose(spec, outgoing, everyone, now).as_bytes(policy=SMTP)
        refused = _send(spec, secret, waiting, message)
    except smtplib.SMTPRecipientsRefused as error:
        refused = error.recipients
    except smtplib.SMTPResponseException as error:
        said = f"{error.smtp_code} {_decoded(error.smtp_error)}"
        return failed("对方报错", without((secret,), said), retry=error.smtp_code < PERMANENT)
    except TimeoutError:
        return failed("超时", f"{spec.timeout} s")
    except (smtplib.SMTPException, OSError, ValueError) as error:
        return failed("连不上", without((secret,), str(error) or type(error).__name__))
    if not refused:
        return Outcome(sent=True, detail=f"250 {', '.join(waiting)}")
    said = "; ".join(f"{address}: {code} {_decoded(reply)}" for address, (code, reply) in sorted(refused.items()))
    taken = tuple(address for address in waiting if address not in refused)
    passing = any(code < PERMANENT for code, _reply in refused.values())
    return failed(
        "部分收件人被拒" if taken else "对方报错", said, retry=passing, delivered=(*outgoing.delivered, *taken)
    )


def compose(spec: ChannelSpec, outgoing: Outgoing, recipients: list[str], now: Instant) -> EmailMessage:
    """Return the mail; its Message-ID follows from the key, so a second copy is known as one."""
    places = outgoing.places()
    message = EmailMessage()
    message["From"] = spec.sender
    message["To"] = ", ".join(recipients)
    message["Subject"] = places["title"]
    message["Date"] = format_datetime(to_datetime(now))
    message["Message-ID"] = message_id(spec, outgoing.key)
    message["Auto-Submitted"] = "auto-generated"
    message["Idempotency-Key"] = outgoing.key
    if outgoing.colour == "red":
        message["Importance"] = "high"
    message.set_content(places["text"] + "\n", charset="utf-8", cte="base64")
    if outgoing.file is not None:
        name, content = outgoing.file
        message.add_attachment(content, maintype="application", subtype=DOCX, filename=name)
    return message


def message_id(spec: ChannelSpec, key: str) -> str:
    """Return the Message-ID of a key."""
    domain = spec.sender.rpartition("@")[2].strip(" >") or "dutydesk.invalid"
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:32]}@{domain}>"


def _send(spec: ChannelSpec, secret: str, recipients: list[str], message: bytes) -> dict[str, tuple[int, bytes]]:
    """Hand the mail over; return who was refused. What goes wrong after it was taken changes nothing."""
    context = ssl.create_default_context(cafile=spec.ca or None)
    port, own = spec.port or PORTS[spec.security], socket.gethostname()
    if spec.security == "tls":
        server = smtplib.SMTP_SSL(spec.host, port, own, timeout=spec.timeout, context=context)
    else:
        server = smtplib.SMTP(spec.host, port, own, timeout=spec.timeout)
    try:
        if spec.security == "starttls":
            server.starttls(context=context)
        if spec.user:
            server.login(spec.user, secret)
        refused = server.sendmail(spec.sender, recipients, message)
        with suppress(smtplib.SMTPException, OSError):
            server.quit()
        return refused
    finally:
        server.close()


def _decoded(reply: bytes | str) -> str:
    return reply.decode("utf-8", errors="replace") if isinstance(reply, bytes) else reply

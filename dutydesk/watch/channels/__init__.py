"""The ways out of the house, one module a kind. Each gives an ``Outcome`` and never raises for the network."""

from __future__ import annotations

from dutydesk.capabilities.delivery.rules import APPS, ChannelSpec, Outgoing
from dutydesk.kernel.instants import Instant
from dutydesk.watch.channels.outcome import Outcome, failed
from dutydesk.watch.channels.references import MissingSecretError
from dutydesk.watch.channels.templates import TemplateError

__all__ = ["Outcome", "deliver"]


def deliver(spec: ChannelSpec, outgoing: Outgoing, now: Instant) -> Outcome:
    """Send one message through one channel.

    Args:
        spec: the channel, switched on or not (a test sends through any).
        outgoing: what to send.
        now: the machine's wall clock (µs), for signatures and the date of a mail; never a drill's.
    """
    try:
        if spec.kind == "command":
            from dutydesk.watch.channels.command import send
        elif spec.kind == "smtp":
            from dutydesk.watch.channels.smtp import send
        elif spec.kind in APPS:
            from dutydesk.watch.channels.app import send
        else:
            from dutydesk.watch.channels.webhook import send
        return send(spec, outgoing, now)
    except (MissingSecretError, TemplateError) as error:
        return failed("未配置好", str(error), retry=False)
    except ImportError as error:
        return failed("未配置好", f"import {error.name}", retry=False)

"""A command of the office: one argument vector, never a shell line. Exit status 0 means sent."""

from __future__ import annotations

import os
import selectors
import signal
import subprocess
import time
from contextlib import suppress

from dutydesk.capabilities.delivery.rules import ChannelSpec, Outgoing, fill
from dutydesk.kernel import system_errors
from dutydesk.kernel.instants import Instant
from dutydesk.watch.channels.outcome import Outcome, failed, shortened, without
from dutydesk.watch.channels.references import resolve
from dutydesk.watch.channels.templates import addresses

MOST_OUTPUT = 4096
"""Bytes of output that are kept; the rest is read and dropped, so that the command never waits for us."""

MOST_ARGUMENT = 4000
"""Characters of one argument."""

GLANCE = 0.1
"""Seconds between two looks at whether a command that says nothing has ended."""


def send(spec: ChannelSpec, outgoing: Outgoing, _now: Instant) -> Outcome:
    """Run the command; the secret, where there is one, is in ``CHANNEL_SECRET`` of its environment.

    Raises:
        MissingSecretError: the channel is not set up.
    """
    secret = resolve(spec.secret)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DUTYDESK_")}
    if secret:
        environment["CHANNEL_SECRET"] = secret
    try:
        process = subprocess.Popen(
            arguments(spec, outgoing),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=environment,
            start_new_session=True,
            bufsize=0,
        )
    except (OSError, ValueError) as error:
        return failed("未配置好", f"{spec.argv[0]}: {system_errors.reason_of(error)}", retry=False)
    with process:
        output, ended = _listen(process, time.monotonic() + spec.timeout)
        if not ended:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
    said = without((secret,), output.decode("utf-8", errors="replace"))
    if not ended:
        return failed("超时", f"{spec.timeout} s {said}")
    if process.returncode != 0:
        return failed("命令失败", f"exit {process.returncode} {said}")
    return Outcome(sent=True, detail=shortened(f"exit 0 {said}"))


def arguments(spec: ChannelSpec, outgoing: Outgoing) -> list[str]:
    """Return the argument vector. A text that begins with a hyphen never becomes an option."""
    values = {**outgoing.places(), "addresses": " ".join(addresses(spec, outgoing))}
    vector = [spec.argv[0]]
    for pattern in spec.argv[1:]:
        argument = fill(pattern, values)
        if argument != pattern and argument.startswith("-") and not pattern.startswith("-"):
            argument = " " + argument
        vector.append(argument if len(argument) <= MOST_ARGUMENT else argument[:MOST_ARGUMENT] + "…")
    return vector


def _listen(process: subprocess.Popen[bytes], ends: float) -> tuple[bytes, bool]:
    """Read until the command has ended, or the time is up; return the output kept, and whether it ended."""
    assert process.stdout is not None
    output, pipe = b"", process.stdout.fileno()
    os.set_blocking(pipe, False)
    with selectors.DefaultSelector() as selector:
        selector.register(pipe, selectors.EVENT_READ)
        while (left := ends - time.monotonic()) > 0:
            over = process.poll() is not None
            if selector.get_map() and (over or selector.select(min(left, GLANCE))):
                piece = _read(pipe)
                output = (output + piece)[:MOST_OUTPUT]
                if not piece and not over:
                    selector.unregister(pipe)
                    over = True
            if over:
                with suppress(subprocess.TimeoutExpired):
                    process.wait(max(0.0, ends - time.monotonic()))
                break
    return output, process.poll() is not None


def _read(pipe: int) -> bytes:
    """Return what is there: nothing at the end, or when a child of the command keeps the pipe open."""
    try:
        return os.read(pipe, 65_536)
    except BlockingIOError:
        return b""

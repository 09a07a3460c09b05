"""The second factor: a code of six digits that a device makes from a shared key and the time (TOTP, RFC 6238).

It is typed behind the own secret, after a space. So every door that asks a secret asks for it too: the login, the locked
screen, a signature, the command line, a session over SSH.
"""

from __future__ import annotations

import hmac
import re
import unicodedata

from dutydesk.kernel.instants import SECOND, Instant

PERIOD: Instant = 30 * SECOND
"""How long a code holds (RFC 6238, 5.2)."""

DRIFT = 1
"""How many codes before and after the present one are taken: clocks of devices differ (RFC 6238, 6)."""

ROLES = ("leader", "director", "admin")
"""Who may set one."""

_KEY = re.compile(r"[A-Z2-7]{32}")
_TYPED = re.compile(r"(.*?)\s+(\d{3} ?\d{3})\s*", re.DOTALL)


def new_key() -> str:
    """Return a key of 160 bits to share with a device."""
    import pyotp

    return pyotp.random_base32()


def is_key(text: str) -> bool:
    """Return whether a text is a key of ours."""
    return _KEY.fullmatch(text) is not None


def address(key: str, account: str, site: str) -> str:
    """Return what a device reads from a picture (``otpauth://``): the key, and whose it is."""
    from pyotp.totp import TOTP

    return TOTP(key).provisioning_uri(name=account, issuer_name=f"dutydesk {site}")


def parted(typed: str) -> tuple[str, str]:
    """Return the secret and the code behind it, as digits alone; an empty code where there is none."""
    found = _TYPED.fullmatch(typed)
    if found is None:
        return typed, ""
    return found[1], digits(found[2])


def digits(typed: str) -> str:
    """Return a typed code as the digits alone: a keyboard for Chinese makes wide ones, devices show them in threes."""
    return "".join(unicodedata.normalize("NFKC", typed).split())


def step_of(key: str, code: str, now: Instant) -> int | None:
    """Return which period's code it is, of the present one and its neighbours; None for none of them."""
    from pyotp.totp import TOTP

    made, present = TOTP(key), now // PERIOD
    steps = range(present - DRIFT, present + DRIFT + 1)
    found = [step for step in steps if hmac.compare_digest(made.generate_otp(step).encode(), code.encode())]
    return found[-1] if found else None

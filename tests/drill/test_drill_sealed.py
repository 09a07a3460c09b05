"""The whole day with every matter sealed: the same clocks, sheets and refusals, and no word of a matter in the store's files."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from dutydesk.drill.script import find
from dutydesk.kernel import sealed
from dutydesk.store import audit
from dutydesk.store.integrity import verify_chain
from dutydesk.store.sealed import key_path
from dutydesk.store.views import Views

ALL_SEALED = Path(__file__).with_name("all_sealed")
SHORTEST = 6
"""Signs of a text that counts as words of a matter: shorter ones are names of kinds and units that stand elsewhere, too."""


def words_of(value: Any) -> list[str]:
    """Every text in a decoded payload."""
    if isinstance(value, dict):
        return [word for one in value.values() for word in words_of(one)]
    if isinstance(value, list):
        return [word for one in value for word in words_of(one)]
    return [value] if isinstance(value, str) else []


@pytest.mark.parametrize("name", ["day", "night", "day-proposals"])
def test_a_sealed_day_is_the_same_day_and_its_words_are_in_no_file(name: str, tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    words = [sys.executable, "-m", "dutydesk", "--db", str(path), "drill", "play", str(find(name)), "--check"]
    environment = {**os.environ, "PYTHONPATH": str(ALL_SEALED), "DUTYDESK_LANG": "zh"}
    done = subprocess.run(words, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stdout + done.stderr

    views = Views.open(path)
    closed = [str(payload) for (payload,) in views.rows("SELECT payload FROM journal WHERE matter_id IS NOT NULL")]
    open_words = "".join(str(row) for row in views.rows("SELECT payload FROM journal WHERE matter_id IS NULL"))
    views.close()
    key = key_path(path).rename(tmp_path / "elsewhere")
    assert verify_chain(path).ok
    assert audit.tables_differ(path, 0) is None, "computed again without the key"
    key.rename(key_path(path))
    told = [word for payload in closed for word in words_of(json.loads(_opened(path, payload)))]
    secret = {
        word
        for word in told
        if len(word) >= SHORTEST and not word.isascii() and word not in open_words and word not in "".join(closed)
    }
    assert len(secret) > 20
    content = b"".join(one.read_bytes() for one in tmp_path.iterdir() if one.is_file())
    assert [word for word in secret if word.encode() in content] == []


def _opened(path: Path, payload: str) -> str:
    from dutydesk.store.sealed import cipher_of

    cipher = cipher_of(path)
    assert cipher is not None
    return str(sealed.opened(payload, cipher.unseal))

"""What became of a message is said in the reader's language, whatever became of it."""

from __future__ import annotations

import re

import pytest

from dutydesk.capabilities.intake.events import MessageDisposed
from dutydesk.capabilities.intake.rules import AS
from dutydesk.capabilities.intake.words import TELL
from dutydesk.i18n import speaking

HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.mark.parametrize("how", AS)
def test_a_disposition_is_said_in_english_and_in_chinese(how: str) -> None:
    event = MessageDisposed(message="m", how=how, reason="known")
    with speaking("en"):
        assert not HAN.search(TELL[event.KIND](event, {}))
    with speaking("zh"):
        assert AS[how] in TELL[event.KIND](event, {})

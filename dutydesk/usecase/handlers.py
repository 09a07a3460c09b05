"""All use cases: importing this module collects whatever says ``@handles``."""

from __future__ import annotations

from dutydesk.capabilities import collect
from dutydesk.usecase.handling import HANDLED

__all__ = ["HANDLED"]

collect("handlers")

"""All acts by name, those of one capability together: importing this module collects them."""

from __future__ import annotations

from collections.abc import Mapping

from dutydesk.capabilities import collect
from dutydesk.kernel import acts

__all__ = ["REGISTRY"]

collect("acts")
REGISTRY: Mapping[str, type[acts.Act]] = dict(sorted(acts.REGISTRY.items(), key=lambda item: item[1].__module__))

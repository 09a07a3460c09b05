"""What each service wants to be sent and how it says yes: data in ``templates/channels/*.json``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from dutydesk.capabilities.delivery.rules import ChannelSpec, Outgoing, fill
from dutydesk.kernel.instants import iso
from dutydesk.kernel.text import one_line
from dutydesk.resources import data_folder

SIGNS = ("", "dingtalk", "feishu")


class TemplateError(ValueError):
    """A template cannot be used; the message names the file."""


@dataclass(frozen=True, slots=True)
class Template:
    """A body with names in braces; ``limit`` in bytes of UTF-8 for each text of it.

    ``success`` lists fields of the reply: those that are there must have their value, and one must be there.
    """

    body: Any
    limit: int
    cut: str
    escape: Mapping[str, str]
    success: tuple[tuple[str, str], ...]
    message: str
    sign: str

    def filled(self, spec: ChannelSpec, outgoing: Outgoing) -> Any:
        """Return the body for a message."""
        texts = outgoing.places()
        for raw, visible in self.escape.items():
            texts = {name: text.replace(raw, visible) for name, text in texts.items()}
        wholes: dict[str, Any] = {
            "people": [self.shown(one_line(name)) for name in outgoing.to],
            "addresses": addresses(spec, outgoing),
            "drill": outgoing.drill,
            "raised_at": iso(outgoing.raised_at),
        }
        return self._filled(self.body, texts, wholes)

    def shown(self, text: str) -> str:
        """Return a text of bounded length, cut visibly and never within a character."""
        content = text.encode("utf-8")
        if len(content) <= self.limit:
            return text
        room = max(0, self.limit - len(self.cut.encode("utf-8")))
        return content[:room].decode("utf-8", errors="ignore") + self.cut

    def _filled(self, node: Any, texts: Mapping[str, str], wholes: Mapping[str, Any]) -> Any:
        if isinstance(node, dict):
            return {str(key): self._filled(value, texts, wholes) for key, value in node.items()}  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
        if isinstance(node, list):
            return [self._filled(value, texts, wholes) for value in node]  # pyright: ignore[reportUnknownVariableType]
        if not isinstance(node, str):
            return node
        whole = node[1:-1] if node.startswith("{") and node.endswith("}") else ""
        return wholes[whole] if whole in wholes else self.shown(fill(node, texts))


def addresses(spec: ChannelSpec, outgoing: Outgoing) -> list[str]:
    """Return the addresses or numbers of those whom the message is addressed to, as far as the channel knows them."""
    return [spec.people[name] for name in outgoing.to if name in spec.people]


def template_of(spec: ChannelSpec) -> Template:
    """Return the template of a channel: the one it names (a shipped one, or a path), else that of its kind.

    Raises:
        TemplateError: it cannot be read.
    """
    return load(spec.template or spec.kind)


@lru_cache(maxsize=32)
def load(name: str) -> Template:
    """Return a template by name or path.

    Raises:
        TemplateError: it cannot be read.
    """
    path = Path(name) if "/" in name else data_folder() / "templates" / "channels" / f"{name}.json"
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        template = Template(
            body=document["body"],
            limit=int(document["limit_bytes"]),
            cut=str(document["cut"]),
            escape={str(raw): str(visible) for raw, visible in document["escape"].items()},
            success=tuple((str(field), str(value)) for field, value in document["success"]),
            message=str(document["message"]),
            sign=str(document["sign"]),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise TemplateError(f"{path.name}: {type(error).__name__} {error}") from error
    if template.sign not in SIGNS or not isinstance(template.body, dict):
        raise TemplateError(f"{path.name}: sign {template.sign!r}, body {type(template.body).__name__}")
    return template

"""Words that a field offers and the journal keeps as they stand: said in the reader's language, unlike what is typed beside them."""

from __future__ import annotations

TRENDS = ("稳定", "扩大", "趋缓")
"""Where an incident is going."""

CHANNELS = ("电话", "传真", "微信", "邮件", "专网", "当面")
"""How messages come in."""

PASTED = "粘贴"
"""The channel of what was pasted."""

KEPT = frozenset((*TRENDS, "趋稳", *CHANNELS, PASTED))
"""All of them, and one that is said for 趋缓 too; any other word in such a field is what a person typed."""

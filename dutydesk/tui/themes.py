"""Themes: calm grounds; red, yellow and blue belong to alarms alone."""

from __future__ import annotations

from textual.theme import Theme

_DARK = Theme(
    name="desk-dark",
    primary="#8a94a6",
    secondary="#8a94a6",
    accent="#c8cdd6",
    foreground="#d4d7dd",
    background="#14171c",
    surface="#191d23",
    panel="#2a2f38",
    warning="#e3b341",
    error="#f0544c",
    success="#d4d7dd",
    dark=True,
    variables={
        "alarm-blue": "#6aa5f8",
        "cursor-ground": "#2f3742",
        "dim": "#7d8590",
        "input-selection-background": "#8a94a6 35%",
    },
)
_LIGHT = Theme(
    name="desk-light",
    primary="#57606a",
    secondary="#57606a",
    accent="#24292f",
    foreground="#24292f",
    background="#fbfaf8",
    surface="#f3f2ef",
    panel="#d9d7d2",
    warning="#8a5a00",
    error="#b3201a",
    success="#24292f",
    dark=False,
    variables={
        "alarm-blue": "#1a5fb4",
        "cursor-ground": "#e2e0da",
        "dim": "#6e7177",
        "input-selection-background": "#57606a 25%",
    },
)
_MONO = Theme(
    name="desk-mono",
    primary="#a0a0a0",
    secondary="#a0a0a0",
    accent="#ffffff",
    foreground="#d8d8d8",
    background="#000000",
    surface="#0c0c0c",
    panel="#303030",
    warning="#ffffff",
    error="#ffffff",
    success="#d8d8d8",
    dark=True,
    variables={"alarm-blue": "#d8d8d8", "cursor-ground": "#3a3a3a", "dim": "#8c8c8c"},
)
_ANSI = Theme(
    name="desk-ansi",
    primary="ansi_white",
    secondary="ansi_white",
    accent="ansi_bright_white",
    foreground="ansi_default",
    background="ansi_default",
    surface="ansi_default",
    panel="ansi_bright_black",
    warning="ansi_yellow",
    error="ansi_bright_red",
    success="ansi_default",
    dark=True,
    ansi=True,
    variables={
        "alarm-blue": "ansi_bright_blue",
        "cursor-ground": "ansi_bright_black",
        "dim": "ansi_bright_black",
        "ansi-background": "ansi_default",
        "ansi-foreground": "ansi_default",
    },
)
THEMES = {"dark": _DARK, "light": _LIGHT, "mono": _MONO, "ansi": _ANSI}
"""By the name used in the configuration, in the order of the theme key."""


def next_theme(name: str) -> str:
    """Return the configuration name after ``name``."""
    names = list(THEMES)
    return names[(names.index(name) + 1) % len(names)] if name in names else names[0]

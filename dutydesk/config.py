"""Settings: the command line first, then the environment, then ``config.toml`` of the user, then defaults."""

from __future__ import annotations

import os
from dataclasses import field
from pathlib import Path
from typing import Any

from dutydesk.domain.values import dataclass

THEMES = ("dark", "light", "ansi", "mono")
GLYPHS = ("unicode", "ascii")


class ConfigError(ValueError):
    """The configuration file cannot be used; the message names file and key."""


@dataclass(frozen=True)
class Config:
    """What the office or the person set. ``keys`` maps command ids to keys."""

    db: Path | None = None
    lang: str = ""
    theme: str = "dark"
    glyphs: str = "unicode"
    rulebook: Path | None = None
    keys: dict[str, str] = field(default_factory=dict[str, str])


def user_folder(kind: str) -> Path:
    """Return the user's ``config``, ``data``, ``cache`` or ``state`` folder for dutydesk."""
    import platformdirs

    folders = {
        "config": platformdirs.user_config_path,
        "data": platformdirs.user_data_path,
        "cache": platformdirs.user_cache_path,
        "state": platformdirs.user_state_path,
    }
    return folders[kind]("dutydesk")


def load(path: Path | None = None) -> Config:
    """Read the configuration file; a missing one means defaults.

    Raises:
        ConfigError: the file is not TOML, or a value is none of the valid ones.
    """
    named = os.environ.get("DUTYDESK_CONFIG")
    path = path or (Path(named) if named else user_folder("config") / "config.toml")
    if not path.exists():
        return Config()
    import tomllib

    try:
        document: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path}: {error}") from error
    known = {"db", "lang", "theme", "glyphs", "rulebook", "keys"}
    for key in document:
        if key not in known:
            raise ConfigError(f"{path}: 没有设置 {key}; 可用: {', '.join(sorted(known))}")
    theme, glyphs = str(document.get("theme", "dark")), str(document.get("glyphs", "unicode"))
    if theme not in THEMES:
        raise ConfigError(f"{path}: theme 须为 {', '.join(THEMES)}, 不是 {theme}")
    if glyphs not in GLYPHS:
        raise ConfigError(f"{path}: glyphs 须为 {', '.join(GLYPHS)}, 不是 {glyphs}")
    if not isinstance(document.get("keys", {}), dict):
        raise ConfigError(f'{path}: keys 须为表, 如 [keys] report = "f9"')
    return Config(
        db=Path(str(document["db"])).expanduser() if "db" in document else None,
        lang=str(document.get("lang", "")),
        theme=theme,
        glyphs=glyphs,
        rulebook=Path(str(document["rulebook"])).expanduser() if "rulebook" in document else None,
        keys={str(name): str(key) for name, key in document.get("keys", {}).items()},
    )


def store_path(typed: str | None, config: Config) -> Path:
    """Return the store to use: as typed, ``DUTYDESK_DB``, the configured one, else the default place."""
    named = typed or os.environ.get("DUTYDESK_DB")
    if named:
        return Path(named).expanduser()
    return config.db or user_folder("data") / "desk.db"

"""How a command asks with a form about one matter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from dutydesk.capabilities.matters.rules import Matter
from dutydesk.i18n import translate
from dutydesk.kernel.values import dataclass
from dutydesk.store.views import Views
from dutydesk.tui.commands.base import Command
from dutydesk.tui.fields import Field
from dutydesk.tui.screens.host import CommandScreen


@dataclass(frozen=True)
class About:
    """What a form is about: the screen it is asked on, and the matter of an act that has one."""

    screen: CommandScreen
    of: Matter | None

    @property
    def matter(self) -> Matter:
        """The matter of an act about a matter."""
        assert self.of is not None
        return self.of


class Ask(Command):
    """A verb that asks fields of its act in a form, and performs it.

    What the form asks, how, and which matters it may be about, the act declares; ``asks`` says which fields and in which
    order. An act about a matter asks for that first.
    """

    asks: ClassVar[tuple[str, ...]] = ()
    areas: ClassVar[tuple[str, ...]] = ()
    """Fields in which several lines may be written."""
    more: ClassVar[tuple[str, ...]] = ()
    """Fields that wait behind 更多."""
    needed: ClassVar[tuple[str, ...]] = ()
    """Fields that the act needs as this form asks for it."""
    fills: ClassVar[Mapping[str, str]] = {}
    """What stands in fields before anything is typed."""

    @classmethod
    async def proposed(cls, about: About) -> Mapping[str, str]:
        """Return what stands in fields before anything is typed, where that must be looked up."""
        del about
        return cls.fills

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Ask and perform."""
        await ask_fields(screen, cls)


class Pick(Command):
    """A verb that is done on one of the things that the desk lists."""

    names: ClassVar[str] = ""
    """The act's field that says which."""
    which: ClassVar[str] = ""
    none: ClassVar[str] = ""
    """What is said where there is nothing to choose."""

    @staticmethod
    def listed(views: Views) -> list[tuple[str, str]]:
        """Return what may be chosen, and how each is said."""
        raise NotImplementedError

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Choose and perform."""
        rows = await screen.gateway.read(cls.listed)
        if not rows:
            screen.tell(translate(cls.none))
            return
        chosen = await screen.choose(translate(cls.which), rows)
        if chosen:
            words: dict[str, Any] = {cls.names: chosen}
            await screen.perform(cls.does, **words)


async def ask_form(
    screen: CommandScreen, kinds: tuple[str, ...], words: str, fields: list[Field], name: str, matter: Matter | None
) -> bool:
    """Ask with a form about a matter and perform the named act; the form's draft is the matter's own."""
    matter = matter or await screen.ask_matter(translate(words), kinds)
    if matter is None:
        return False
    title = f"{translate(words)}: {matter.label} {matter.title}"
    return await screen.form(title, fields, name, f"{name.replace(' ', '-')}-{matter.id}", matter=matter.id)


async def about(screen: CommandScreen, words: str, *kinds: str) -> Matter | None:
    """Return the matter that a form is about, to read what its fields begin with."""
    return await screen.ask_matter(translate(words), kinds)


async def ask_fields(screen: CommandScreen, command: type[Ask]) -> bool:
    """Ask what a command asks, in the words of its act; returns whether it was saved."""
    from dutydesk.tui.vocabularies import asked_of
    from dutydesk.usecase.acts import REGISTRY  # the write side: not before the first frame

    declared = asked_of(REGISTRY[command.does]).get("matter", {})
    matter = None
    if declared.get("required"):
        kind = declared["kind"]
        matter = await screen.ask_matter(translate(command.words), (kind,) if kind else command.kinds)
        if matter is None:
            return False
    begins = await command.proposed(About(screen, matter))
    fields = [
        Field(
            name,
            value=begins.get(name, ""),
            proposed=bool(begins.get(name)),
            area=name in command.areas,
            more=name in command.more,
            required=name in command.needed,
        )
        for name in command.asks
    ]
    if matter is None:
        return await screen.form(translate(command.words), fields, command.does, command.id.replace("_", "-"))
    return await ask_form(screen, (), command.words, fields, command.does, matter)

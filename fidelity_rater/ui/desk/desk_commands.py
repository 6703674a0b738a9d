"""What each command does on the desk. Its parts bind what they can do; a key event finds its command here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtGui import QKeyEvent

from fidelity_rater.app.commands import CommandId
from fidelity_rater.ui.desk.desk_keys import digit_of
from fidelity_rater.ui.desk.item_list import ItemList
from fidelity_rater.ui.keys.binder import KeyBinder, acts_while_writing, somebody_writes
from fidelity_rater.ui.widgets.transport_bar import TransportBar

Act = Callable[[], object]

_EVEN_WRITING: Final = frozenset({CommandId.LEAVE, CommandId.NEXT_PART, CommandId.PREVIOUS_PART})
"""A pedal or a function key acts there too: it writes nothing."""
_BEFORE_A_RATING: Final = frozenset({CommandId.NEXT_PART, CommandId.PREVIOUS_PART})


class DeskCommands:
    """Commands and what they do. What changes the rating is refused while it is locked, and that is said.

    ``score`` takes a digit; ``refuse`` says why nothing can be changed; ``keys`` tells what a press asks for.
    """

    def __init__(self, *, score: Callable[[int], object], refuse: Act) -> None:
        self._score, self._refuse = score, refuse
        self.keys = KeyBinder()
        self._acts: dict[CommandId, Act] = {}
        self._changing: set[CommandId] = set()
        self.locked = False
        self.open = False
        """Whether a rating is on the desk; before, there are only questions to answer."""

    @property
    def bound(self) -> frozenset[CommandId]:
        return frozenset(self._acts)

    def bind(self, acts: Mapping[CommandId, Act], *, changing: bool = False) -> None:
        """Say what these commands do; ``changing``: they change the rating."""
        self._acts |= acts
        (self._changing.update if changing else self._changing.difference_update)(acts)

    def take(self, event: QKeyEvent) -> bool:
        """Do what the key asks for; False where it asks for nothing here or belongs to the field that is written in."""
        command = self.keys.command_for(event)
        if somebody_writes() and command not in _EVEN_WRITING and not acts_while_writing(event):
            return False
        if not self.open and command not in _BEFORE_A_RATING:
            return False
        digit = digit_of(event)
        if digit is not None:
            self._refuse() if self.locked else self._score(digit)
            return True
        return command is not None and self.do(command)

    def do(self, command: CommandId) -> bool:
        """Do it; False where nothing is bound to it."""
        act = self._acts.get(command)
        if act is None:
            return False
        if self.locked and command in self._changing:
            self._refuse()
        else:
            act()
        return True


def answering_acts(items: ItemList) -> dict[CommandId, Act]:
    """What changes the chosen answer in the list itself."""
    return {
        CommandId.WITHDRAW: items.withdraw,
        CommandId.MORE: lambda: items.count(1),
        CommandId.LESS: lambda: items.count(-1),
    }


def choosing_acts(items: ItemList) -> dict[CommandId, Act]:
    """What leads from item to item and from answer to answer."""
    return {
        CommandId.NEXT_ITEM: lambda: items.step(1),
        CommandId.PREVIOUS_ITEM: lambda: items.step(-1),
        CommandId.NEXT_GROUP: lambda: items.step_group(1),
        CommandId.PREVIOUS_GROUP: lambda: items.step_group(-1),
        CommandId.NEXT_OPEN: items.step_open,
        CommandId.ADHERENCE: lambda: items.choose_hue("adherence"),
        CommandId.QUALITY: lambda: items.choose_hue("quality"),
    }


def listening_acts(sound: TransportBar) -> dict[CommandId, Act]:
    """What the controls of the sound can do."""
    return {
        CommandId.PLAY: sound.press_play,
        CommandId.BACK: lambda: sound.skip(-1),
        CommandId.ON: lambda: sound.skip(1),
        CommandId.SLOWER: lambda: sound.step_rate(-1),
        CommandId.FASTER: lambda: sound.step_rate(1),
        CommandId.NORMAL_SPEED: sound.reset_rate,
        CommandId.SKIP_SILENCES: sound.hearing.toggle_skipping,
        CommandId.LEVEL_VOICE: sound.hearing.toggle_levelling,
        CommandId.NEXT_CHANNEL: sound.hearing.next_channel,
    }

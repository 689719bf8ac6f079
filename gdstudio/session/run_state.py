"""The states of a computation and the one table of what may follow what."""

from collections.abc import Mapping
from enum import Enum, auto
from types import MappingProxyType


class RunState(Enum):
    """What the worker is doing with the experiment."""

    IDLE = auto()
    RUNNING = auto()
    PAUSED = auto()
    FINISHED = auto()


class RunEvent(Enum):
    """What happens to a computation."""

    START = auto()
    PAUSE = auto()
    RESUME = auto()
    STOP = auto()
    END = auto()
    CLEAR = auto()


TRANSITIONS: Mapping[tuple[RunState, RunEvent], RunState] = MappingProxyType(
    {
        **{(state, RunEvent.START): RunState.RUNNING for state in RunState},
        **{(state, RunEvent.CLEAR): RunState.IDLE for state in RunState},
        (RunState.RUNNING, RunEvent.PAUSE): RunState.PAUSED,
        (RunState.PAUSED, RunEvent.RESUME): RunState.RUNNING,
        (RunState.RUNNING, RunEvent.STOP): RunState.FINISHED,
        (RunState.PAUSED, RunEvent.STOP): RunState.FINISHED,
        (RunState.RUNNING, RunEvent.END): RunState.FINISHED,
    }
)


def is_allowed(state: RunState, event: RunEvent) -> bool:
    """Return whether the event means anything in this state."""
    return (state, event) in TRANSITIONS


def next_state(state: RunState, event: RunEvent) -> RunState:
    """Return the state after an event; the same state when the event means nothing in it."""
    return TRANSITIONS.get((state, event), state)

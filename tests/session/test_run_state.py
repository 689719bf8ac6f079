from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from gdstudio.session.run_state import (
    TRANSITIONS,
    RunEvent,
    RunState,
    is_allowed,
    next_state,
)


class Computation(RuleBasedStateMachine):
    """A worker told with plain words, beside the table."""

    def __init__(self) -> None:
        super().__init__()
        self.state = RunState.IDLE
        self.has_experiment = False
        self.has_ended = False
        self.is_held = False

    def tell(self, event: RunEvent) -> None:
        self.state = next_state(self.state, event)

    @property
    def is_open(self) -> bool:
        return self.has_experiment and not self.has_ended

    @rule()
    def start(self) -> None:
        self.tell(RunEvent.START)
        self.has_experiment, self.has_ended, self.is_held = True, False, False

    @rule()
    def clear(self) -> None:
        self.tell(RunEvent.CLEAR)
        self.has_experiment, self.has_ended, self.is_held = False, False, False

    @rule()
    def pause(self) -> None:
        self.tell(RunEvent.PAUSE)
        self.is_held = self.is_held or self.is_open

    @rule()
    def resume(self) -> None:
        self.tell(RunEvent.RESUME)
        self.is_held = False

    @rule()
    def stop(self) -> None:
        self.tell(RunEvent.STOP)
        self.has_ended = self.has_ended or self.is_open
        self.is_held = False

    @rule()
    def end(self) -> None:
        # A computation that is held makes no step, so it cannot end by itself.
        self.tell(RunEvent.END)
        if self.is_open and not self.is_held:
            self.has_ended = True

    @invariant()
    def the_state_is_what_the_words_say(self) -> None:
        if not self.has_experiment:
            expected = RunState.IDLE
        elif self.has_ended:
            expected = RunState.FINISHED
        else:
            expected = RunState.PAUSED if self.is_held else RunState.RUNNING
        assert self.state is expected


TestComputation = Computation.TestCase


@given(st.sampled_from(RunState), st.sampled_from(RunEvent))
def test_that_an_event_without_meaning_changes_nothing(state: RunState, event: RunEvent) -> None:
    after = next_state(state, event)
    assert is_allowed(state, event) == ((state, event) in TRANSITIONS)
    assert after is TRANSITIONS.get((state, event), state)
    assert is_allowed(state, event) or after is state


@given(st.lists(st.sampled_from(RunEvent)))
def test_that_any_history_leads_to_a_state(events: list[RunEvent]) -> None:
    state = RunState.IDLE
    for event in events:
        state = next_state(state, event)
    assert isinstance(state, RunState)
    assert next_state(state, RunEvent.CLEAR) is RunState.IDLE
    assert next_state(state, RunEvent.START) is RunState.RUNNING


def test_that_every_state_can_be_reached_and_left() -> None:
    reached = {RunState.IDLE}
    for _ in RunState:
        reached |= {after for (before, _), after in TRANSITIONS.items() if before in reached}
    assert reached == set(RunState)
    for state in RunState:
        assert any(
            before is state and after is not state for (before, _), after in TRANSITIONS.items()
        )

"""Whatever a person does to the player in whatever order, the cursor keeps its promises."""

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from PySide6.QtWidgets import QApplication

from gdstudio.session.player import AS_FAST_AS_DRAWN, LONGEST_TICK, SPEEDS, Player

STEPS = st.integers(min_value=0, max_value=1000)


@pytest.fixture(autouse=True, scope="module")
def application(qapp: QApplication) -> QApplication:
    return qapp


class PlayerMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0
        self.player = Player(clock=self.read_clock)
        self.heard_cursor = 0
        self.heard_playing = False
        self.player.cursor_changed.connect(self.hear_cursor)
        self.player.playing_changed.connect(self.hear_playing)

    def read_clock(self) -> float:
        return self.now

    def hear_cursor(self, cursor: int) -> None:
        assert cursor != self.heard_cursor
        self.heard_cursor = cursor

    def hear_playing(self, playing: bool) -> None:
        assert playing != self.heard_playing
        self.heard_playing = playing

    @rule(available=STEPS, more=st.integers(min_value=0, max_value=100))
    def compute(self, available: int, more: int) -> None:
        followed, before = self.player.follows_end, self.player.cursor
        self.player.set_range(available, available + more)
        if followed:
            assert self.player.cursor == available
        elif available < before:
            assert self.player.cursor == available

    @rule(more=st.integers(min_value=0, max_value=100))
    def compute_more(self, more: int) -> None:
        before = self.player.cursor
        available = min(self.player.available + more, self.player.expected)
        self.player.set_range(available, self.player.expected)
        assert self.player.cursor >= before

    @rule()
    def play(self) -> None:
        self.player.play()
        assert self.player.is_playing

    @rule()
    def pause(self) -> None:
        before = self.player.cursor
        self.player.pause()
        assert not self.player.is_playing
        assert self.player.cursor == before

    @rule()
    def toggle(self) -> None:
        before = self.player.is_playing
        self.player.toggle()
        assert self.player.is_playing != before

    @rule(step=st.integers(min_value=-5, max_value=1200))
    def seek(self, step: int) -> None:
        self.player.seek(step)
        assert not self.player.is_playing
        assert self.player.cursor == min(max(step, 0), self.player.available)

    @rule()
    def to_start(self) -> None:
        self.player.to_start()
        assert self.player.cursor == 0

    @rule()
    def to_end(self) -> None:
        self.player.to_end()
        assert self.player.cursor == self.player.available
        assert self.player.follows_end

    @rule()
    def step_forward(self) -> None:
        before = self.player.cursor
        self.player.step_forward()
        assert self.player.cursor == min(before + 1, self.player.available)

    @rule()
    def step_back(self) -> None:
        before = self.player.cursor
        self.player.step_back()
        assert self.player.cursor == max(before - 1, 0)

    @rule(speed=st.sampled_from((*SPEEDS, AS_FAST_AS_DRAWN)))
    def change_speed(self, speed: float) -> None:
        before = self.player.cursor
        self.player.set_speed(speed)
        assert self.player.cursor == before

    @rule()
    def change_speed_by_one(self) -> None:
        self.player.faster()
        self.player.slower()
        assert self.player.speed in SPEEDS

    @rule(loops=st.booleans())
    def loop(self, loops: bool) -> None:
        self.player.set_loops(loops)

    @precondition(lambda self: self.player.is_playing)
    @rule(seconds=st.floats(min_value=0.0, max_value=2.0))
    def let_pass(self, seconds: float) -> None:
        before, speed = self.player.cursor, self.player.speed
        at_end = before >= self.player.available == self.player.expected
        self.now += seconds
        self.player._advance()
        cursor = self.player.cursor
        if cursor < before:
            assert self.player.loops
            assert at_end
        elif speed == AS_FAST_AS_DRAWN:
            assert cursor - before <= 1
        else:
            # The fraction that was left over may make up one step more.
            assert cursor - before <= speed * min(seconds, LONGEST_TICK) + 1.0
        if self.player.available < self.player.expected:
            assert self.player.is_playing
        if not self.player.is_playing:
            assert cursor == self.player.available == self.player.expected

    @precondition(lambda self: not self.player.is_playing)
    @rule(seconds=st.floats(min_value=0.0, max_value=2.0))
    def let_pass_in_vain(self, seconds: float) -> None:
        before = self.player.cursor
        self.now += seconds
        QApplication.processEvents()
        assert self.player.cursor == before

    @invariant()
    def the_cursor_is_within_what_is_computed(self) -> None:
        assert 0 <= self.player.cursor <= self.player.available <= self.player.expected

    @invariant()
    def listeners_know_the_state(self) -> None:
        assert self.heard_cursor == self.player.cursor
        assert self.heard_playing == self.player.is_playing

    @invariant()
    def a_player_that_plays_does_not_follow_the_end(self) -> None:
        assert not (self.player.is_playing and self.player.follows_end)

    def teardown(self) -> None:
        self.player.pause()


TestPlayerMachine = PlayerMachine.TestCase
TestPlayerMachine.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)

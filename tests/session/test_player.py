import pytest
from pytestqt.qtbot import QtBot

from gdstudio.session.player import (
    AS_FAST_AS_DRAWN,
    DEFAULT_SPEED,
    LONGEST_TICK,
    SPEEDS,
    Player,
)


class ManualClock:
    """A clock that goes when it is told to."""

    def __init__(self) -> None:
        self.now = 64.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def player(qapp, clock: ManualClock) -> Player:
    return Player(clock=clock)


def let_pass(player: Player, clock: ManualClock, seconds: float) -> None:
    """Let time pass and give the player its tick, without the event loop."""
    clock.now += seconds
    if player.is_playing:
        player._advance()


def test_that_the_cursor_follows_the_end_until_it_is_moved(player: Player) -> None:
    player.set_range(10, 100)
    assert player.cursor == 10
    player.set_range(50, 100)
    assert player.cursor == 50
    player.seek(20)
    player.set_range(100, 100)
    assert player.cursor == 20


def test_that_going_to_the_end_follows_it_again(player: Player) -> None:
    player.set_range(50, 100)
    player.to_start()
    player.to_end()
    player.set_range(100, 100)
    assert player.cursor == 100


def test_that_going_to_the_start_of_nothing_stays_at_the_start(player: Player) -> None:
    player.to_start()
    player.set_range(100, 100)
    assert player.cursor == 0


def test_that_a_cursor_finds_back_to_its_step_when_all_is_computed_anew(player: Player) -> None:
    player.set_range(500, 500)
    player.seek(300)
    player.set_range(0, 500)
    assert player.cursor == 0
    player.set_range(120, 500)
    assert player.cursor == 120
    player.set_range(500, 500)
    assert player.cursor == 300


def test_that_a_step_beyond_what_is_computed_is_shown_as_soon_as_it_is(player: Player) -> None:
    player.set_range(100, 1000)
    player.seek(400)
    assert player.cursor == 100
    player.set_range(1000, 1000)
    assert player.cursor == 400


def test_that_one_step_beyond_the_computed_end_is_one_step(player: Player) -> None:
    player.set_range(100, 1000)
    player.step_forward()
    player.set_range(1000, 1000)
    assert player.cursor == 101


def test_that_the_range_is_sane_whatever_it_is_told(player: Player) -> None:
    player.set_range(-1, 10)
    assert (player.available, player.cursor) == (0, 0)
    player.set_range(20, 10)
    assert (player.available, player.expected) == (20, 20)


def test_that_playing_moves_by_the_clock(player: Player, clock: ManualClock) -> None:
    player.set_range(500, 500)
    player.set_speed(50.0)
    player.play()
    assert player.cursor == 0
    let_pass(player, clock, 0.109375)
    assert player.cursor == 5
    # Fractions of steps add up: 5.47 and 0.78 are 6.25.
    let_pass(player, clock, 0.015625)
    assert player.cursor == 6


def test_that_playing_on_goes_on_where_it_was_paused(player: Player, clock: ManualClock) -> None:
    player.set_range(500, 500)
    player.play()
    let_pass(player, clock, 0.21)
    player.pause()
    clock.now += 60.0
    assert player.cursor == 10
    player.play()
    let_pass(player, clock, 0.11)
    assert player.cursor == 15


def test_that_playing_stops_at_the_end_and_begins_again_from_the_start(
    player: Player, clock: ManualClock
) -> None:
    player.set_range(20, 20)
    player.play()
    for _ in range(3):
        let_pass(player, clock, 0.4)
    assert player.cursor == 20
    assert not player.is_playing
    player.play()
    assert player.cursor == 0
    assert player.is_playing


def test_that_the_end_is_shown_before_playing_is_said_to_have_stopped(
    player: Player, clock: ManualClock
) -> None:
    seen: list[int] = []
    player.playing_changed.connect(lambda _playing: seen.append(player.cursor))
    player.set_range(20, 20)
    player.play()
    let_pass(player, clock, 0.5)
    assert seen[-1] == 20


def test_that_playing_waits_for_the_computation(player: Player, clock: ManualClock) -> None:
    player.set_range(20, 1000)
    player.play()
    let_pass(player, clock, 0.5)
    let_pass(player, clock, 0.5)
    assert player.cursor == 20
    assert player.is_playing
    player.set_range(1000, 1000)
    assert player.cursor == 20
    let_pass(player, clock, 0.11)
    assert player.cursor == 25


def test_that_a_pause_while_waiting_goes_on_from_there(player: Player, clock: ManualClock) -> None:
    player.set_range(20, 1000)
    player.play()
    let_pass(player, clock, 0.5)
    player.pause()
    player.set_range(400, 1000)
    assert player.cursor == 20
    player.play()
    assert player.cursor == 20


def test_that_playing_goes_on_from_its_step_when_all_is_computed_anew(
    player: Player, clock: ManualClock
) -> None:
    player.set_range(500, 500)
    player.seek(300)
    player.play()
    player.set_range(0, 500)
    let_pass(player, clock, 0.01)
    assert player.cursor == 0
    player.set_range(500, 500)
    let_pass(player, clock, 0.11)
    assert player.cursor == 305


def test_that_a_loop_shows_the_last_step_and_begins_again(
    player: Player, clock: ManualClock
) -> None:
    player.set_range(20, 20)
    player.set_loops(True)
    player.set_speed(1e6)
    player.play()
    seen = []
    for _ in range(4):
        let_pass(player, clock, 0.016)
        seen.append(player.cursor)
    assert seen == [20, 0, 20, 0]
    assert player.is_playing


def test_that_a_loop_over_nothing_ends(player: Player, clock: ManualClock) -> None:
    player.set_loops(True)
    player.play()
    let_pass(player, clock, 0.016)
    assert not player.is_playing


@pytest.mark.parametrize("speed", [1.0, 1e6, AS_FAST_AS_DRAWN])
def test_that_another_speed_counts_only_from_now_on(
    player: Player, clock: ManualClock, speed: float
) -> None:
    player.set_range(10_000_000, 10_000_000)
    player.seek(0)
    player.set_speed(100.0)
    player.play()
    clock.now += 0.055
    player.set_speed(speed)
    let_pass(player, clock, 0.0)
    assert player.cursor == 5 + (speed == AS_FAST_AS_DRAWN)


def test_that_as_fast_as_drawn_leaves_no_step_out(player: Player, clock: ManualClock) -> None:
    player.set_range(4, 4)
    player.seek(0)
    player.set_speed(AS_FAST_AS_DRAWN)
    player.play()
    seen = []
    for seconds in (0.3, 0.001, 0.05, 0.2):
        let_pass(player, clock, seconds)
        seen.append(player.cursor)
    assert seen == [1, 2, 3, 4]
    assert not player.is_playing


def test_that_a_stalled_window_does_not_leap(player: Player, clock: ManualClock) -> None:
    player.set_range(100_000, 100_000)
    player.play()
    let_pass(player, clock, 3600.0)
    assert player.cursor == int(LONGEST_TICK * DEFAULT_SPEED)


def test_that_faster_and_slower_walk_along_the_speeds(player: Player) -> None:
    player.set_speed(SPEEDS[0])
    seen = [player.speed]
    for _ in SPEEDS:
        player.faster()
        seen.append(player.speed)
    assert seen == [*SPEEDS, SPEEDS[-1]]
    for _ in SPEEDS:
        player.slower()
    assert player.speed == SPEEDS[0]


def test_that_every_speed_is_left_to_its_neighbours(player: Player) -> None:
    player.set_speed(AS_FAST_AS_DRAWN)
    player.faster()
    assert player.speed == 100.0
    player.set_speed(AS_FAST_AS_DRAWN)
    player.slower()
    assert player.speed == 50.0


def test_that_stepping_pauses(player: Player, clock: ManualClock) -> None:
    player.set_range(500, 500)
    player.play()
    let_pass(player, clock, 0.21)
    player.step_back()
    assert (player.cursor, player.is_playing) == (9, False)
    player.step_forward()
    assert player.cursor == 10


def test_that_signals_come_only_with_changes(qtbot: QtBot, player: Player) -> None:
    player.set_range(10, 10)
    with (
        qtbot.assertNotEmitted(player.cursor_changed),
        qtbot.assertNotEmitted(player.range_changed),
        qtbot.assertNotEmitted(player.playing_changed),
        qtbot.assertNotEmitted(player.speed_changed),
    ):
        player.set_range(10, 10)
        player.seek(10)
        player.pause()
        player.set_speed(DEFAULT_SPEED)


def test_that_nobody_sees_a_cursor_beyond_the_range(player: Player) -> None:
    seen: list[bool] = []
    player.range_changed.connect(lambda available, _: seen.append(player.cursor <= available))
    player.set_range(500, 500)
    player.set_range(3, 500)
    assert seen == [True, True]


def test_that_a_listener_may_pause_while_it_is_told_of_a_step(player: Player) -> None:
    states: list[bool] = []
    player.playing_changed.connect(states.append)
    player.set_range(100, 100)
    player.cursor_changed.connect(player.pause)
    player.play()
    assert states == [True, False]
    assert not player.is_playing


def test_that_the_event_loop_plays(qtbot: QtBot) -> None:
    player = Player()
    player.set_range(30, 30)
    player.set_speed(200.0)
    with qtbot.waitSignal(player.playing_changed, check_params_cb=lambda playing: not playing):
        player.play()
        assert player.cursor == 0
    assert player.cursor == 30


def test_that_a_frame_waits_for_pictures_but_not_for_long(
    player: Player, clock: ManualClock
) -> None:
    is_behind = True
    player.wait_for(lambda: is_behind)
    player.set_range(1000, 1000)
    player.to_start()
    player.set_speed(128.0)
    player.play()
    let_pass(player, clock, 1 / 64)
    assert player.cursor == 2
    let_pass(player, clock, 1 / 64)
    assert player.cursor == 2
    # Time that was waited is not lost.
    let_pass(player, clock, 1 / 64)
    assert player.cursor == 6
    is_behind = False
    let_pass(player, clock, 1 / 64)
    assert player.cursor == 8


def test_that_every_step_is_drawn_however_late_the_pictures_are(
    player: Player, clock: ManualClock
) -> None:
    answers = iter([True, False, True, True, False])
    player.wait_for(lambda: next(answers, False))
    player.set_range(100, 100)
    player.to_start()
    player.set_speed(AS_FAST_AS_DRAWN)
    player.play()
    seen = []
    for _ in range(6):
        let_pass(player, clock, 0.005)
        seen.append(player.cursor)
    player.pause()
    assert seen == [1, 1, 2, 2, 2, 3]

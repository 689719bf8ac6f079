import numpy as np
import pytest

from gdstudio.ui.plots.line_labels import distances_along, place_labels, points_at

HEIGHT = 9.0
SIZE = (600.0, 400.0)


def circles(radii: list[float], centre: tuple[float, float] = (300.0, 200.0)) -> list[np.ndarray]:
    turn = np.linspace(0.0, 2.0 * np.pi, 400)
    return [
        np.stack([centre[0] + r * np.cos(turn), centre[1] + r * np.sin(turn)], axis=1)
        for r in radii
    ]


def boxes(lines: list[np.ndarray], labels: tuple) -> list[np.ndarray]:
    """Return points all over the rectangle of each label."""
    filled = []
    for label in labels:
        along = distances_along(lines[label.line])
        start, end = points_at(lines[label.line], along, np.array([label.start, label.end]))
        way = (end - start) / np.hypot(*(end - start))
        across = np.array([-way[1], way[0]])
        shares, sides = np.meshgrid(np.linspace(0, 1, 25), np.linspace(-0.5, 0.5, 7) * HEIGHT)
        filled.append(start + shares.reshape(-1, 1) * (end - start) + sides.reshape(-1, 1) * across)
    return filled


@pytest.mark.parametrize("radii", [[40, 80, 120, 160], [100, 112, 124, 136, 148], [190, 260, 330]])
def test_that_labels_overlap_neither_each_other_nor_the_border(radii: list[float]) -> None:
    lines = circles(radii)
    labels = place_labels(lines, list(range(len(lines))), [24.0] * len(lines), HEIGHT, SIZE)
    assert len(labels) >= len(radii) - 1
    filled = boxes(lines, labels)
    for number, one in enumerate(filled):
        assert np.all((one >= 0.0) & (one <= SIZE))
        for other in filled[:number]:
            gaps = np.hypot(*(one[:, None] - other).transpose(2, 0, 1))
            assert gaps.min() > 0.5 * HEIGHT


def test_that_a_short_line_and_a_sharp_bend_have_no_label() -> None:
    short = np.array([[100.0, 100.0], [140.0, 100.0]])
    zigzag = np.array([[200.0 + 10.0 * k, 200.0 + 10.0 * (k % 2)] for k in range(30)])
    assert place_labels([short, zigzag], [0, 1], [30.0, 30.0], HEIGHT, SIZE) == ()


def test_that_a_label_lies_on_the_straight_part_and_as_level_as_can_be() -> None:
    steep = np.stack([np.full(50, 300.0), np.linspace(380.0, 120.0, 50)], axis=1)
    level = np.stack([np.linspace(300.0, 560.0, 50), np.full(50, 120.0)], axis=1)
    line = np.concatenate([steep, level])
    (label,) = place_labels([line], [0], [30.0], HEIGHT, SIZE)
    assert label.start > 260.0
    assert label.end - label.start == pytest.approx(38.0)


def test_that_a_level_has_a_second_label_only_on_a_long_line() -> None:
    lines = circles([60.0, 60.0]) + circles([60.0], (480.0, 200.0))
    lines[1] = lines[1] - np.array([180.0, 0.0])
    assert len(place_labels(lines, [0, 0, 0], [24.0], HEIGHT, SIZE)) == 1
    far = [np.stack([np.linspace(10, 590, 90), np.full(90, y)], axis=1) for y in (60.0, 300.0)]
    wide = [np.concatenate([line, line[::-1] + np.array([0.0, 40.0])]) for line in far]
    assert len(place_labels(wide, [0, 0], [24.0], HEIGHT, SIZE)) == 2


def test_that_labels_keep_off_other_lines() -> None:
    main = np.stack([np.linspace(20, 580, 200), np.full(200, 200.0)], axis=1)
    fence = [
        np.stack([np.full(60, x), np.linspace(20.0, 380.0, 60)], axis=1)
        for x in np.arange(30.0, 400.0, 12.0)
    ]
    lines = [main, *fence]
    labels = place_labels(lines, [0, *[1] * len(fence)], [30.0, 1e6], HEIGHT, SIZE)
    assert [label.line for label in labels] == [0]
    assert labels[0].start > 360.0

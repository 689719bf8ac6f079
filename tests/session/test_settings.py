import math
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from PySide6.QtCore import QByteArray, QSettings

from gdstudio.session.player import AS_FAST_AS_DRAWN, DEFAULT_SPEED, SPEEDS
from gdstudio.session.settings import MOST_RECENT_FILES, Settings, migrate

KEYS = (
    "schema/version",
    "appearance/theme",
    "window/geometry",
    "window/state",
    "files/recent",
    "files/last_folder",
    "playback/speed",
    "playback/loops",
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "settings.ini"


def store_at(file: Path) -> QSettings:
    return QSettings(str(file), QSettings.Format.IniFormat)


def reread(settings: Settings, file: Path) -> Settings:
    settings.sync()
    return Settings(store_at(file))


def new_files(folder: Path, count: int) -> list[Path]:
    paths = [folder / f"experiment {number}, a.json" for number in range(count)]
    for path in paths:
        path.touch()
    return paths


def test_that_nothing_stored_means_the_defaults(file: Path) -> None:
    settings = Settings(store_at(file))
    assert settings.theme == "system"
    assert settings.window_geometry.isEmpty()
    assert settings.window_state.isEmpty()
    assert settings.recent_files == ()
    assert settings.last_folder.is_dir()
    assert settings.speed == DEFAULT_SPEED
    assert settings.loops is False


@pytest.mark.parametrize("speed", [*SPEEDS, AS_FAST_AS_DRAWN])
def test_that_everything_comes_back(file: Path, tmp_path: Path, speed: float) -> None:
    settings = Settings(store_at(file))
    settings.theme = "dark"
    settings.window_geometry = QByteArray(b"\x00\x01geometry")
    settings.window_state = QByteArray(b"\xffstate")
    settings.last_folder = tmp_path
    settings.speed = speed
    settings.loops = True
    (path,) = new_files(tmp_path, 1)
    settings.add_recent_file(path)
    again = reread(settings, file)
    assert again.theme == "dark"
    assert again.window_geometry == QByteArray(b"\x00\x01geometry")
    assert again.window_state == QByteArray(b"\xffstate")
    assert again.last_folder == tmp_path
    assert again.speed == speed
    assert again.loops is True
    assert again.recent_files == (path,)


def test_that_recent_files_are_newest_first_and_bounded(file: Path, tmp_path: Path) -> None:
    settings = Settings(store_at(file))
    paths = new_files(tmp_path, MOST_RECENT_FILES + 3)
    for path in paths:
        settings.add_recent_file(path)
    newest = tuple(reversed(paths))[:MOST_RECENT_FILES]
    assert reread(settings, file).recent_files == newest


def test_that_a_file_is_listed_once_under_whatever_name(file: Path, tmp_path: Path) -> None:
    settings = Settings(store_at(file))
    first, second = new_files(tmp_path, 2)
    (tmp_path / "folder").mkdir()
    settings.add_recent_file(first)
    settings.add_recent_file(second)
    settings.add_recent_file(tmp_path / "folder" / ".." / first.name)
    assert settings.recent_files == (first, second)


def test_that_files_that_are_gone_come_last(file: Path, tmp_path: Path) -> None:
    settings = Settings(store_at(file))
    first, second, third = new_files(tmp_path, 3)
    for path in (first, second, third):
        settings.add_recent_file(path)
    third.unlink()
    assert settings.recent_files == (second, first, third)
    settings.remove_recent_file(third)
    assert settings.recent_files == (second, first)
    settings.clear_recent_files()
    assert settings.recent_files == ()


def test_that_a_folder_that_is_gone_is_no_last_folder(file: Path, tmp_path: Path) -> None:
    settings = Settings(store_at(file))
    settings.last_folder = tmp_path / "gone"
    assert settings.last_folder.is_dir()


def test_that_the_window_can_be_forgotten(file: Path) -> None:
    settings = Settings(store_at(file))
    settings.window_state = QByteArray(b"state")
    settings.forget_window()
    assert settings.window_state.isEmpty()


def read_everything(settings: Settings) -> None:
    assert settings.theme in ("system", "light", "dark")
    assert isinstance(settings.window_geometry, QByteArray)
    assert isinstance(settings.window_state, QByteArray)
    assert all(isinstance(path, Path) for path in settings.recent_files)
    assert settings.last_folder.is_dir()
    assert settings.speed == AS_FAST_AS_DRAWN or SPEEDS[0] <= settings.speed <= SPEEDS[-1]
    assert not math.isnan(settings.speed)
    assert settings.loops in (True, False)


GARBAGE = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(min_value=-(2**63), max_value=2**63 - 1),
    st.floats(),
    st.text(max_size=20),
    st.sampled_from(["nan", "-1", "1e999", "/", "", "٣", "999999999999999999999"]),
    st.binary(max_size=8).map(QByteArray),
    st.lists(st.text(max_size=8), max_size=3),
)


@given(values=st.fixed_dictionaries(dict.fromkeys(KEYS, GARBAGE)))
@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_that_garbage_in_the_store_harms_nothing(file: Path, values: dict[str, object]) -> None:
    store = store_at(file)
    for key, value in values.items():
        store.setValue(key, value)
    read_everything(Settings(store))


def test_that_a_file_of_garbage_harms_nothing(file: Path) -> None:
    file.write_bytes(b"[playback]\nspeed=@Invalid()\nloops\n[files\nrecent=@Foo(\x00)\n\xff\xfe=1")
    read_everything(Settings(store_at(file)))


def test_that_older_settings_are_migrated_step_by_step(file: Path) -> None:
    store = store_at(file)
    store.setValue("a", "1")

    def first(each: QSettings) -> None:
        each.setValue("b", each.value("a"))

    def second(each: QSettings) -> None:
        each.setValue("c", each.value("b"))

    migrate(store, (first,))
    store.setValue("b", "2")
    migrate(store, (first, second))
    migrate(store, (first, second))
    assert (store.value("b"), store.value("c")) == ("2", "2")
    assert str(store.value("schema/version")) == "3"


def test_that_settings_of_a_newer_version_keep_it(file: Path) -> None:
    store = store_at(file)
    store.setValue("schema/version", 99)
    migrate(store, ())
    assert str(store.value("schema/version")) == "99"

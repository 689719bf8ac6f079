"""What all tests share: folders of their own, and rules for those that need the application."""

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(scope="session", autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Keep settings and recovery files out of the user's home, also those of child processes.

    The folder of caches stays: it holds machine code alone, which takes seconds to make.
    """
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("CONFIG", "DATA", "STATE"):
            patch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))
        yield home


@pytest.fixture(scope="session")
def settled_heap() -> None:
    """Leave what was imported so far out of later collections, which are quick then."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def collected_between_tests(request: pytest.FixtureRequest) -> Iterator[None]:
    """Collect no cycles within a test of Qt: that could happen in the middle of an event."""
    if "qapp" not in request.fixturenames:
        yield
        return
    request.getfixturevalue("settled_heap")
    from PySide6.QtCore import QCoreApplication, QEvent

    gc.disable()
    yield
    # Outside of an event loop nobody else deletes what is to be deleted later.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    gc.enable()
    gc.collect()


@pytest.fixture(autouse=True)
def ended_threads(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """Fail a test that leaves a thread running."""
    if "qapp" not in request.fixturenames:
        yield
        return
    from PySide6.QtCore import QThread
    from shiboken6 import isValid

    started: list[QThread] = []
    start = QThread.start

    def remembering_start(thread: QThread, *arguments: QThread.Priority) -> None:
        started.append(thread)
        start(thread, *arguments)

    monkeypatch.setattr(QThread, "start", remembering_start)
    yield
    left = [thread.objectName() for thread in started if isValid(thread) and thread.isRunning()]
    assert not left, f"threads that still run: {left}"

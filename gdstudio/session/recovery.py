"""Keeps a copy of unsaved work, so that a crash costs two seconds of it at the most."""

import json
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from platformdirs import user_state_path
from PySide6.QtCore import QLockFile, QObject, QTimer, Signal, Slot

from gdstudio.atomic_file import replacing

DELAY_MILLISECONDS = 2000
_FORMAT = 1
_ENDING = ".recovery.json"


@dataclass(frozen=True)
class RecoveredFile:
    """What a session that did not end well left behind.

    Attributes
    ----------
    path
        The copy, in the program's own folder.
    text
        The experiment, as it would have been saved.
    saved_at
        When the copy was made, in UTC.
    title
        What the window called it.
    original
        The user's own file, which was never touched; None if there was none yet.
    """

    path: Path
    text: str
    saved_at: datetime
    title: str
    original: Path | None


class Recovery(QObject):
    """Writes copies for one window and finds those of windows that crashed.

    Each copy has a lock that its window holds for as long as it lives, so that no window takes a
    living one's copy, nor two the same. Nothing here ever raises for a folder that cannot be
    written: work goes on without a net, and `trouble` says so once.

    Parameters
    ----------
    folder
        Where the copies are kept; by default in the user's folder for such things.
    """

    trouble = Signal(str)
    """Unsaved work cannot be kept; the sentence says why. Emitted once."""

    def __init__(
        self,
        folder: Path | None = None,
        parent: QObject | None = None,
        *,
        delay_milliseconds: int = DELAY_MILLISECONDS,
    ) -> None:
        super().__init__(parent)
        self._folder = folder if folder is not None else _default_folder()
        self._own = self._folder / f"{uuid.uuid4().hex}{_ENDING}"
        self._own_lock: QLockFile | None = None
        self._taken: dict[Path, QLockFile] = {}
        self._pending: tuple[str, str, Path | None] | None = None
        self._has_complained = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(delay_milliseconds)
        self._timer.timeout.connect(self.save_now)

    def keep(self, text: str, title: str = "", original: Path | None = None) -> None:
        """Keep a copy of unsaved work soon; of several calls the last counts.

        The delay runs from the first of them: somebody who edits without pause is safe as well.
        """
        self._pending = (text, title, original)
        if not self._timer.isActive():
            self._timer.start()

    @Slot()
    def save_now(self) -> None:
        """Write the copy that is waiting, if any."""
        self._timer.stop()
        if self._pending is None:
            return
        text, title, original = self._pending
        content = {
            "format": _FORMAT,
            "saved_at": datetime.now(UTC).isoformat(),
            "title": title,
            "original": None if original is None else str(original),
            "text": text,
        }
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._lock_own()
            with replacing(self._own) as file:
                file.write(json.dumps(content, ensure_ascii=True).encode())
        except OSError as error:
            self._complain(error)
        else:
            self._pending = None

    def clear(self) -> None:
        """Drop the copy: the work is saved, or nobody wants it."""
        self._timer.stop()
        self._pending = None
        _delete(self._own)

    def close(self) -> None:
        """Leave nothing of one's own behind; the program ends well.

        Copies of others that were neither taken over nor discarded stay for the next start.
        """
        self.clear()
        if self._own_lock is not None:
            self._own_lock.unlock()
            self._own_lock = None
        for lock in self._taken.values():
            lock.unlock()
        self._taken.clear()

    def abandoned(self) -> list[RecoveredFile]:
        """Return what crashed sessions left, the newest first, and hold it until `close`."""
        try:
            paths = [path for path in self._folder.iterdir() if path.name.endswith(_ENDING)]
        except OSError:
            return []
        found = [
            file
            for path in paths
            if path != self._own and self._take(path)
            if (file := self._read(path)) is not None
        ]
        return sorted(found, key=_saved_at, reverse=True)

    def discard(self, file: RecoveredFile) -> None:
        """Delete a copy that was returned by `abandoned`; any other file is left alone."""
        lock = self._taken.pop(file.path, None)
        if lock is None:
            return
        _delete(file.path)
        for part in _parts(file.path):
            _delete(part)
        lock.unlock()

    def _lock_own(self) -> None:
        if self._own_lock is not None:
            return
        lock = _lock_of(self._own)
        if not lock.tryLock(0):
            raise PermissionError(f"{self._own.parent} cannot be written")
        self._own_lock = lock

    def _take(self, path: Path) -> bool:
        """Lock another's copy; False while its window, or one that found it first, lives."""
        if path in self._taken:
            return True
        lock = _lock_of(path)
        if not lock.tryLock(0):
            return False
        self._taken[path] = lock
        return True

    def _read(self, path: Path) -> RecoveredFile | None:
        """Return a copy; None, and let it go, if it is not one."""
        try:
            content = json.loads(path.read_bytes())
            original = content["original"]
            file = RecoveredFile(
                path,
                str(content["text"]),
                datetime.fromisoformat(content["saved_at"]).astimezone(UTC),
                str(content["title"]),
                None if original is None else Path(original),
            )
            if content["format"] == _FORMAT:
                return file
        except (OSError, OverflowError, RecursionError, LookupError, TypeError, ValueError):
            # A file that somebody changed, or that another version of the program wrote.
            pass
        self._taken.pop(path).unlock()
        return None

    def _complain(self, error: OSError) -> None:
        if self._has_complained:
            return
        self._has_complained = True
        reason = error.strerror or str(error)
        self.trouble.emit(
            self.tr(
                "Unsaved work cannot be kept for the case of a crash, because {folder} cannot be"
                " written ({reason}). Save now and then."
            ).format(folder=self._folder, reason=reason)
        )


def _default_folder() -> Path:
    return user_state_path("gdstudio", appauthor=False) / "recovery"


def _lock_of(path: Path) -> QLockFile:
    lock = QLockFile(str(path.with_name(path.name.removesuffix(_ENDING) + ".lock")))
    # However old: a lock counts for as long as the process that holds it runs.
    lock.setStaleLockTime(0)
    return lock


def _parts(path: Path) -> list[Path]:
    """Return what a crash in the middle of writing left beside a copy."""
    try:
        return list(path.parent.glob(f".{path.name}.*.part"))
    except OSError:
        return []


def _delete(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError:
        # It is offered again at the next start, which is all that can be done.
        return


def _saved_at(file: RecoveredFile) -> datetime:
    return file.saved_at

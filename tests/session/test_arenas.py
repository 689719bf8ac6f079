import subprocess
import sys

from gdstudio.session.arenas import MOST_ARENAS, share_arenas

PROGRAM = """
import ctypes, sys, tempfile, threading
from pathlib import Path

from gdstudio.session.arenas import share_arenas

if sys.argv[1] == "shared":
    share_arenas()
everybody = threading.Barrier(7)

def allocate():
    pieces = [bytearray(5_000) for _ in range(100)]
    everybody.wait()
    everybody.wait()
    return pieces

threads = [threading.Thread(target=allocate) for _ in range(6)]
for thread in threads:
    thread.start()
everybody.wait()
library = ctypes.CDLL(None)
library.fopen.restype = ctypes.c_void_p
with tempfile.TemporaryDirectory() as folder:
    path = Path(folder, "arenas.xml")
    file = ctypes.c_void_p(library.fopen(str(path).encode(), b"w"))
    library.malloc_info(0, file)
    library.fclose(file)
    print(path.read_text().count("<heap nr="))
everybody.wait()
"""


def arenas(way: str) -> int:
    """Return how many arenas glibc has while six threads allocate."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, way], check=True, capture_output=True, text=True
    )
    return int(done.stdout)


def test_that_threads_share_their_arenas_where_there_are_such() -> None:
    if not sys.platform.startswith("linux"):
        assert not share_arenas()
        return
    assert arenas("each its own") > MOST_ARENAS
    assert arenas("shared") <= MOST_ARENAS

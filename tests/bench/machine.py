"""What it was measured on."""

import os
import platform
from importlib.metadata import version
from pathlib import Path

PACKAGES = ("PySide6-Essentials", "pyqtgraph", "numpy", "numba")


def machine() -> dict[str, str]:
    """Return processors, system and versions."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
    return {
        "CPUs": f"{usable} ({_processor()})",
        "load before": load,
        "system": f"{platform.system()} {platform.machine()}",
        "Python": platform.python_version(),
        **{package: version(package) for package in PACKAGES},
    }


def _processor() -> str:
    try:
        with Path("/proc/cpuinfo").open(encoding="utf-8") as lines:
            names = (line.partition(":")[2].strip() for line in lines if "model name" in line)
            return next(names, platform.processor())
    except OSError:
        return platform.processor()

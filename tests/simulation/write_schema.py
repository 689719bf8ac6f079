"""Write the schema that the program ships: ``python tests/simulation/write_schema.py``."""

import json
from pathlib import Path

from gdstudio.simulation.files import FORMAT

TARGET = Path(__file__).parents[2] / "resources" / "experiment.schema.json"

if __name__ == "__main__":
    text = json.dumps(FORMAT.schema(), indent=2, ensure_ascii=False)
    TARGET.write_text(f"{text}\n", encoding="utf-8")

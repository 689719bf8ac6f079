"""What macOS is told of the program. No one has run this on macOS yet."""

from typing import Any

from identity import COPYRIGHT, ENDING, IDENTIFIER, MEDIA_TYPE, VERSION, release

EXPERIMENT = f"{IDENTIFIER}.experiment"
OLDEST_SYSTEM = "13.0"
"""What Qt 6.10 and 6.11 ask for."""


def information() -> dict[str, Any]:
    """Return what stands in ``Info.plist`` beside what PyInstaller writes itself."""
    return {
        "CFBundleShortVersionString": ".".join(map(str, release())),
        "CFBundleVersion": VERSION,
        "LSApplicationCategoryType": "public.app-category.education",
        "LSMinimumSystemVersion": OLDEST_SYSTEM,
        "NSHighResolutionCapable": True,
        "NSHumanReadableCopyright": COPYRIGHT,
        "CFBundleDocumentTypes": [
            _document("GD Studio experiment", EXPERIMENT, "Editor", "Owner"),
            # Where the Finder looks at the last ending alone, an experiment is JSON.
            _document("JSON", "public.json", "Editor", "Alternate"),
        ],
        "UTExportedTypeDeclarations": [
            {
                "UTTypeIdentifier": EXPERIMENT,
                "UTTypeDescription": "GD Studio experiment",
                "UTTypeConformsTo": ["public.json"],
                "UTTypeTagSpecification": {
                    "public.filename-extension": [ENDING.removeprefix(".")],
                    "public.mime-type": [MEDIA_TYPE],
                },
            }
        ],
    }


def _document(name: str, kind: str, role: str, rank: str) -> dict[str, Any]:
    return {
        "CFBundleTypeName": name,
        "CFBundleTypeRole": role,
        "LSHandlerRank": rank,
        "LSItemContentTypes": [kind],
    }

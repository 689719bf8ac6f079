"""What Windows shows as the details of the executable. No one has run this on Windows yet."""

from identity import COPYRIGHT, NAME, SUMMARY, VERSION, release

AMERICAN_ENGLISH, UNICODE = 0x0409, 1200


def version_resource() -> str:
    """Return the version resource in the words of PyInstaller."""
    numbers = (*release(), 0)
    strings = {
        "CompanyName": COPYRIGHT.partition("2026 ")[2],
        "FileDescription": NAME,
        "FileVersion": VERSION,
        "InternalName": "gdstudio",
        "LegalCopyright": COPYRIGHT,
        "OriginalFilename": "gdstudio.exe",
        "ProductName": NAME,
        "ProductVersion": VERSION,
        "Comments": SUMMARY,
    }
    table = ", ".join(f"StringStruct({key!r}, {value!r})" for key, value in strings.items())
    return (
        f"VSVersionInfo(ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3F,"
        " flags=0, OS=0x40004, fileType=1, subtype=0, date=(0, 0)), kids=["
        f"StringFileInfo([StringTable('{AMERICAN_ENGLISH:04X}{UNICODE:04X}', [{table}])]),"
        f" VarFileInfo([VarStruct('Translation', [{AMERICAN_ENGLISH}, {UNICODE}])])])\n"
    )

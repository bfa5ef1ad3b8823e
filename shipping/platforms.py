"""What Windows and macOS want to know of the program: icon, version, document types.

Comes in: the program's own icon, version and formats. Goes out: what ``build.spec`` hands to PyInstaller.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from shipping.contents import REPOSITORY

BUNDLE_ID = "org.desktop-unet.DesktopUNet"
ICON_SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)
PHOTO_TYPES = (
    # macOS's name of the type, suffixes, MIME type
    ("public.jpeg", ("jpg", "jpeg"), "image/jpeg"),
    ("public.png", ("png",), "image/png"),
    ("public.tiff", ("tif", "tiff"), "image/tiff"),
    ("org.webmproject.webp", ("webp",), "image/webp"),
    ("public.avif", ("avif",), "image/avif"),
    ("com.compuserve.gif", ("gif",), "image/gif"),
    ("com.microsoft.bmp", ("bmp",), "image/bmp"),
    ("public.jpeg-2000", ("jp2", "j2k"), "image/jp2"),
    ("public.pbm", ("ppm", "pgm", "pnm"), "image/x-portable-anymap"),
)

_DRAWING = """
import sys
from PySide6.QtCore import QSize
from PySide6.QtGui import QGuiApplication, QIcon
app = QGuiApplication([])
for size in map(int, sys.argv[3:]):
    made = QIcon(sys.argv[1]).pixmap(QSize(size, size), 1.0).save(f"{sys.argv[2]}/{size}.png")
    assert made, size
"""


def draw_icons(folder: Path) -> dict[int, Path]:
    """The program's icon as PNG in every one of ``ICON_SIZES``; a process of its own, because Qt wants a screen."""
    folder.mkdir(parents=True, exist_ok=True)
    source = REPOSITORY / "resources" / "icons" / "app.svg"
    command = [sys.executable, "-c", _DRAWING, str(source), str(folder), *map(str, ICON_SIZES)]
    subprocess.run(command, check=True, env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": "1"})
    return {size: folder / f"{size}.png" for size in ICON_SIZES}


def icon_file(work: Path) -> str | None:
    """The icon in the system's own format; None where the executable carries none."""
    suffix = {"win32": ".ico", "darwin": ".icns"}.get(sys.platform)
    if suffix is None:
        return None
    from PIL import Image

    pictures = draw_icons(work / "icons")
    target = work / "icons" / f"app{suffix}"
    with Image.open(pictures[512 if suffix == ".icns" else 256]) as picture:
        picture.save(target)
    return str(target)


def windows_version(version: str) -> Any:
    """The version that Explorer shows in the executable's properties."""
    from PyInstaller.utils.win32 import versioninfo as info

    numbers = (*(int(part) for part in version.split(".")[:3]), 0)
    texts = {
        "CompanyName": "Desktop UNet authors",
        "FileDescription": "Desktop UNet",
        "FileVersion": version,
        "InternalName": "desktop-unet",
        "LegalCopyright": "MIT licence",
        "OriginalFilename": "desktop-unet.exe",
        "ProductName": "Desktop UNet",
        "ProductVersion": version,
    }
    table = info.StringTable("040904B0", [info.StringStruct(name, text) for name, text in texts.items()])
    translation = info.VarFileInfo([info.VarStruct("Translation", [0x409, 1200])])
    fixed = info.FixedFileInfo(filevers=numbers, prodvers=numbers)
    return info.VSVersionInfo(ffi=fixed, kids=[info.StringFileInfo([table]), translation])


def mac_properties() -> dict[str, Any]:
    """Info.plist: which documents the Finder may hand over, and that the window is sharp on fine screens."""
    return {
        "CFBundleDisplayName": "Desktop UNet",
        "LSApplicationCategoryType": "public.app-category.photography",
        "LSMinimumSystemVersion": "12.0",
        "NSHighResolutionCapable": True,
        "CFBundleDocumentTypes": [
            {
                "CFBundleTypeName": "Photo",
                "CFBundleTypeRole": "Editor",
                "LSHandlerRank": "Alternate",
                "LSItemContentTypes": [name for name, _, _ in PHOTO_TYPES],
            }
        ],
    }

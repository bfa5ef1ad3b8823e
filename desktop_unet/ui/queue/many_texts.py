"""What is said of many photos before they are made: how many there are, with which settings, what it comes to."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from desktop_unet.studio.many_photos import ManyPhotos, Outlook
from desktop_unet.studio.options import Deed
from desktop_unet.ui.look.translation import number_text


def deed_text(deed: Deed) -> str:
    """The task's name."""
    translate = QCoreApplication.translate
    return {
        "restore": translate("ManyPhotos", "Restore"),
        "enlarge": translate("ManyPhotos", "Enlarge"),
        "clean": translate("ManyPhotos", "Clean up"),
        "fill": translate("ManyPhotos", "Fill"),
    }[deed]


def photos_text(inputs: Sequence[Path], count: int) -> str:
    """How many photos there are, and where."""
    translate = QCoreApplication.translate
    if len(inputs) == 1 and inputs[0].is_dir():
        return translate("ManyPhotos", "Photos in {0} and the folders below it: {1}").format(inputs[0].name, count)
    if any(path.is_dir() for path in inputs):
        return translate("ManyPhotos", "Photos in {0} files and folders: {1}").format(len(inputs), count)
    return translate("ManyPhotos", "Photos, as their files are: {0}").format(count)


def settings_text(many: ManyPhotos) -> str:
    """What the panel says, in a line."""
    translate = QCoreApplication.translate
    parts = []
    if many.deed == "restore":
        parts = _step_texts(many)
    elif many.deed == "fill":
        fills = {
            "auto": translate("ManyPhotos", "filled as the hole wants it"),
            "smooth": translate("ManyPhotos", "filled smoothly"),
            "texture": translate("ManyPhotos", "filled with texture"),
            "structure": translate("ManyPhotos", "filled with structure"),
        }
        parts = [fills[many.fill]]
    else:
        parts = _enlarging_texts(many)
    if many.variant != "skip":
        parts.append(translate("ManyPhotos", "without skip connections"))
    return translate("ManyPhotos", "As on the panel: {0}.").format(", ".join(parts))


def _enlarging_texts(many: ManyPhotos) -> list[str]:
    translate = QCoreApplication.translate
    parts = []
    if many.deed == "enlarge":
        looks = {"natural": translate("ManyPhotos", "natural look"), "sharp": translate("ManyPhotos", "sharp look")}
        parts.append(Path(many.network).name if many.network else looks[many.look])
    if many.strength is None:
        parts.append(translate("ManyPhotos", "noise and grain as found in each photo"))
    else:
        parts.append(translate("ManyPhotos", "noise and grain {0} %").format(round(100 * many.strength)))
    if many.quality == "best":
        parts.append(translate("ManyPhotos", "best quality"))
    return parts


def _step_texts(many: ManyPhotos) -> list[str]:
    translate = QCoreApplication.translate
    names = {
        "damage": translate("ManyPhotos", "damage"),
        "clean": translate("ManyPhotos", "noise"),
        "tone": translate("ManyPhotos", "tones"),
        "enlarge": translate("ManyPhotos", "size ×{0}").format(many.step_scale),
    }
    parts = [translate("ManyPhotos", "each photo gets the steps that it needs")]
    parts += [translate("ManyPhotos", "always: {0}").format(names[name]) for name in many.on]
    parts += [translate("ManyPhotos", "never: {0}").format(names[name]) for name in many.off]
    return parts


def outlook_text(outlook: Outlook) -> str:
    """What it comes to: photos, room and time."""
    translate = QCoreApplication.translate
    if not outlook.make:
        return translate("ManyPhotos", "There is nothing left to make: all photos are done, or their names are taken.")
    lines = []
    if outlook.made:
        text = translate("ManyPhotos", "Done before: {0}. Start goes on with what is left: {1}.")
        lines.append(text.format(outlook.made, outlook.make))
    else:
        lines.append(translate("ManyPhotos", "Photos to make: {0}.").format(outlook.make))
    if outlook.skip:
        lines.append(
            translate("ManyPhotos", "Left out, since there are files of these names: {0}.").format(outlook.skip)
        )
    lines.append(_size_text(outlook))
    if outlook.unreadable:
        text = translate("ManyPhotos", "Folders that cannot be read: {0}, {1} among them.")
        lines.append(text.format(len(outlook.unreadable), outlook.unreadable[0][0].name))
    return " ".join(lines)


def _size_text(outlook: Outlook) -> str:
    translate = QCoreApplication.translate
    size = translate("ManyPhotos", "About {0} MB, if they compress as the photos do").format(
        _rounded(outlook.bytes / 1e6)
    )
    time = _time_text(outlook.seconds)
    if outlook.room is not None and outlook.bytes > outlook.room:
        room = translate("ManyPhotos", "only {0} MB are free there").format(round(outlook.room / 1e6))
        return f"{size}: {room}. {time}"
    return f"{size}. {time}"


def _time_text(seconds: float | None) -> str:
    translate = QCoreApplication.translate
    if seconds is None:
        return translate("ManyPhotos", "The time is known after the first photo.")
    if seconds < 90:
        return translate("ManyPhotos", "About {0} s.").format(math.ceil(seconds))
    if seconds < 5400:
        return translate("ManyPhotos", "About {0} min.").format(math.ceil(seconds / 60))
    return translate("ManyPhotos", "About {0} h.").format(_rounded(seconds / 3600))


def _rounded(value: float) -> str:
    """No more exact than the estimate is."""
    return number_text(value, 1) if value < 10 else f"{value:.0f}"

"""Where Tab goes: as the eye does, region by region, line by line, whatever order the widgets were made in.

Comes in: regions of a window. Goes out: the widget that gets the keys next.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QWidget


def next_widget(regions: Sequence[QWidget], current: QWidget | None, *, is_forward: bool) -> QWidget | None:
    """The next widget that takes the keys, round the end; None where there is none.

    Args:
        regions: in the order of reading; no widget is in two of them.
        current: the one that has the keys.
        is_forward: False for Shift and Tab.
    """
    places = [each for region in regions for each in in_reading_order(region)]
    if not places:
        return None
    step = 1 if is_forward else -1
    here = next((each for each in _with_parents(current) if each in places), None)
    place = (places.index(here) + step) if here is not None else (0 if is_forward else -1)
    return places[place % len(places)]


def in_reading_order(region: QWidget) -> list[QWidget]:
    """What takes the keys in a region, from line to line, from left to right."""
    parts = [each for each in (region, *region.findChildren(QWidget)) if _takes_keys(each)]
    return [each for line in _lines(sorted(parts, key=lambda each: _middle(each, region).y()), region) for each in line]


def _lines(parts: Sequence[QWidget], region: QWidget) -> Iterator[list[QWidget]]:
    """What stands side by side is one line, however high its parts are."""
    line: list[QWidget] = []
    for part in parts:
        if line and _middle(part, region).y() - _middle(line[0], region).y() > line[0].height() / 2:
            yield sorted(line, key=lambda each: _middle(each, region).x())
            line = []
        line.append(part)
    yield sorted(line, key=lambda each: _middle(each, region).x())


def _middle(part: QWidget, region: QWidget) -> QPoint:
    return part.mapTo(region, part.rect().center())


def _takes_keys(part: QWidget) -> bool:
    if not (part.isVisible() and part.isEnabled() and part.focusPolicy() & Qt.FocusPolicy.TabFocus):
        return False
    if part.focusProxy() is not None:
        return False  # the proxy stands for it
    group = part.group() if isinstance(part, QAbstractButton) else None
    if group is None or not group.exclusive() or group.checkedButton() is None:
        return True
    return part is group.checkedButton()  # arrows go on from there


def _with_parents(part: QWidget | None) -> Iterator[QWidget]:
    while part is not None:
        yield part
        part = part.parentWidget()

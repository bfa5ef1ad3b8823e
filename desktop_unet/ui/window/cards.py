"""Cards of the empty page: a button with a picture, a name, and a line below it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop_unet.ui.look.icons import pixmap
from desktop_unet.ui.look.labels import narrow_label
from desktop_unet.ui.look.theme import Theme

WIDTH_PX, ICON_PX, EDGE_PX = 134, 26, 10
LINES = 3


class Card(QPushButton):
    """Names itself to those who cannot see; the line below is its description."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setAccessibleName(name)
        self.setFixedWidth(WIDTH_PX)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.picture = QLabel(self)
        self.layout_ = QVBoxLayout(self)
        self.layout_.setContentsMargins(EDGE_PX, EDGE_PX, EDGE_PX, EDGE_PX)
        self.layout_.setSpacing(4)
        self.layout_.addWidget(self.picture)

    def add_line(self, line: QLabel) -> None:
        self.layout_.addWidget(line)
        for part in (self.picture, line):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:
        return self.layout_.sizeHint()


class TaskCard(Card):
    """What can be done, with its icon.

    Args:
        name: of the task.
        says: what that is, in a few words.
        icon: file name in resources/icons, without suffix.
    """

    def __init__(self, name: str, says: str, icon: str, parent: QWidget) -> None:
        super().__init__(name, parent)
        self._icon = icon
        self.setAccessibleDescription(says)
        title, line = QLabel(name, self), QLabel(says, self)
        title.setProperty("role", "heading")
        line.setProperty("role", "muted")
        line.setWordWrap(True)
        line.setAlignment(Qt.AlignmentFlag.AlignTop)
        line.setFixedHeight(LINES * line.fontMetrics().lineSpacing() + 2)
        self.add_line(title)
        self.add_line(line)

    def draw(self, theme: Theme) -> None:
        """In the colours of a theme, which the page learns before the card does."""
        self.picture.setPixmap(pixmap(self._icon, theme.accent, ICON_PX, self.devicePixelRatioF()))


class PhotoCard(Card):
    """A photo that was opened once.

    Args:
        name: of its file.
        place: its whole path.
    """

    THUMB = QSize(WIDTH_PX - 2 * EDGE_PX, 78)

    def __init__(self, name: str, place: str, parent: QWidget) -> None:
        super().__init__(name, parent)
        self.setToolTip(place)
        line = narrow_label(name, parent=self)
        line.setText(line.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, self.THUMB.width()))
        self.picture.setFixedSize(self.THUMB)
        self.add_line(line)

    def show_picture(self, picture: QIcon) -> None:
        shown: QPixmap = picture.pixmap(self.THUMB, self.devicePixelRatioF())
        self.picture.setPixmap(shown)

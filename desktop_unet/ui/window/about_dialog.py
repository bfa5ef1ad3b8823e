"""Help > About: the version, the licence, and whose work the program rests on.

Comes in: the version, and what licence and cards say (``studio.credits``). Goes out: nothing.
"""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QTabWidget,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from desktop_unet.studio.credits import LIBRARIES, Credits
from desktop_unet.ui.look.icons import pixmap
from desktop_unet.ui.look.labels import label
from desktop_unet.ui.look.theme import shown_theme

_WIDTH_PX, _HEIGHT_PX, _ICON_PX = 560, 460, 56


class AboutDialog(QDialog):
    """Who made it, in three pages."""

    def __init__(self, version: str, named: Credits, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("about")
        self.setWindowTitle(self.tr("About Desktop UNet"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.tabs = QTabWidget(self)
        pages = (
            (self.tr("Licence"), self._licence(named)),
            (self.tr("Networks and photos"), self._networks(named)),
            (self.tr("Libraries"), self._libraries()),
        )
        for title, html in pages:
            self.tabs.addTab(self._page(title, html), title)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addLayout(self._head(version))
        layout.addWidget(self.tabs, 1)
        layout.addWidget(buttons)
        self.resize(_WIDTH_PX, _HEIGHT_PX)

    def _head(self, version: str) -> QHBoxLayout:
        picture = QLabel(self)
        picture.setPixmap(pixmap("app", shown_theme().accent, _ICON_PX, self.devicePixelRatioF()))
        words = QVBoxLayout()
        words.addWidget(label(f"Desktop UNet {version}", "title", self))
        words.addWidget(label(self.tr("Restores, enlarges, cleans up and fills photos with U-Nets."), "muted", self))
        words.addWidget(
            label(self.tr("Everything is computed on this machine; your photos never leave it."), "muted", self)
        )
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(picture)
        row.addLayout(words, 1)
        return row

    def _page(self, title: str, html: str) -> QTextBrowser:
        page = QTextBrowser(self)
        page.setAccessibleName(title)
        page.setOpenLinks(False)
        page.setHtml(html)
        return page

    # --- what is said ----------------------------------------------------------------------------

    def _licence(self, named: Credits) -> str:
        text = named.licence or self.tr("The MIT licence.")
        return "".join(_paragraph(part) for part in text.split("\n\n"))

    def _networks(self, named: Credits) -> str:
        """Headings, each with what is said under it."""
        ours = self.tr("They were designed and trained for this program and fall under its licence.")
        taught = self.tr("Networks of others took part in the training of {0}; they are not in the program:")
        learned = self.tr("The networks learned from {0} photos under these licences; none of them is packed:")
        sample = self.tr("The sample photo was painted by code for this program and falls under its licence.")
        parts = [_heading(self.tr("Networks")), _paragraph(ours)]
        if named.teachers:
            parts += [_heading(self.tr("Teachers")), _paragraph(taught.format(", ".join(named.taught)))]
            parts.append(_listed(named.teachers))
        parts += [_heading(self.tr("Photos")), _paragraph(learned.format(named.photos)), _listed(named.photo_licences)]
        return "".join([*parts, _paragraph(sample)])

    def _libraries(self) -> str:
        rows = [
            f"<tr><td style='padding-right: 24px'>{escape(name)}</td><td>{escape(licence)}</td></tr>"
            for _packages, name, licence in LIBRARIES
        ]
        more = self.tr("THIRD-PARTY-NOTICES.txt in the packed program has every part and all licences.")
        thanks = self.tr("The program is built with the work of many others, above all:")
        return f"{_paragraph(thanks)}<table>{''.join(rows)}</table>{_paragraph(more)}"


def _heading(text: str) -> str:
    return f"<h4>{escape(text)}</h4>"


def _paragraph(text: str) -> str:
    return f"<p>{escape(text)}</p>"


def _listed(lines: tuple[str, ...]) -> str:
    return f"<ul>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</ul>"

"""Help > Manual and Help > About: pages, links, pictures and words, without a net."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt, QUrl
from PySide6.QtGui import QTextCursor, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QTextBrowser

from desktop_unet.studio.credits import Credits
from desktop_unet.studio.manual import PAGE_NAMES, read_manual
from desktop_unet.ui.window.about_dialog import AboutDialog
from desktop_unet.ui.window.manual_window import ManualWindow
from desktop_unet.ui.window.window import Window

LEFT = Qt.MouseButton.LeftButton
IMAGE = QTextDocument.ResourceType.ImageResource


@pytest.fixture
def manual(qtbot) -> Iterator[ManualWindow]:
    shown = ManualWindow()
    shown.resize(1000, 330)  # low, so that there is enough below every heading to put it at the top
    shown.show()
    qtbot.waitUntil(shown.isVisible)
    qtbot.waitUntil(lambda: not shown.browser._rest.isActive())
    yield shown
    shown.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def follow(manual: ManualWindow, link: str) -> None:
    manual.browser.anchorClicked.emit(QUrl(link))


def first_words(manual: ManualWindow) -> str:
    """What stands at the top of what is seen."""
    cursor = manual.browser.cursorForPosition(manual.browser.viewport().rect().topLeft() + QPoint(30, 20))
    return cursor.block().text()


def test_it_opens_once_from_the_menu_at_its_first_page(qtbot, window: Window) -> None:
    window.actions_by_name["show_manual"].trigger()
    window.actions_by_name["show_manual"].trigger()
    (shown,) = window.findChildren(ManualWindow)
    assert shown.isVisible()
    assert shown.current == PAGE_NAMES[0]
    qtbot.waitUntil(lambda: not shown.browser._rest.isActive())
    assert shown.browser.verticalScrollBar().value() == 0
    assert shown.browser.toPlainText().startswith("In the window")
    shown.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not window.findChildren(ManualWindow)


def test_links_lead_to_pages_and_back_leads_back(manual: ManualWindow) -> None:
    follow(manual, "mask-tools.md")
    assert manual.current == "mask-tools"
    assert manual.list.currentItem().text() == manual.pages["mask-tools"].title
    follow(manual, "restoring-an-old-photo.md#the-same-on-the-command-line")
    assert first_words(manual) == "The same on the command line"
    QTest.mouseClick(manual.back, LEFT)
    assert manual.current == "mask-tools"
    QTest.mouseClick(manual.back, LEFT)
    assert (manual.current, manual.back.isEnabled()) == (PAGE_NAMES[0], False)
    QTest.mouseClick(manual.forth, LEFT)
    assert manual.current == "mask-tools"
    follow(manual, "tones.md")
    assert not manual.forth.isEnabled(), "another way was taken"


@pytest.mark.parametrize("link", ["https://example.org/", "file:///etc/passwd", "decisions/0001.md", "javascript:x"])
def test_links_that_lead_elsewhere_lead_nowhere(manual: ManualWindow, link: str) -> None:
    follow(manual, link)
    assert manual.current == PAGE_NAMES[0]
    assert not manual.back.isEnabled()


def test_no_page_has_a_link_that_leads_nowhere(manual: ManualWindow) -> None:
    for name in PAGE_NAMES:
        manual.go_to(name)
        cursor = QTextCursor(manual.browser.document())
        while cursor.movePosition(QTextCursor.MoveOperation.NextCharacter):
            link = cursor.charFormat().anchorHref()
            assert not link or link.partition("#")[0].removesuffix(".md") in {*PAGE_NAMES, ""}, f"{name}: {link}"


@pytest.mark.parametrize("name", PAGE_NAMES)
def test_pictures_are_there_and_fit_the_width(manual: ManualWindow, name: str) -> None:
    manual.go_to(name)
    width = manual.browser.viewport().width()
    for picture in manual.pages[name].pictures:
        image = manual.browser.loadResource(IMAGE, QUrl(picture))
        assert not image.isNull()
        assert image.deviceIndependentSize().width() <= width - 40
    assert manual.browser.document().idealWidth() <= width or name not in ("window", "mask-tools")


def test_nothing_but_the_pages_own_pictures_is_read(manual: ManualWindow) -> None:
    for name in ("/etc/hostname", "file:///etc/hostname", "https://example.org/a.png", "../LICENSE"):
        assert manual.browser.loadResource(IMAGE, QUrl(name)) is None


def test_words_find_pages_and_their_place(qtbot, manual: ManualWindow) -> None:
    manual.words.setFocus()
    QTest.keyClicks(manual.words, "vignetting-that-is-nowhere")
    assert all(manual.list.item(row).isHidden() for row in range(manual.list.count()))
    manual.words.clear()
    QTest.keyClicks(manual.words, "DRY-RUN")
    found = [manual.list.item(row) for row in range(manual.list.count()) if not manual.list.item(row).isHidden()]
    assert 0 < len(found) < manual.list.count()
    QTest.keyClick(manual.words, Qt.Key.Key_Return)
    assert manual.current == found[0].data(Qt.ItemDataRole.UserRole)
    assert manual.browser.textCursor().selectedText().lower() == "dry-run"


def test_a_narrower_window_keeps_the_place(qtbot, manual: ManualWindow) -> None:
    follow(manual, "command-line.md#measuring")
    assert first_words(manual) == "Measuring"
    manual.resize(manual.width() - 200, manual.height())
    qtbot.waitUntil(manual.browser._rest.isActive)
    qtbot.waitUntil(lambda: not manual.browser._rest.isActive())
    assert first_words(manual) == "Measuring"


def test_without_pages_it_says_so(qtbot, monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setattr(
        "desktop_unet.ui.window.manual_window.read_manual", lambda language: read_manual(tmp_path, language)
    )
    empty = ManualWindow()
    qtbot.addWidget(empty)
    empty.show()
    assert empty.nothing.isVisible()
    assert empty.current == ""
    empty.words.setText("x")
    empty._go_to_found()


# --- about ---------------------------------------------------------------------------------------


def said_by(dialog: AboutDialog) -> list[str]:
    pages = [dialog.tabs.widget(place) for place in range(dialog.tabs.count())]
    return [page.toPlainText() for page in pages if isinstance(page, QTextBrowser)]


def test_about_names_licence_teachers_and_photos(qtbot) -> None:
    named = Credits("MIT License\n\nNo <b>warranty</b>.", ("RealSR, Apache-2.0",), ("sharp",), ("CC BY 4.0",), 504)
    dialog = AboutDialog("1.2.3", named)
    qtbot.addWidget(dialog)
    licence, networks, libraries = said_by(dialog)
    assert "No <b>warranty</b>." in licence
    for said in ("sharp", "RealSR, Apache-2.0", "504 photos", "CC BY 4.0"):
        assert said in networks
    assert "PyTorch" in libraries
    assert any("1.2.3" in line.text() for line in dialog.findChildren(QLabel))


def test_without_teachers_nobody_is_thanked_for_teaching(qtbot) -> None:
    dialog = AboutDialog("1.2.3", Credits("", (), (), (), 0))
    qtbot.addWidget(dialog)
    licence, networks, _ = said_by(dialog)
    assert "MIT" in licence
    assert "Teachers" not in networks

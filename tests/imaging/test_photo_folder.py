import pytest

from desktop_unet.errors import FileMissing, NotAFolder
from desktop_unet.imaging.photo_folder import photos_in


@pytest.fixture
def folder(tmp_path):
    """Photos by their suffixes, other files, and a folder that is called like a photo."""
    for name in ("b.jpg", "a.PNG", "notes.txt", "inner/c.tif"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"")
    (tmp_path / "folder.png").mkdir()
    return tmp_path


def test_photos_are_listed_by_name_and_nothing_else_is(folder):
    assert [path.name for path in photos_in(folder)] == ["a.PNG", "b.jpg"]


def test_subfolders_are_searched_where_that_is_asked_for(folder):
    found = [path.relative_to(folder).as_posix() for path in photos_in(folder, with_subfolders=True)]
    assert found == ["a.PNG", "b.jpg", "inner/c.tif"]


def test_what_is_no_folder_is_refused(folder):
    with pytest.raises(FileMissing):
        photos_in(folder / "nowhere")
    with pytest.raises(NotAFolder):
        photos_in(folder / "b.jpg")

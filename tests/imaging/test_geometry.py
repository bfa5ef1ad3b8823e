from desktop_unet.imaging.geometry import Extent, Rect


def test_union_with_an_empty_box_adds_nothing():
    box, empty = Rect(3, 4, 5, 6), Rect(90, 90, 0, 7)
    assert box.union(empty) == box
    assert empty.union(box) == box


def test_boxes_that_do_not_meet_intersect_in_an_empty_one():
    assert Rect(0, 0, 5, 5).intersection(Rect(9, 9, 2, 2)).is_empty


def test_a_grown_box_is_cut_to_the_photo():
    assert Rect(1, 2, 3, 4).grown(10).within(Extent(8, 9)) == Rect(0, 0, 8, 9)


def test_scaling_a_box_scales_its_place_and_its_size():
    assert Rect(1, 2, 3, 4).scaled(4) == Rect(4, 8, 12, 16)


def test_the_middle_is_at_most_as_large_as_asked_and_a_whole_multiple():
    assert Extent(300, 100).middle(256) == Rect(22, 0, 256, 100)
    assert Extent(31, 100).middle(64, multiple=4) == Rect(1, 18, 28, 64)

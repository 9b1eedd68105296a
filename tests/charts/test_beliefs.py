"""Belief beside data: what is drawn is what was answered."""

from revcore.charts._beliefs import FILES, YOU, beside, row


def test_marks_lines_and_bands_stand_where_the_answers_are():
    rows = [row("Sales", 4.0, 2.0, "", [5.0, 3.0]), row("People", 3.0, None, "", [3.0])]
    drawing = beside(rows, "Furthest apart: Sales", "Two lines.")
    first, second = drawing.spec["datasets"]["rows0"]
    assert (first["from"], first["to"], first["low"], first["high"]) == (2.0, 4.0, 3.0, 5.0)
    assert (second["from"], second["to"], second["files"]) == (3.0, 3.0, None)
    assert drawing.alt.startswith("Furthest apart: Sales. ")
    legend = next(
        layer["encoding"]["color"]["legend"]["values"]
        for layer in drawing.spec["layer"]
        if "color" in layer["encoding"]
    )
    assert legend == [YOU, FILES]


def test_without_a_level_from_files_no_mark_of_theirs_is_drawn():
    drawing = beside([row("People", 3.0, None, "")], "Nothing yet", "One line.")
    marks = [layer["mark"]["type"] for layer in drawing.spec["layer"]]
    assert marks.count("point") == 1


def test_long_names_get_the_room_they_need():
    short = beside([row("Sales", 3.0, 2.0, "")] * 3, "", "")
    long = beside(
        [row("A statement that is much longer than a line or two of it", 3.0, 2.0, "")] * 3, "", ""
    )
    assert long.spec["height"] > short.spec["height"]

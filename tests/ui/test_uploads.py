"""Putting sets of files together gives what opening them all at once would have given."""

from hypothesis import given
from hypothesis import strategies as st

from revcore.ingest.raw import OpenedFiles, Source
from revcore.ui import uploads
from tests.ui.conftest import opened

SOURCES = st.lists(
    st.builds(Source, st.sampled_from(["a.csv", "b.csv", "c.csv"]), st.sampled_from([b"1", b"2"])),
    unique_by=lambda source: (source.name, source.data),
    max_size=6,
)


def shape(files: OpenedFiles) -> list[tuple]:
    return [
        (file.name, file.sha256, file.duplicate_of, [table.file for table in file.tables])
        for file in files.files
    ]


@given(SOURCES, SOURCES)
def test_one_after_the_other_is_the_same_as_at_once(first, second):
    both = {(source.name, source.data): source for source in [*first, *second]}
    apart = uploads.together(opened(*first), opened(*second))
    assert shape(apart) == shape(opened(*both.values()))


@given(SOURCES, st.sampled_from(["a.csv", "b.csv", "c.csv"]))
def test_taking_out_is_the_same_as_never_having_opened(sources, name):
    left = [source for source in sources if source.name != name]
    assert shape(uploads.without(opened(*sources), name)) == shape(opened(*left))

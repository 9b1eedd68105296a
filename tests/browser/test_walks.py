"""What people do, from the front door on."""

NO_TABLE = (
    "picture.csv",
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06",
)


def test_dropped_files_are_scored_and_one_that_is_no_table_is_named(visitor, sample_files):
    visitor.open()
    visitor.drop(*sample_files, NO_TABLE)
    visitor.go("Data")
    for name in (*(path.name for path in sample_files), "picture.csv"):
        assert name in visitor.text
    for word in ("Traceback", "Error:", "Exception", "invalid", "please"):
        assert word not in visitor.text
    visitor.go("Scorecard")
    assert "Use the sample company" not in visitor.text
    assert "%" in visitor.text


def test_refresh_back_and_a_second_tab_keep_the_work(visitor):
    visitor.use_sample()
    visitor.go("Scorecard")
    before = visitor.text
    visitor.open("scorecard")
    assert visitor.text == before
    visitor.open("retention")
    visitor.page.go_back()
    visitor.page.wait_for_timeout(300)
    visitor.go("Scorecard")
    assert visitor.text == before
    visitor.page = visitor.tab()
    visitor.open("scorecard")
    assert visitor.text == before


def test_two_visitors_see_only_their_own_data(visitors):
    ann, bob = visitors(), visitors()
    ann.use_sample()
    bob.open("scorecard")
    assert "Use the sample company" in bob.text
    ann.go("Data")
    names = [line for line in ann.text.splitlines() if line.endswith((".csv", ".xlsx"))]
    assert names
    bob.open("data")
    assert not any(name in bob.text for name in names)
    cookies = [
        {c["name"]: c["value"] for c in who.context.cookies()}["rc_sid"] for who in (ann, bob)
    ]
    assert cookies[0] != cookies[1]


def test_nothing_is_loaded_from_elsewhere(visitor, pages, server):
    asked = []
    visitor.page.on("request", lambda request: asked.append(request.url))
    visitor.use_sample()
    visitor.go(pages[2].title)
    foreign = [url for url in asked if not url.startswith((server.url, "data:", "blob:"))]
    assert foreign == []

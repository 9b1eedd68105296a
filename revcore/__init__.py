"""The core: spreadsheets in, one benchmarked document out, no user interface."""

"""Invented firms with one known pattern, or none: raw export files made event by event.

Nothing here imports the product: no formula and no threshold of a detector is shared.
"""

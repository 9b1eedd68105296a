"""All ways to spoil a table; importing them registers them."""

from tests.ingest import faults_of_cells, faults_of_layout
from tests.ingest.fault import FAULTS, draw
from tests.ingest.faults_of_cells import MONTHS

__all__ = ["FAULTS", "MONTHS", "draw", "faults_of_cells", "faults_of_layout"]

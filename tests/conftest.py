"""A busy machine makes nothing wrong: Hypothesis judges what is found, not how long it took.

Every run tries other examples; where CI is set, always the same ones: no change is refused for what
it has nothing to do with.
"""

import os

from hypothesis import HealthCheck, settings

settings.register_profile(
    "untimed",
    deadline=None,
    print_blob=True,
    derandomize="CI" in os.environ,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("untimed")

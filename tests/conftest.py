"""A busy machine makes nothing wrong: Hypothesis judges what is found, not how long it took."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "untimed", deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("untimed")

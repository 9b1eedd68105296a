"""What a tenth more or less of each driver of recurring revenue would bring."""

from revcore.derive.drivers import Drivers
from revcore.derive.series._series import Drawn, series
from revcore.model import Unit


@series(
    title="What a tenth better would bring",
    unit=Unit.MONEY,
    columns=("driver", "gain", "now"),
)
def driver_gains(growth_drivers: Drivers) -> Drawn:
    """Revenue of twelve months gained [money], and what the driver moves in a month now [money]."""
    found = growth_drivers
    moved = {"new": found.new} | {
        name: getattr(found, name) * found.opening for name in ("expansion", "contraction", "churn")
    }
    return Drawn([[name, found.gain(name), amount] for name, amount in moved.items()])

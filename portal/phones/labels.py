"""What kind of phone or computer it is, in words."""

from __future__ import annotations

from portal.core.access import Device
from portal.core.words import later

_DEVICES = {
    Device.SHARED: later("A phone that others use, too"),
    Device.OWN: later("My own phone"),
    Device.STAFF: later("A computer at work"),
}


def device_words(device: Device) -> str:
    return str(_DEVICES[device])

"""Where a place stands on the map: the Equal Earth projection (Šavrič, Patterson and Jenny, 2018).

It shows areas as they compare, so that the colour of a large country does not shout down a small one by its
latitude. The map is centred on 11° east: its edge then runs through the Bering Strait and cuts no country in two.
"""

from __future__ import annotations

import math

CENTER = 11.0
WIDTH = 1000
_A = (1.340264, -0.081106, 0.000893, 0.003796)
_ROOT = math.sqrt(3)


def _raw(lat: float, lon: float) -> tuple[float, float]:
    t = math.asin(_ROOT / 2 * math.sin(math.radians(lat)))
    t2, t6 = t * t, t**6
    slope = _A[0] + 3 * _A[1] * t2 + t6 * (7 * _A[2] + 9 * _A[3] * t2)
    x = 2 * _ROOT * math.radians(lon) * math.cos(t) / (3 * slope)
    return x, t * (_A[0] + _A[1] * t2 + t6 * (_A[2] + _A[3] * t2))


_HALF, _TOP = _raw(0, 180)[0], _raw(90, 0)[1]
_SCALE = WIDTH / 2 / _HALF
HEIGHT = math.ceil(2 * _TOP * _SCALE)


def project(lat: float, lon: float) -> tuple[float, float]:
    """Return x (0 to `WIDTH`, eastward) and y (0 to `HEIGHT`, southward) of degrees of latitude and longitude."""
    turned = (lon - CENTER + 180) % 360 - 180 if abs(lon - CENTER) > 180 else lon - CENTER
    x, y = _raw(lat, turned)
    return WIDTH / 2 + x * _SCALE, HEIGHT / 2 - y * _SCALE

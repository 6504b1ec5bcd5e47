"""Pairs of molecules: spheres with a well around them, and two helium atoms. What a pair does decides the second virial coefficient.

A `SquareWell` has closed forms for its virial coefficient and for the path of one molecule past another; helium's is an integral, with
the first two quantum corrections.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.polynomial.legendre import leggauss

from cryolib.constants import N_A, h, k_B
from cryolib.readers import Array, Value, exp, is_symbolic, plain, read_together
from cryolib.validation import above_one, positive, temperature, whole_number

__all__ = ["SquareWell", "helium_virial_coefficient"]


@dataclass(frozen=True)
class SquareWell:
    r"""Hard spheres that have less energy by one amount as long as another is within reach; the pull acts at the rim of the well.

    Parameters
    ----------
    depth : float or expression
        Energy that two molecules gain where they enter each other's well, over the Boltzmann constant; positive [K].
    reach : float
        Radius of the well, in diameters of the sphere; above 1 [-].

    Raises
    ------
    ValueError
        If an argument is outside its range.

    Notes
    -----
    With :math:`x = \mathrm{depth}/T` and the virial coefficient :math:`b_0` of the spheres alone,

    .. math:: B = b_0 \left[1 - (\lambda^3 - 1)(e^x - 1)\right], \qquad T B' - B = b_0\,(\mathrm{pull} - 1) .

    Derived in chapter ``inversion_temperature``.

    Examples
    --------
    >>> gas = SquareWell(100.0)
    >>> [round(gas.pull(T), 3) for T in (200.0, 545.891)]
    [3.499, 1.0]
    """

    depth: Value
    reach: float = 1.5

    def __post_init__(self) -> None:
        positive(depth=self.depth)
        above_one(reach=self.reach)

    def virial_coefficient(self, T: Value) -> Value:
        """Second virial coefficient at a temperature [K], in units of that of the spheres without a well [-]."""
        temperature(T=T)
        return plain(1 - (self.reach**3 - 1) * (exp(self._strength(T)) - 1))

    def pull(self, T: Value) -> Value:
        r"""The well's share of :math:`T B' - B`, in units of the spheres' own, which is negative [-].

        .. math:: \mathrm{pull} = (\lambda^3 - 1)\left[(1 + x)\,e^x - 1\right]

        Where it is above 1, the first step in a valve cools the dilute gas.
        """
        temperature(T=T)
        x = self._strength(T)
        return plain((self.reach**3 - 1) * ((1 + x) * exp(x) - 1))

    def path(self, impact: Value, time: Value, T: Value) -> tuple[Value, Value]:
        """Place of a molecule that flies past one held at the origin, in diameters of the sphere.

        It comes from the left with the energy k T and the speed 1, refracts where it enters the well, passes or bounces off the sphere, and
        leaves as it came, mirrored.

        Parameters
        ----------
        impact : expression
            Distance from the axis at which it comes, above or below [diameters].
        time : expression
            Counted from the moment when it is closest, in what a molecule outside of the well takes for one diameter [-].
        T : expression
            Temperature [K].

        Returns
        -------
        (expression, expression)
            Along the axis and across it [diameters].

        Raises
        ------
        ValueError
            If `T` is not positive and finite.
        """
        import sympy as sp

        temperature(T=T)
        speed, wait = sp.sqrt(1 + sp.sympify(self.depth) / T), sp.Abs(time)  # in the well; to or from the closest moment
        level = impact / speed  # how close it would come, were there no sphere
        short = sp.sqrt(sp.Max(0, 1 - level**2))  # what the sphere cuts off its way
        rim, far = sp.sqrt(self.reach**2 - impact**2), sp.sqrt(self.reach**2 - level**2)
        turn = [(rim * far + impact * level) / self.reach**2, (rim * level - impact * far) / self.reach**2]
        length = far - short  # of its path from the rim to where it is closest
        closest = [length * turn[0] - rim, length * turn[1] + impact]
        outside = [length / speed - wait - rim, impact]
        inside = wait < length / speed
        before = [
            sp.Piecewise((near - speed * wait * way, inside), (out, True)) for near, way, out in zip(closest, turn, outside, strict=True)
        ]
        share = 2 * (before[0] * closest[0] + before[1] * closest[1]) / (level**2 + short**2)
        straight = impact**2 >= self.reach**2
        x, y = (
            sp.Piecewise((past, straight), (one, time < 0), (share * near - one, True))
            for past, one, near in zip((time, impact), before, closest, strict=True)
        )
        return x, y

    def knocks(self, impact: Value, T: Value) -> Value:
        """Whether a molecule that comes at a distance [diameters] from the axis bounces off the sphere, as a relation.

        Raises
        ------
        ValueError
            If `T` is not positive and finite.
        """
        import sympy as sp

        temperature(T=T)
        return sp.Abs(impact) < sp.sqrt(1 + sp.sympify(self.depth) / T)

    def _strength(self, T: Value) -> Value:
        if is_symbolic(T) or is_symbolic(self.depth):
            return self.depth / T
        return self.depth / read_together(T=T)["T"]


def helium_virial_coefficient(T: Value, order: int = 2) -> Value:
    r"""Second virial coefficient of helium-4 from the forces between two atoms.

    .. math:: B = 2\pi N_A \int \left[1 - e^{-\phi} + \lambda\,\phi'^2 e^{-\phi}
        - \lambda^2 \left(\tfrac65 \phi''^2 + \tfrac{12}{5} \frac{\phi'^2}{r^2} + \tfrac43 \frac{\phi'^3}{r} - \tfrac16 \phi'^4\right)
        e^{-\phi}\right] r^2\,\mathrm{d}r

    with :math:`\phi = V/kT` and :math:`\lambda = \hbar^2/(12\,m k T)`.

    Parameters
    ----------
    T : float or array_like, shape (...)
        Temperature; the series is no good below 40 K [K].
    order : int
        How many quantum corrections: 0 for a classical gas of the same atoms, 1 or 2 [-].

    Returns
    -------
    float or ndarray, shape (...)
        The coefficient [m^3/mol].

    Raises
    ------
    ValueError
        If a temperature is below 40 K, or the order is another one.

    Notes
    -----
    The series of Wigner and Kirkwood in powers of Planck's constant squared. The potential HFD-B3-FCI1 of the reference is from calculations alone.

    References
    ----------
    .. [1] R. A. Aziz, A. R. Janzen, M. R. Moldover, Phys. Rev. Lett. 74, 1586 (1995).

    Examples
    --------
    >>> [round(1e6 * helium_virial_coefficient(300.0, order), 2) for order in (0, 1, 2)]
    [11.56, 11.84, 11.84]
    """
    temperature(T=T)
    order = whole_number(0, 2, order=order)
    (T,) = read_together(T=T).values()
    if np.any(T < 40):
        raise ValueError(f"T must be at least 40 K, where the series still converges; got {float(np.min(T)):g}")
    x, weight = _GRID
    V, slope, bend = (_DEPTH / T[..., None] * part for part in _helium_pair(x))
    tail = np.exp(-V)
    step = (h / (2 * np.pi)) ** 2 / (12 * _MASS * k_B * T[..., None] * _NEAREST**2)
    terms = [-np.expm1(-V), step * slope**2 * tail]
    terms += [-(step**2) * tail * (6 / 5 * bend**2 + 12 / 5 * (slope / x) ** 2 + 4 / 3 * slope**3 / x - slope**4 / 6)]
    total = _START**3 / 3 + np.sum(sum(terms[: order + 1]) * x**2 * weight, axis=-1)  # below the start no two atoms come
    return plain(2 * np.pi * N_A * _NEAREST**3 * total)


_DEPTH, _NEAREST = 10.956, 2.9683e-10  # of the well [K], where it is deepest [m]
_ATOMIC_MASS = 1.660_539_066_60e-27  # unified atomic mass unit [kg], CODATA 2018, doi:10.1103/RevModPhys.93.025010
_MASS = 4.002602 * _ATOMIC_MASS  # of an atom of helium: standard atomic weight 4.002602 (IUPAC)
_START, _SWITCH, _END = 0.3, 1.438, 40.0


def _helium_pair(x: Array) -> tuple[Array, Array, Array]:
    """Energy of two atoms over the depth of their well, with its first two derivatives, at distances in units of the deepest place."""
    slope = -10.5717543 + 2 * -2.07758779 * x
    wall = 1.86924404e5 * np.exp(-10.5717543 * x - 2.07758779 * x**2)
    powers = {6.0: 1.35186623, 8.0: 0.41495143, 10.0: 0.17151143}
    pull = sum((c * x**-n for n, c in powers.items()), np.zeros(()))
    first = sum((-n * c * x ** (-n - 1) for n, c in powers.items()), np.zeros(()))
    second = sum((n * (n + 1) * c * x ** (-n - 2) for n, c in powers.items()), np.zeros(()))
    near = np.minimum(x, _SWITCH)
    damping, rate = np.exp(-((_SWITCH / near - 1) ** 2)), 2 * (_SWITCH / near - 1) * _SWITCH / near**2
    growth = np.where(x < _SWITCH, rate**2 - 6 * _SWITCH**2 / near**4 + 4 * _SWITCH / near**3, 0.0)
    return (
        wall - damping * pull,
        slope * wall - damping * (first + rate * pull),
        (slope**2 + 2 * -2.07758779) * wall - damping * (second + 2 * rate * first + growth * pull),
    )


def _grid() -> tuple[Array, Array]:
    """Places and weights of a Gaussian quadrature in three parts."""
    nodes, weights = leggauss(200)
    parts = [((high - low) / 2, (high + low) / 2) for low, high in ((_START, _SWITCH), (_SWITCH, 4), (4, _END))]
    return np.concatenate([half * nodes + middle for half, middle in parts]), np.concatenate([half * weights for half, _ in parts])


_GRID = _grid()

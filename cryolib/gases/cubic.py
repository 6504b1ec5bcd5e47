r"""The density of the stable phase of the van der Waals model, from its cubic equation, for whole arrays.

With the density :math:`r = b/v`, and with :math:`\tau = R T b / a` and :math:`\pi = P b^2 / a` for temperature and pressure, the
equation of state is :math:`r^3 - r^2 + (\tau + \pi) r - \pi = 0`. Its roots add up to 1, so its point of inflection is always
at the critical density, 1/3; below the critical temperature a root above it is a liquid, one below it a gas.
"""

from __future__ import annotations

import numpy as np

from cryolib.readers import Array

__all__ = ["CRITICAL_PI", "CRITICAL_TAU", "stable_density"]

CRITICAL_TAU, CRITICAL_PI = 8 / 27, 1 / 27
_DILUTE = 0.1  # below this density the roots are polished, because 1/3 + x has lost digits
_ROUNDING = 1e-13  # of a difference of Gibbs energies, in units of a/b


def stable_density(tau: Array, pi: Array) -> Array:
    """Return b/v of the stable phase for two arrays of one shape, both positive.

    Where three roots exist, the liquid or the gas is taken, whichever has the lower Gibbs energy; on the saturation line itself,
    to within rounding, the gas.
    """
    shape = np.shape(tau)
    tau, pi = np.ravel(tau), np.ravel(pi)
    # x = r - 1/3 solves x^3 + p x + q = 0, and both vanish at the critical point: close to it nothing is lost.
    p = (tau - CRITICAL_TAU) + (pi - CRITICAL_PI)
    q = (tau - CRITICAL_TAU) / 3 - 2 / 3 * (pi - CRITICAL_PI)
    discriminant = (q / 2) ** 2 + (p / 3) ** 3
    three = (discriminant < 0) & (tau < CRITICAL_TAU)
    x = np.empty_like(tau)
    x[~three] = _only(p[~three], q[~three], discriminant[~three])
    r = _polished(1 / 3 + x, tau, pi)
    if np.any(three):
        r[three] = _stabler(*_outer(p[three], q[three]), tau[three], pi[three])
    return r.reshape(shape)


def _only(p: Array, q: Array, discriminant: Array) -> Array:
    """Return the only real root by Cardano's formula, in a form without cancellation."""
    larger = np.cbrt(np.abs(q) / 2 + np.sqrt(np.maximum(discriminant, 0.0)))
    smaller = p / (3 * np.where(larger == 0, 1.0, larger))
    below = larger**2 + smaller**2 + p / 3
    return -q / np.where(below == 0, 1.0, below)


def _outer(p: Array, q: Array) -> tuple[Array, Array]:
    """Return the largest and the smallest of three real roots."""
    reach = 2 * np.sqrt(-p / 3)
    angle = np.arccos(np.clip(3 * q / (p * reach), -1.0, 1.0)) / 3  # outside by rounding only
    return reach * np.cos(angle), -reach * np.cos(np.pi / 3 - angle)


def _polished(r: Array, tau: Array, pi: Array) -> Array:
    """Bring small densities to full relative accuracy by Newton's method; very small ones start from the ideal gas."""
    dilute = r < _DILUTE
    if not np.any(dilute):
        return r
    tau, pi, small = tau[dilute], pi[dilute], r[dilute]
    small = np.where(small > 1e-4, small, pi / (tau + pi))
    for _ in range(2):
        small -= (((small - 1) * small + tau + pi) * small - pi) / ((3 * small - 2) * small + tau + pi)
    r[dilute] = small
    return r


def _stabler(x_liquid: Array, x_gas: Array, tau: Array, pi: Array) -> Array:
    """Choose by the Gibbs energy, whose difference is written so that it keeps its digits where the two roots meet."""
    liquid, gas = 1 / 3 + x_liquid, _polished(1 / 3 + x_gas, tau, pi)
    apart = np.where(gas < _DILUTE, liquid - gas, x_liquid - x_gas)
    shift = apart / (liquid * (1 - gas))
    logarithm = np.log1p(-np.minimum(shift, 0.5))
    far = shift > 0.5
    logarithm[far] = np.log(((1 - liquid) * gas / (liquid * (1 - gas)))[far])
    difference = -tau * logarithm - apart * (1 + pi / (liquid * gas))  # of liquid and gas, in units of a/b
    return np.where(difference < -_ROUNDING * apart, liquid, gas)

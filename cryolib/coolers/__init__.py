"""Machines beside the Stirling cooler and the Linde-Hampson liquefier: one module each, with the simple model of it and its limit.

`gifford_mcmahon` and `pulse_tube` send gas to and fro; `brayton` lets it flow steadily; `dilution`, `demagnetisation` and `thermoelectric` do
without a gas. Precooled liquefiers are in `cryolib.precooled`, those with an expander in `cryolib.claude`.
"""

__all__: tuple[str, ...] = ()  # each module by its own name

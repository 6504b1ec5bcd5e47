"""Schmidt's machine: its ledger closes, its gas is all there, and its closed forms are those of the integrals."""

import numpy as np
import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st

from cryolib.constants import R
from cryolib.limits import carnot_cop
from cryolib.schmidt import schmidt
from cryolib.symbols import T_cold, T_hot

SMALL = {"swept_volume": 1e-5, "dead_volume": 6e-6, "amount": 0.03}
TURN = np.arange(4096) * 2 * np.pi / 4096  # the mean over these is the integral, to rounding: the integrands are periodic and smooth

machines = st.builds(
    schmidt,
    T_cold=st.floats(20.0, 250.0),
    T_hot=st.floats(260.0, 400.0),
    swept_volume=st.floats(1e-6, 1e-4),
    dead_volume=st.floats(1e-6, 1e-4),
    amount=st.floats(1e-3, 1.0),
    phase=st.floats(0.3, 2.8),
    heat_capacity=st.floats(1.5, 3.0),
)


@given(machines)
def test_closed_forms_are_the_integrals_of_a_turn(machine):
    state = machine.at(TURN)
    assert 2 * np.pi * state.heat_rate_cold.mean() == pytest.approx(machine.heat_absorbed, rel=1e-9)
    assert -2 * np.pi * state.heat_rate_hot.mean() == pytest.approx(machine.heat_rejected, rel=1e-9)
    assert machine.work == pytest.approx(machine.heat_rejected - machine.heat_absorbed, rel=1e-9)


@given(machines)
def test_it_has_carnots_coefficient_of_performance_whatever_its_volumes_and_phase(machine):
    assert machine.heat_absorbed / machine.work == pytest.approx(carnot_cop(machine.T_cold, machine.T_hot), rel=1e-9)


@given(machines)
def test_the_gas_is_all_there_and_one_pressure_holds_everywhere(machine):
    state = machine.at(TURN)
    assert state.share_hot + state.share_regenerator + state.share_cold == pytest.approx(1, rel=1e-12)
    assert state.P * state.V_cold == pytest.approx(machine.amount * state.share_cold * R * machine.T_cold, rel=1e-12, abs=1e-18)
    # The gas in the regenerator, layer by layer.
    temperatures = machine.T_hot + (machine.T_cold - machine.T_hot) * (np.arange(20_000) + 0.5) / 20_000
    in_layers = state.P[0] * machine.dead_volume / R * np.mean(1 / temperatures)
    assert in_layers == pytest.approx(machine.amount * state.share_regenerator[0], rel=1e-6)


@given(machines)
def test_the_matrix_takes_up_what_flows_in_and_stays(machine):
    """The first law for the gas in the regenerator, step by step: enthalpy that flows in, less what its energy rises."""
    state = machine.at(TURN)
    c_v = machine.heat_capacity * R
    hot, cold = machine.amount * state.share_hot, machine.amount * state.share_cold
    energy = machine.heat_capacity * state.P * machine.dead_volume
    flows_in = -(c_v + R) * (machine.T_hot * (hot - hot[0]) + machine.T_cold * (cold - cold[0]))
    scale = np.ptp(state.matrix_heat)
    assert flows_in - (energy - energy[0]) == pytest.approx(state.matrix_heat, abs=1e-9 * scale)
    assert state.matrix_heat[0] == pytest.approx(0, abs=1e-12 * scale)


def test_numbers_of_one_machine():
    """Pressure ratio, heat in the matrix for each joule of cooling, and COP, as an independent program gave them: 3.62, 8.45, 0.3452915."""
    machine = schmidt(77.0, 300.0, **SMALL)
    state = machine.at(np.linspace(0, 2 * np.pi, 100_001))
    assert state.P.max() / state.P.min() == pytest.approx(3.62, abs=0.005)
    assert np.ptp(state.matrix_heat) / machine.heat_absorbed == pytest.approx(8.45, abs=0.005)
    assert machine.heat_absorbed / machine.work == pytest.approx(0.3452915, abs=1e-7)


def test_the_phase_decides_and_none_of_it_means_no_cooling():
    phases = np.radians([0.01, 30, 60, 90, 120, 150, 179.99])
    heats = schmidt(77.0, 300.0, **SMALL, phase=phases).heat_absorbed
    assert heats[[0, -1]] == pytest.approx([0, 0], abs=2e-3)
    assert 60 <= np.degrees(phases[heats.argmax()]) <= 90 and (heats > 0).all()


def test_without_dead_volume_the_limit_is_the_machine_of_two_cylinders():
    small = schmidt(77.0, 300.0, **SMALL | {"dead_volume": 1e-12}).heat_absorbed
    assert small > schmidt(77.0, 300.0, **SMALL).heat_absorbed


def test_symbols_give_the_formulas():
    names = sp.symbols("V_s V_r n alpha phi", positive=True)
    symbolic = schmidt(T_cold, T_hot, *names[:3], phase=names[3], heat_capacity=sp.Rational(3, 2))
    numbers = dict(zip((T_cold, T_hot, *names), (77.0, 300.0, 1e-5, 6e-6, 0.03, np.pi / 2, 0.7), strict=True))
    plain = schmidt(77.0, 300.0, **SMALL)
    assert float(symbolic.heat_absorbed.subs(numbers)) == pytest.approx(plain.heat_absorbed, rel=1e-12)
    assert sp.simplify(symbolic.heat_absorbed / symbolic.work - carnot_cop(T_cold, T_hot)) == 0
    for name in ("P", "share_cold", "matrix_heat", "heat_rate_cold"):
        expression = getattr(symbolic.at(names[4]), name)
        assert float(expression.subs(numbers)) == pytest.approx(getattr(plain.at(0.7), name), rel=1e-10), name


def test_parcels_lie_in_order_between_the_pistons_and_have_the_temperature_of_their_place():
    machine = schmidt(77.0, 300.0, **SMALL)
    shares = np.linspace(0, 1, 201)
    for angle in np.linspace(0.1, 2 * np.pi, 9):
        place, T = machine.parcel(shares, angle)
        state = machine.at(angle)
        assert (np.diff(place) > 0).all() and place[[0, -1]] == pytest.approx([-state.V_hot, machine.dead_volume + state.V_cold])
        assert (T[place <= 0] == 300).all() and T[place >= machine.dead_volume] == pytest.approx(77)
        inside = (place > 0) & (place < machine.dead_volume)
        assert T[inside] == pytest.approx(300 - 223 * place[inside] / machine.dead_volume)
    # With the cold cylinder empty all gas lies before it.
    place, T = machine.parcel(shares, np.pi / 2)
    assert place[-1] == pytest.approx(machine.dead_volume) and np.isfinite(place).all() and np.isfinite(T).all()


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"T_cold": 300.0}, "T_cold"),
        ({"swept_volume": 0.0}, "swept_volume"),
        ({"dead_volume": -1e-6}, "dead_volume"),
        ({"amount": float("inf")}, "amount"),
        ({"phase": 0.0}, "phase"),
        ({"phase": 4.0}, "phase"),
        ({"phase": np.pi}, "phase must be below pi; got phase = 3.14"),
        ({"phase": [1.0, np.pi]}, "phase must be below pi; got phase = 3.14.* at index 1"),
        ({"phase": sp.pi}, "phase must be below pi; got phase = pi"),
        ({"heat_capacity": 0.0}, "heat_capacity"),
    ],
)
def test_what_is_no_machine_is_refused_by_name(changed, named):
    with pytest.raises(ValueError, match=named):
        schmidt(**{"T_cold": 77.0, "T_hot": 300.0} | SMALL | changed)


def test_a_share_beyond_all_gas_is_refused():
    machine = schmidt(77.0, 300.0, **SMALL)
    with pytest.raises(ValueError, match=r"share must .*1\.5"):
        machine.parcel(1.5, 0.0)
    with pytest.raises(ValueError, match="crank_angle must be finite"):
        machine.at(float("nan"))


@given(machines)
def test_the_energy_of_a_turn_closes_at_every_moment(machine):
    """The heats through the walls, less the work of the pistons and what the matrix takes up, are the change of the gas's energy."""
    state = machine.at(TURN)
    wave = 1j * np.fft.fftfreq(TURN.size, 1 / TURN.size)
    rate = lambda values: np.fft.ifft(wave * np.fft.fft(values)).real  # noqa: E731
    volume = state.V_hot + state.V_cold
    energy = machine.heat_capacity * state.P * (volume + machine.dead_volume)
    left = state.heat_rate_hot + state.heat_rate_cold - state.P * rate(volume) - rate(state.matrix_heat) - rate(energy)
    assert left == pytest.approx(0, abs=1e-6 * machine.heat_rejected)


def test_both_ends_take_up_heat_while_the_pressure_falls_and_give_it_off_while_it_rises():
    state = schmidt(77.0, 300.0, **SMALL).at(TURN)
    falling = np.gradient(state.P, TURN) < -1e-3 * np.ptp(state.P)
    rising = np.gradient(state.P, TURN) > 1e-3 * np.ptp(state.P)
    assert (state.heat_rate_cold[falling] >= 0).all() and (state.heat_rate_hot[falling] >= 0).all()
    assert (state.heat_rate_cold[rising] <= 0).all() and (state.heat_rate_hot[rising] <= 0).all()

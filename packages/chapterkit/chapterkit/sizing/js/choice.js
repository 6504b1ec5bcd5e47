// Published machines beside a budget: the same as cryolib.sizing.choice.
function marginsOf({ stages }, loads) {
  return loads.map(([T, load], k) => {
    const capacity = k < stages.length && stages[k][0] <= T ? stages[k][1] : 0;
    return load === 0 ? Infinity : capacity / load - 1;
  });
}

const worst = ({ margins }) => Math.min(...margins);

// Those that hold it first, the one with the least power first. `loads` are pairs of temperature and heat, the coldest first.
export function fitsOf(loads, { machines }) {
  const found = machines.filter(({ candidate }) => candidate).map((machine) => {
    const margins = marginsOf(machine, loads);
    return { machine, margins, holds: margins.every((margin) => margin >= 0) };
  });
  const key = (fit) => (fit.holds ? fit.machine.power[0] : -worst(fit));
  return found.sort((a, b) => a.holds < b.holds || (a.holds === b.holds && key(a) > key(b)) ? 1 : a.holds === b.holds && key(a) === key(b) ? 0 : -1);
}

// The machines nearest in size whose cold end is near, and the power at their fractions of Carnot; if all differ much, the nearest alone.
export function peersOf(cold, least, { machines, peers: { nearby, named, size } }) {
  if (!(least > 0)) return [];
  const distance = (machine) => Math.abs(Math.log(machine.least / least));
  const near = machines.filter(({ peer, stages: [[T]] }) => peer && T / cold >= 1 / nearby && T / cold <= nearby)
    .sort((a, b) => distance(a) - distance(b));
  const close = near.filter((machine) => distance(machine) <= Math.log(size)).slice(0, named);
  return (close.length ? close : near.slice(0, 1))
    .map((machine) => ({ machine, power: [least / machine.efficiency[1], least / machine.efficiency[0]] }));
}

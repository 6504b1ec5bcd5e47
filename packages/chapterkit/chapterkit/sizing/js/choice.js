// Published machines beside a budget: the same as cryolib.sizing.choice.
function marginsOf({ stages }, loads) {
  return loads.map(([T, load], k) => {
    const last = Math.max(k + 1, stages.length - loads.length + k + 1); // what is warmer has to serve the warmer stages
    const capacity = Math.max(0, ...stages.slice(k, last).filter(([at]) => at <= T).map(([, taken]) => taken));
    return load === 0 ? Infinity : capacity / load - 1;
  });
}

const worst = ({ margins }) => Math.min(...margins);

// Those that hold it first, the one with the least power first. `loads` are pairs of temperature and heat, the coldest first.
export function fitsOf(loads, room, { machines, roomSlack }) {
  const found = machines.filter(({ candidate, hot }) => candidate && room <= hot * (1 + roomSlack)).map((machine) => {
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

// Size of the nearest machine over that of the budget, where none is within the factor that is allowed; null where one is, or without any.
export function timesLarger(peers, least, { peers: { size } }) {
  const ratio = peers.length ? peers[0].machine.least / least : 1;
  return ratio >= 1 / size && ratio <= size ? null : ratio;
}

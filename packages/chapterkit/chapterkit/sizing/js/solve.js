// From what stands in the fields to all that follows from it. What is not understood has a complaint, and is left out of the sums.
import { flowOf, heatedShield, leastPower, total } from "./budget.js";
import { fitsOf, peersOf, timesLarger } from "./choice.js";
import { Misread, readQuantity } from "./quantity.js";
import { readRow } from "./reading.js";
import { bestShield, withoutShield } from "./shield.js";

function tried(action) {
  try {
    return { value: action() };
  } catch (error) {
    if (error instanceof Misread) return { complaint: error.message };
    throw error;
  }
}

function readStages(state, kit) {
  const names = state.shield === null ? ["hot", "cold"] : ["hot", "shield", "cold"];
  const read = names.map((name) => [name, tried(() => readQuantity(state[name], "temperature", kit))]);
  const complaints = Object.fromEntries(read.filter(([, { complaint }]) => complaint).map(([name, { complaint }]) => [name, complaint]));
  const stages = { shield: null, ...Object.fromEntries(read.map(([name, { value }]) => [name, value])) };
  if (!complaints.hot && !complaints.cold && stages.cold >= stages.hot) complaints.cold = "The cold end must be colder than the room.";
  else if (state.shield !== null && !Object.keys(complaints).length && !(stages.cold < stages.shield && stages.shield < stages.hot)) {
    complaints.shield = "The shield must be warmer than the cold end and colder than the room.";
  }
  return { stages: Object.keys(complaints).length ? null : stages, complaints };
}

function readOne({ text, span }, stages, tools) {
  const { value: part, complaint } = tried(() => readRow(text, tools.kit));
  if (complaint) return { text, span, complaint };
  if (!stages) return { text, span, part };
  const { value: flow, complaint: refusal } = tried(() => flowOf({ part, span }, stages, tools));
  return { text, span, part, flow, complaint: refusal };
}

function litresOf(T, load, { litres, slack }) {
  const found = Object.entries(litres).findLast(([, [boiling]]) => boiling <= T * (1 + slack));
  return found ? { liquid: found[0], boiling: found[1][0], perDay: load * found[1][1] } : null;
}

export function solve(state, tools) {
  const { kit } = tools;
  const { stages, complaints } = readStages(state, kit);
  const rows = state.rows.map((row) => readOne(row, stages, tools));
  const counted = rows.filter(({ flow }) => flow);
  if (!stages) return { stages, complaints, rows, counted };
  const load = total(counted.map(({ flow }) => flow));
  const loads = stages.shield === null ? [[stages.cold, load.cold]] : [[stages.cold, load.cold], [stages.shield, load.shield]];
  if (load.shield < 0) {
    return { stages, complaints: { shield: heatedShield(stages.shield, rows.map(({ flow }) => flow)).message }, rows, counted, heated: true };
  }
  const litres = loads.map(([T, heat]) => litresOf(T, heat, kit));
  const isComplete = counted.length === rows.length;
  // Leads that vapour cools live on a bath that boils away: no closed cooler serves it, and it has litres and no price.
  if (counted.some(({ part }) => part.vapour)) return { stages, complaints, rows, counted, loads, litres, isComplete, isBath: true };
  const least = leastPower(load, stages, tools);
  const taken = load.cold + load.shield;
  const peers = peersOf(stages.cold, least, kit);
  const power = peers.length ? [Math.min(...peers.map((peer) => peer.power[0])), Math.max(...peers.map((peer) => peer.power[1]))] : null;
  const fits = fitsOf(loads, stages.hot, kit);
  return {
    stages, complaints, rows, counted, loads, litres, isComplete, least, peers, power, fits,
    times: timesLarger(peers, least, kit),
    rejectedAtLeast: least + taken,
    rejected: power && power.map((watts) => watts + taken),
    smallest: fits[0]?.holds ? fits[0] : null,
  };
}

// What takes longer, and may come a moment later.
export const advise = ({ stages, least, counted }, tools) => ({
  best: bestShield(counted, stages, least, tools),
  without: stages.shield === null ? null : withoutShield(counted, stages, tools),
});

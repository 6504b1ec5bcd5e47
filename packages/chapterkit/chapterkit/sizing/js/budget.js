// Heat of each row and each stage: the same as cryolib.sizing.budget and parts.
import { formatNumber } from "./number.js";
import { Misread } from "./quantity.js";

export const BY_SHIELD = "room to cold, by the shield";
export const TO_SHIELD = "room to shield";
export const FROM_SHIELD = "shield to cold";
export const DIRECT = "room to cold";
export const kelvin = (T) => `${formatNumber(T, 6, true)}\u00a0K`;

function barHeat(part, cold, hot, share, { kit, formulas }) {
  const { low, high } = kit.materials[part.material];
  if (cold < low || hot > high) {
    throw new Misread(`Data for ${part.material} reach from ${kelvin(low)} to ${kelvin(high)}; this row runs from ${kelvin(cold)} to ${kelvin(hot)}.`);
  }
  return ((part.count * part.area) / (share * part.length)) * formulas.integral(part.material, cold, hot);
}

function radiationHeat({ area, emissivities, warm, layers, installed }, cold, hot, { formulas }) {
  if (layers && installed) return area * formulas.installed(cold, hot, layers);
  if (layers) {
    if (cold < 70) throw new Misread("Data for laboratory insulation begin at 70 K: write 30 layers, installed.");
    return area * formulas.laboratory(cold, hot, layers);
  }
  if (emissivities.length === 1) return formulas.radiated(cold, hot, area, emissivities[0]);
  return formulas.enclosed(cold, hot, area, warm ?? area, ...emissivities);
}

function leadHeat({ current, count, vapour }, cold, hot, { kit, formulas }) {
  if (!vapour) return count * formulas.lead(cold, hot, current);
  if (hot !== kit.vapour.hot) throw new Misread(`Leads that vapour cools are computed for a room at ${kelvin(kit.vapour.hot)}.`);
  if (cold > kit.vapour.cold) throw new Misread("Leads that vapour cools end in boiling helium, at 4.2 K.");
  return count * current * kit.vapour.heat;
}

// Heat that arrives at the cold end of a part, over a share of its length.
function heatOf(part, cold, hot, share, tools) {
  if (part.kind === "radiation") return radiationHeat(part, cold, hot, tools);
  if (part.kind === "lead") return leadHeat(part, cold, hot, tools);
  return barHeat(part, cold, hot, share, tools);
}

// Heat arriving at a stage costs this at the least [W/W].
export const price = (T, { hot }) => hot / T - 1;
// What a row costs at the least, with what it takes on from the shield.
export const costOf = (flow, stages) => flow.cold * price(stages.cold, stages) + (stages.shield === null ? 0 : flow.shield * price(stages.shield, stages));
export const isBar = ({ kind }) => kind === "support" || kind === "wires";

function loadFlow({ power, temperature }, span, { cold, shield, hot }) {
  if (temperature === null) {
    if (shield === null && span === TO_SHIELD) throw new Misread("There is no shield: choose another place for this load, or a second stage.");
    return span === TO_SHIELD ? { cold: 0, shield: power, onShield: true } : { cold: power, shield: 0 };
  }
  if (temperature < cold) throw new Misread(`No stage is as cold as ${kelvin(temperature)}: the cold end is at ${kelvin(cold)}.`);
  if (temperature >= hot) throw new Misread(`${kelvin(temperature)} is no colder than the room: no cooler is needed there.`);
  return shield !== null && temperature >= shield ? { cold: 0, shield: power, onShield: true } : { cold: power, shield: 0 };
}

// What a row brings to the cold end and to the shield, less what it takes on from there; Misread where it cannot be.
export function flowOf({ part, span }, stages, tools) {
  const { cold, shield, hot } = stages;
  if (part.kind === "load") return loadFlow(part, span, stages);
  const needsShield = span === TO_SHIELD || span === FROM_SHIELD;
  if (shield === null && needsShield) throw new Misread("There is no shield: choose another way for this row, or a second stage.");
  if (isBar(part) && part.clamped !== null && (shield === null || span !== BY_SHIELD)) {
    throw new Misread("This row touches no shield on its way: leave out where it is clamped, or choose room to cold, by the shield.");
  }
  if (part.vapour && needsShield) throw new Misread("Leads that vapour cools run from the room to the helium: choose room to cold.");
  if (shield === null || span === DIRECT || part.vapour) return { cold: heatOf(part, cold, hot, 1, tools), shield: 0 };
  const clamped = isBar(part) && span === BY_SHIELD;
  const place = part.clamped ?? tools.kit.halfWay;
  const below = span === TO_SHIELD ? 0 : heatOf(part, cold, shield, clamped ? place : 1, tools);
  const above = span === FROM_SHIELD ? 0 : heatOf(part, shield, hot, clamped ? 1 - place : 1, tools);
  return { cold: below, shield: part.kind === "lead" ? above : above - below, above };
}

export const total = (flows) => flows.reduce((sum, flow) => ({ cold: sum.cold + flow.cold, shield: sum.shield + flow.shield }), { cold: 0, shield: 0 });

export const leastPower = (load, { cold, shield, hot }, { formulas }) =>
  formulas.power(load.cold, cold, hot) + (shield === null ? 0 : formulas.power(load.shield, shield, hot));

export function heatedShield(shield, flows) {
  const most = flows.reduce((lowest, flow, k) => (flow && flow.shield < (flows[lowest]?.shield ?? Infinity) ? k : lowest), -1) + 1;
  return new Misread(`At ${kelvin(shield)} the shield would have to be heated: more leaves it than reaches it. Make it colder, or let less heat go on from it: row ${most} takes most.`);
}

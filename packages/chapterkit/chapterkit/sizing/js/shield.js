// What one shield saves, and where it is best: the same as cryolib.sizing.shield, step by step.
import { BY_SHIELD, DIRECT, FROM_SHIELD, TO_SHIELD, flowOf, isBar, leastPower, price, total } from "./budget.js";

function clampedBest(part, shield, stages, { kit, formulas }) {
  const { cold, hot } = stages;
  const { low, high } = kit.materials[part.material];
  if (cold < low || hot > high) return { power: Infinity };
  const over = (part.count * part.area) / part.length;
  const below = over * formulas.integral(part.material, cold, shield) * (price(cold, stages) - price(shield, stages));
  const above = over * formulas.integral(part.material, shield, hot) * price(shield, stages);
  const root = Math.sqrt(below) + Math.sqrt(above);
  return { power: root ** 2, place: Math.sqrt(below) / root };
}

function powerWithShield(rows, stages, shield, tools) {
  const shielded = { ...stages, shield };
  try {
    if (stages.shield !== null) {
      const load = total(rows.map((row) => flowOf(row, shielded, tools)));
      return load.shield < 0 ? Infinity : leastPower(load, shielded, tools);
    }
    return rows.reduce((sum, { part }) => {
      if (isBar(part)) return sum + clampedBest(part, shield, stages, tools).power;
      const flow = flowOf({ part, span: part.kind === "load" ? DIRECT : BY_SHIELD }, shielded, tools);
      return sum + flow.cold * price(stages.cold, stages) + flow.shield * price(shield, stages);
    }, 0);
  } catch {
    return Infinity; // a material's data end
  }
}

function lowest(powerAt, { steps, narrow, aside }) {
  const powers = Array.from({ length: steps - 1 }, (_, k) => powerAt((k + 1) / steps));
  const least = Math.min(...powers);
  if (least === Infinity) return null;
  const at = powers.indexOf(least) + 1;
  let [low, high] = [Math.max((at - 1) / steps, aside), Math.min((at + 1) / steps, 1 - aside)];
  while (high - low > narrow) {
    const middle = (low + high) / 2;
    if (powerAt(middle + aside) > powerAt(middle - aside)) high = middle;
    else low = middle;
  }
  return (low + high) / 2;
}

// {temperature, power, saved, places} of the best shield, or null where nothing is saved; `now` is the least power as it is.
export function bestShield(rows, stages, now, tools) {
  const { cold, shield, hot } = stages;
  const loads = shield === null ? [] : rows.filter(({ part }) => part.kind === "load" && part.temperature !== null && part.temperature >= shield);
  const span = Math.log(Math.min(hot, ...loads.map(({ part }) => part.temperature)) / cold);
  const temperatureAt = (place) => cold * Math.exp(span * place);
  const place = lowest((where) => powerWithShield(rows, stages, temperatureAt(where), tools), tools.kit.search);
  if (place === null) return null;
  const temperature = temperatureAt(place);
  const power = powerWithShield(rows, stages, temperature, tools);
  if (!(power < now * (1 - tools.kit.search.saving))) return null;
  const places = shield === null ? rows.map(({ part }) => (isBar(part) ? clampedBest(part, temperature, stages, tools).place : null)) : [];
  return { temperature, power, saved: 1 - power / now, places };
}

// {power, carried, gone} if there were no shield: what begins at it begins at the room, and what ends on it is `gone`. Leads that end on it are
// `carried` on to the cold end, unless other leads go on for them. `power` is null where data end.
export function withoutShield(rows, stages, tools) {
  const bare = { ...stages, shield: null };
  const goesOn = rows.some(({ part, span }) => part.kind === "lead" && span === FROM_SHIELD);
  const carried = goesOn ? [] : rows.filter(({ part, span }) => part.kind === "lead" && span === TO_SHIELD);
  const gone = rows.filter((row) => !carried.includes(row) && (row.span === TO_SHIELD || !(flowOf(row, stages, tools).cold > 0)));
  const kept = rows.filter((row) => !gone.includes(row)).map(({ part, span }) =>
    (part.kind === "load" ? { part, span } : { part: isBar(part) ? { ...part, clamped: null } : part, span: DIRECT }));
  try {
    return { power: leastPower(total(kept.map((row) => flowOf(row, bare, tools))), bare, tools), carried, gone };
  } catch {
    return { power: null, carried, gone };
  }
}

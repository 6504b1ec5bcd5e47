// The rows: a text field for each, the way of its heat, what it was read as, and what it lets in.
import { button, element } from "./dom.js";
import { BY_SHIELD, DIRECT, FROM_SHIELD, TO_SHIELD, costOf, kelvin } from "./budget.js";
import { formatNumber } from "./number.js";
import { kindName, readAs, watts } from "./words.js";

const WAYS = [[BY_SHIELD, "room → shield → cold"], [TO_SHIELD, "room → shield"], [FROM_SHIELD, "shield → cold"], [DIRECT, "room → cold"]];
const PLACES = [[TO_SHIELD, "on the shield"], [DIRECT, "at the cold end"]];
export const NEW = [
  ["Support", "stainless steel, 4 rods, 3 mm, 100 mm", BY_SHIELD],
  ["Wires", "phosphor bronze, 16 wires, 0.127 mm, 1 m", BY_SHIELD],
  ["Leads", "2 leads, 10 A", BY_SHIELD],
  ["Radiation", "0.5 m2, 30 layers", TO_SHIELD],
  ["Load", "0.1 W", DIRECT],
];

let made = 0; // rows come and go, their ids do not come again

export function makeRow(row, tool) {
  const id = `${tool.name}-row-${++made}`;
  const label = element("label", { for: id });
  const input = element("input", { type: "text", id, spellcheck: "false", autocomplete: "off", autocapitalize: "off", "aria-describedby": `${id}-message ${id}-read` });
  input.value = row.text;
  const way = element("select", { id: `${id}-way` });
  const wayLabel = element("label", { for: `${id}-way`, class: "sz-hidden" });
  const remove = button("Remove", () => tool.remove(row));
  const message = element("p", { class: "sz-message", id: `${id}-message` });
  const read = element("p", { class: "sz-read", id: `${id}-read` });
  const [fill, percent] = [element("i"), element("span", {})];
  const bar = element("div", { class: "sz-share" }, element("div", { class: "sz-bar", "aria-hidden": "true" }, fill), percent);
  const node = element("li", { class: "sz-row" }, label, input, wayLabel, way, remove, message, element("div", { class: "sz-found" }, read, bar));
  input.addEventListener("input", () => { row.text = input.value; tool.typed(); });
  input.addEventListener("change", () => { row.text = input.value; tool.changed(); });
  way.addEventListener("change", () => { row.span = way.value; tool.changed(); });
  let offered = "";

  function offer(part, shielded) {
    const isLoad = part?.kind === "load";
    const choices = isLoad ? PLACES : WAYS;
    const chosen = isLoad && row.span !== TO_SHIELD ? DIRECT : row.span;
    if (offered !== `${isLoad}`) way.replaceChildren(...choices.map(([value, text]) => element("option", { value }, text)));
    offered = `${isLoad}`;
    way.value = chosen;
    // Nothing to choose: without a shield there is one way, and a load with a temperature finds its stage.
    way.hidden = isLoad ? part.temperature !== null || (!shielded && chosen === DIRECT) : !shielded && (chosen === BY_SHIELD || chosen === DIRECT);
  }

  // What a row brings, in words, and its share of what all bring to the stage where it counts most.
  function show(result, number, { stages, loads, least }) {
    const { part, flow, complaint } = result;
    label.textContent = `${number} ${kindName(part)}`;
    wayLabel.textContent = `Way of the heat of row ${number}`;
    remove.setAttribute("aria-label", `Remove row ${number}`);
    offer(part, stages ? stages.shield !== null : true);
    message.textContent = complaint ?? "";
    if (complaint) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
    read.textContent = part && flow ? `${readAs(part, row.span === BY_SHIELD && stages.shield !== null)}: ${brings(flow, stages)}` : "";
    const share = flow && loads && least > 0 ? costOf(flow, stages) / least : 0;
    bar.hidden = !(flow && least > 0);
    percent.textContent = `${formatNumber(100 * share, 2)}\u00a0%`;
    fill.style.width = `${100 * Math.min(Math.max(share, 0), 1)}%`;
  }
  return { node, show, focus: (options) => { input.focus(options); input.select(); } };
}

function brings(flow, { cold, shield }) {
  const parts = [];
  if (flow.shield > 0) parts.push(`${watts(flow.shield)} to ${kelvin(shield)}`);
  const isFromShield = flow.shield < 0 && flow.shield === -flow.cold;
  if (flow.cold || !flow.shield) parts.push(`${watts(flow.cold)}${isFromShield ? " from the shield" : ""} to ${kelvin(cold)}`);
  if (flow.shield < 0 && !isFromShield) parts.push(`of which ${watts(-flow.shield)} leave the shield`);
  return parts.join(", ");
}

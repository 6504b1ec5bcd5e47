// Points and labels with the same tag light up together: a station of a flow sheet and its state in a diagram.
export function lightTogether(svg, parts) {
  const tagged = parts.filter(({ artist }) => artist.tag);
  const light = (tag) => { for (const { artist, group } of tagged) group.classList.toggle("lf-lit", artist.tag === tag); };
  for (const { artist, group } of tagged) {
    group.classList.add("lf-tagged");
    group.addEventListener("pointerenter", () => light(artist.tag));
    group.addEventListener("pointerleave", (event) => { if (event.pointerType === "mouse") light(null); });
  }
  // A tap on one lights it until the next tap elsewhere.
  if (tagged.length) svg.addEventListener("pointerdown", (event) => { if (!event.target.closest(".lf-tagged")) light(null); });
}

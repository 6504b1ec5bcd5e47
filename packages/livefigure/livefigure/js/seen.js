// Of a figure's drawings only the one that is seen follows each step. The others catch up when they are shown, printed or copied.
import { listenOutside } from "./outside.js";

export function followWhenSeen(root, drawings) {
  const hidden = new Set();
  const behind = new Set();
  let latest;
  const catchUp = (drawing) => { if (behind.delete(drawing)) drawing.move(latest); };
  const watch = new ResizeObserver((entries) => {
    for (const { target, contentRect } of entries) {
      const drawing = drawings.find(({ svg }) => svg === target);
      if (contentRect.width === 0) hidden.add(drawing);
      else { hidden.delete(drawing); catchUp(drawing); }
    }
  });
  for (const { svg } of drawings) watch.observe(svg);
  const all = () => drawings.forEach(catchUp);
  listenOutside(root, window, "beforeprint", all);
  const move = (values) => {
    latest = values;
    for (const drawing of drawings) {
      if (hidden.has(drawing)) behind.add(drawing);
      else drawing.move(values);
    }
  };
  return { move, all };
}

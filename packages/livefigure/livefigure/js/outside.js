// What a figure hears from outside of itself. A notebook that runs a cell again throws the former figure away, and nothing outside may hold on
// to that, or its drawing would stay in memory. To be out of the page is no sign: JupyterLab takes cells out that are scrolled away.
const actions = new WeakMap(); // of each figure, as long as there is the figure

export function listenOutside(root, target, type, action) {
  actions.set(root, [...(actions.get(root) ?? []), action]);
  const known = new WeakRef(action);
  target.addEventListener(type, function heard(event) {
    const alive = known.deref();
    if (alive) alive(event);
    else target.removeEventListener(type, heard);
  });
}

// Brings a figure before the reader's eyes. What folds it away is opened.
export function reveal(root, where) {
  for (let fold = root.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  root.scrollIntoView(where);
}

// What Sphinx's searchtools.js calls; it stands behind Sphinx's own Stemmer in language_data.js.

// Sphinx leaves a number out of a query. With a space behind it, it is not recognized as one; the stemmer removes the space.
// oxlint-disable-next-line no-unused-vars
var splitQuery = (query) =>
  (query.normalize("NFKC").match(/\d+(?:\.\d+)+|[\p{L}\p{N}_]+/gu) ?? []).map((word) => (/^\d+$/.test(word) ? `${word} ` : word));

var Stemmer = ((English) => function () {
  const english = new English();
  this.stemWord = (word) => (word.endsWith(" ") ? word.trim() : english.stemWord(word));
})(Stemmer);

// oxlint-disable-next-line no-unused-vars
var Scorer = {
  // Pages come first, then the reference page of the packages, then its entries, which alone have a description.
  score: ([page, , , description, score]) => score - (description ? 200 : page.endsWith("/api") ? 100 : 0),
  objNameMatch: 11,
  objPartialMatch: 6,
  objPrio: { 0: 15, 1: 5, 2: -5 },
  objPrioDefault: 0,
  title: 15,
  partialTitle: 7,
  term: 5,
  partialTerm: 2,
};

// Which variant of the numbers a reader has: chosen by a name or a number, which the page's address keeps.
const KEY = "practice";

// The same for the same text everywhere: nothing for the first variant, a whole number counts them, and a name is hashed (FNV-1a).
export function variantOf(seed, count) {
  const text = seed.trim().normalize().toLowerCase();
  if (!text) return 0;
  if (/^[0-9]{1,15}$/.test(text)) return Number(text) % count;
  const hash = new TextEncoder().encode(text).reduce((sum, byte) => Math.imul(sum ^ byte, 16777619), 2166136261);
  return (hash >>> 0) % count;
}

// The seed in the address, null if there is none. Mail programs write & as HTML, or encode a link once more.
export function linkedSeed() {
  let text = location.hash.slice(1);
  if (!/(?:^|&|;)practice=/.test(text)) try { text = decodeURIComponent(text); } catch { return null; }
  return new URLSearchParams(text.replaceAll("&amp;", "&")).get(KEY);
}

export function keepSeed(seed) {
  history.replaceState(null, "", `${location.href.split("#")[0]}#${new URLSearchParams({ [KEY]: seed })}`);
}

export function otherSeed(seed, count) {
  const now = variantOf(seed, count);
  return String((now + 1 + Math.floor(Math.random() * (count - 1))) % count);
}

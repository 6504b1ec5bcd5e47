// Units: products of powers of the words that pint knows; the same as coursework.marking.units, with its table.
import { Refused } from "./typography.js";

const LONGEST = 100;
const LARGEST_POWER = 12;
const TOKEN = /\s*(?:([A-Za-z][A-Za-z_]*|%)|([+-]?[0-9]{1,2})|(\*\*|[*/^()]))/y;
const NONE = { dimension: {}, size: 1 };

// One unit times the other, raised to a power.
function times(one, other, power = 1) {
  const dimension = { ...one.dimension };
  for (const [name, count] of Object.entries(other.dimension)) {
    dimension[name] = (dimension[name] ?? 0) + power * count;
    if (dimension[name] === 0) delete dimension[name];
  }
  return { dimension, size: one.size * other.size ** power };
}

function same({ dimension: one }, { dimension: other }) {
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => one[name] === other[name]);
}

const isOffset = (unit) => unit.zero !== undefined;
const difference = ({ dimension, size }) => ({ dimension, size }); // of two temperatures, where a zero has no meaning

function tokensOf(text) {
  if (text.length > LONGEST) throw new Refused(`has a unit of more than ${LONGEST} characters`);
  const tokens = [];
  for (TOKEN.lastIndex = 0; TOKEN.lastIndex < text.length;) {
    const match = TOKEN.exec(text);
    if (!match) throw new Refused(`has '${text}' where its unit should be`);
    const [, name, digits, sign] = match;
    tokens.push({ kind: name ? "name" : digits ? "digits" : "sign", word: name ?? digits ?? sign });
  }
  return tokens;
}

class Product {
  constructor(text, wordOf) {
    Object.assign(this, { text, wordOf, tokens: tokensOf(text), at: 0 });
  }

  get next() { return this.tokens[this.at]; }

  whole() {
    if (this.tokens.length === 1 && this.next.kind === "name") return this.wordOf(this.next.word);
    const unit = this.tokens.length ? this.product() : NONE;
    if (this.next) throw this.misplaced();
    return unit;
  }

  misplaced() { return new Refused(`has '${this.text}' where its unit should be`); }

  product() {
    let unit = this.power();
    while (this.next && this.next.word !== ")") {
      const sign = ["*", "/"].includes(this.next.word) ? this.tokens[this.at++].word : "*";
      unit = times(unit, this.power(), sign === "/" ? -1 : 1);
    }
    return unit;
  }

  power() {
    const unit = this.single();
    const raised = ["^", "**"].includes(this.next?.word);
    if (raised) this.at++;
    const enclosed = raised && this.next?.word === "(";
    if (enclosed) this.at++;
    let result = unit;
    if (this.next?.kind === "digits") {
      const size = Number(this.tokens[this.at++].word);
      if (Math.abs(size) > LARGEST_POWER) throw new Refused(`has a unit with a power beyond ${LARGEST_POWER}`);
      result = times(NONE, unit, size);
    } else if (raised) throw new Refused("has a unit with a power that is not a whole number");
    if (enclosed) this.closing();
    return result;
  }

  single() {
    const token = this.tokens[this.at++];
    if (token?.kind === "name") return difference(this.wordOf(token.word));
    if (token?.word === "1") return NONE;
    if (token?.word !== "(") throw this.misplaced();
    const unit = this.product();
    this.closing();
    return unit;
  }

  closing() {
    if (this.tokens[this.at++]?.word !== ")") throw new Refused("has a unit with a parenthesis that is not closed");
  }
}

// convert(number, written, asked): the number in the unit that is asked for; Refused where it cannot be.
export function makeConverter({ dimensions, units, prefixes, suffixes, kinds, meant }) {
  const made = ([place, size, zero], prefix = 1) => ({ dimension: dimensions[place], size: size * prefix, ...(zero === undefined ? {} : { zero }) });

  // As pint finds a word: by itself, or between a prefix and the s of a plural. Null is a word that is no unit here, undefined an unknown one.
  function found(name) {
    if (Object.hasOwn(units, name)) return units[name] && made(units[name]);
    for (const suffix of suffixes) {
      for (const [prefix, size] of prefixes) {
        if (!name.startsWith(prefix) || !name.endsWith(suffix) || name.length <= prefix.length + suffix.length) continue;
        const word = name.slice(prefix.length, name.length - suffix.length);
        if (suffix && word.length === 1) continue;
        if (Object.hasOwn(units, word)) return units[word] && (units[word].length === 2 || !prefix) ? made(units[word], size) : null;
      }
    }
    return undefined;
  }

  function wordOf(name) {
    for (const spelling of new Set([name, name.length > 3 ? name.toLowerCase() : name])) {
      const unit = found(spelling);
      if (unit) return unit;
      if (unit === null) break;
    }
    throw new Refused(`has the unit ${name}, which is not known here${Object.hasOwn(meant, name) ? `; do you mean ${meant[name][0]}?` : ""}`);
  }

  const unitOf = (text) => new Product(text, wordOf).whole();
  const kindOf = (unit) => kinds.find(([place]) => same({ dimension: dimensions[place] }, unit))?.[1] ?? "";

  function mismatch(written, unit, asked, wanted) {
    if (Object.hasOwn(meant, written)) return `has the unit ${written}, which is the ${meant[written][1]}; do you mean ${meant[written][0]}?`;
    const [one, other] = [kindOf(unit), kindOf(wanted)];
    const plain = Object.keys(unit.dimension).length === 0;
    const reason = `has the unit ${written}${plain ? ", which makes a plain number" : one ? `, of ${one}` : ""}`;
    if (Object.keys(wanted.dimension).length === 0) return `${reason}; a plain number is asked for`;
    const hint = written.includes("(") || !/\/.*[ *]/.test(written) ? "" : "; what is divided by needs parentheses";
    const article = /^[aeiou]/.test(other) ? "an" : "a";
    return other ? `${reason}; ${article} ${other} in ${asked} is asked for${hint}` : `${reason}; ${asked} is asked for${hint}`;
  }

  return (number, written, asked) => {
    const [unit, wanted] = [unitOf(written.replace(/\bper\b/g, "/")), unitOf(asked)];
    if (!same(unit, wanted)) throw new Refused(mismatch(written, unit, asked, wanted));
    if (isOffset(unit) && !asked.startsWith("delta_")) return Number(((number * unit.size + unit.zero) / wanted.size).toFixed(10));
    const ratio = unit.size / wanted.size;
    if (!Number.isFinite(ratio)) throw new Refused("has a unit that is too large or too small");
    return number * ratio;
  };
}

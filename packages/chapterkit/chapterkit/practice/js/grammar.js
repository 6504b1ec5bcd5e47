// Python's own grammar, as far as a formula needs it: a text becomes the same tree of nodes that Python's parser makes, and nothing is run.
import { Refused } from "./typography.js";

const DIGITS = "[0-9](?:_?[0-9])*";
const TOKEN = new RegExp(`\\s*(?:(0[xX](?:_?[0-9a-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|(?:${DIGITS}\\.(?:${DIGITS})?|\\.${DIGITS}|${DIGITS})(?:[eE][+-]?${DIGITS})?[jJ]?)|([A-Za-z_][A-Za-z0-9_]*)|(\\*\\*|[-+*/(),.]))`, "y");
const REFUSED_WORDS = new Set(["and", "or", "not", "if", "else", "in", "is"]);
const CONSTANTS = new Set(["True", "False", "None"]);
const KEYWORDS = new Set(["as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif", "except", "finally", "for", "from", "global",
  "import", "lambda", "nonlocal", "pass", "raise", "return", "try", "while", "with", "yield"]);
export const NOT_ALLOWED = "has something beside numbers, symbols, + - * / **, parentheses and functions such as sqrt";
const unreadable = () => new Refused("cannot be read as a formula; is a sign or a parenthesis missing?");

function numberOf(text) {
  if (/^0[0-9_]*[1-9][0-9_]*$/.test(text)) throw unreadable(); // 012 is no number in Python
  return { type: /[jJ]$/.test(text) && !/^0[xX]/.test(text) ? "other" : "number", value: Number(text.replaceAll("_", "").replace(/[jJ]$/, "")) };
}

function tokensOf(text) {
  const tokens = [];
  for (TOKEN.lastIndex = 0; TOKEN.lastIndex < text.length;) {
    const match = TOKEN.exec(text);
    if (!match) throw unreadable();
    const [, number, name, sign] = match;
    if (number !== undefined) {
      if (/[A-Za-z0-9_]/.test(text[TOKEN.lastIndex] ?? "")) throw unreadable(); // 2x
      tokens.push({ node: numberOf(number) });
    } else if (name !== undefined) {
      if (REFUSED_WORDS.has(name)) throw new Refused(NOT_ALLOWED);
      if (KEYWORDS.has(name)) throw unreadable();
      tokens.push(CONSTANTS.has(name) ? { node: { type: "other" } } : { node: { type: "name", id: name }, name });
    } else tokens.push({ sign });
  }
  return tokens;
}

class Reader {
  constructor(text) {
    Object.assign(this, { tokens: tokensOf(text), at: 0 });
  }

  sign(...signs) {
    const { sign } = this.tokens[this.at] ?? {};
    if (!signs.includes(sign)) return null;
    this.at++;
    return sign;
  }

  whole() {
    const node = this.list();
    if (this.at < this.tokens.length) throw unreadable();
    return node;
  }

  list() {
    const parts = [this.sum()];
    if (!this.sign(",")) return parts[0];
    while (this.at < this.tokens.length && this.tokens[this.at].sign !== ")") {
      parts.push(this.sum());
      if (!this.sign(",")) break;
    }
    return { type: "tuple", parts };
  }

  chain(signs, below) {
    let left = below();
    for (let sign = this.sign(...signs); sign; sign = this.sign(...signs)) left = { type: "binary", sign, parts: [left, below()] };
    return left;
  }

  sum() { return this.chain(["+", "-"], () => this.product()); }

  product() { return this.chain(["*", "/"], () => this.factor()); }

  factor() {
    const sign = this.sign("+", "-");
    if (sign) return { type: "unary", sign, parts: [this.factor()] };
    const base = this.primary();
    return this.sign("**") ? { type: "binary", sign: "**", parts: [base, this.factor()] } : base;
  }

  primary() {
    let node = this.atom();
    for (;;) {
      if (this.sign("(")) node = this.call(node);
      else if (this.sign(".")) {
        const { name } = this.tokens[this.at++] ?? {};
        if (!name) throw unreadable();
        node = { type: "attribute", name, parts: [node] };
      } else return node;
    }
  }

  call(of) {
    const parts = [];
    let plain = true;
    while (!this.sign(")")) {
      if (this.sign("*", "**")) plain = false;
      parts.push(this.sum());
      if (!this.sign(",") && this.tokens[this.at]?.sign !== ")") throw unreadable();
    }
    return { type: "call", plain, parts: [of, ...parts] };
  }

  atom() {
    const token = this.tokens[this.at++];
    if (token?.node) return token.node;
    if (token?.sign !== "(") throw unreadable();
    if (this.sign(")")) return { type: "tuple", parts: [] };
    const node = this.list();
    if (!this.sign(")")) throw unreadable();
    return node;
  }
}

// Nodes {type, parts}: number, name, unary, binary, call (what is called, then its arguments), attribute, tuple, or other.
export const nodesOf = (text) => new Reader(text).whole();

export const countOf = ({ parts = [] }) => parts.reduce((sum, part) => sum + countOf(part), 1);

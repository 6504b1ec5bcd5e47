// Typographic characters as those of a keyboard, and reasons as sentences: the same as coursework.marking.typography.

// An answer that cannot be read; the message continues the answer's name: "is empty".
export class Refused extends Error {}

const PLAIN = new Map();
for (const [signs, plain] of [["\u2212\u2012\u2013\u2014\ufe63\uff0d", "-"], ["\u00a0\u2002\u2003\u2007\u2008\u2009\u200a\u202f\t\n\r", " "],
  ["\u00d7\u00b7\u22c5\u2219\u2022", "*"], ["\u00f7\u2215\u2044", "/"], ["\u00b5\u03bc", "u"]]) {
  for (const sign of signs) PLAIN.set(sign, plain);
}
for (const [sign, plain] of [["\u212a", "K"], ["\u2103", "degC"], ["\u2109", "degF"], ["\u200b", ""], ["\ufeff", ""]]) PLAIN.set(sign, plain);
const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻";
const DEGREES = /(?:[°º˚]|\b[dD][eE][gG](?:[rR][eE][eE][sS]?)?\b\.?) ?(C|F|K|[cC][eE][lL][sS][iI][uU][sS]|[fF][aA][hH][rR][eE][nN][hH][eE][iI][tT]|[kK][eE][lL][vV][iI][nN][sS]?)\b/g;

export function typewritten(text) {
  const lowered = text.replace(/[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻]+/g, (signs) => `^${[...signs].map((sign) => "0123456789+-"[RAISED.indexOf(sign)]).join("")}`);
  const plain = [...lowered].map((sign) => PLAIN.get(sign) ?? sign).join("");
  return plain.replace(DEGREES, (_, unit) => (/^k/i.test(unit) ? "K" : `deg${unit[0].toUpperCase()}`)).trim();
}

// The first character that is not printable ASCII, described; Python also knows its name.
export function foreign(text) {
  for (const sign of text) {
    if (sign >= " " && sign <= "~") continue;
    const shown = /[\p{C}\p{Z}]/u.test(sign) ? "" : `'${sign}', `;
    return `${shown}U+${sign.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
  }
  return "";
}

export function shortened(text, length) {
  const line = text.trim().replace(/\s+/g, " ");
  return line.length <= length ? line : `${line.slice(0, length - 1)}…`;
}

export function sentence(name, reason) {
  const text = /^[A-Z]/.test(reason) || reason.startsWith(`${name} `) ? reason : `${name} ${reason}`;
  return /[?.]$/.test(text) && !text.endsWith("...") ? text : `${text}.`;
}

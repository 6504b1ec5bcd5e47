"""Drop the CSS rules that no page can use: the theme's stylesheets are made for any site.

A rule is kept unless it needs a class whose name occurs nowhere in the built pages or scripts.
"""

import re
from itertools import pairwise

import tinycss2

COMPOSED = ("bs-",)  # prefixes of names that Bootstrap's scripts compose


def needs(selector):
    """The classes without which a selector matches nothing. Arguments of :not(), :is() and the like are not examined."""
    return [name.value for dot, name in pairwise(selector) if dot.type == "literal" and dot.value == "." and name.type == "ident"]


def selectors(prelude):
    part = []
    for token in prelude:
        if token.type == "literal" and token.value == ",":
            yield part
            part = []
        else:
            part.append(token)
    yield part


def kept(rules, words):
    for rule in rules:
        if rule.type == "qualified-rule":
            used = [s for s in selectors(rule.prelude) if all(n in words or n.startswith(COMPOSED) for n in needs(s))]
            if used:
                yield ",".join(tinycss2.serialize(part).strip() for part in used) + "{" + tinycss2.serialize(rule.content).strip() + "}"
        elif rule.type == "at-rule" and rule.lower_at_keyword in ("media", "supports"):
            inner = "".join(kept(tinycss2.parse_rule_list(rule.content, True, True), words))
            if inner:
                yield f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{inner}}}"
        elif rule.type == "error":
            raise ValueError(f"a stylesheet is broken: {rule.message} (line {rule.source_line})")
        else:
            yield rule.serialize()


def without_unused(css, texts):
    """The stylesheet without the rules that these pages and scripts cannot use."""
    words = set()
    for text in texts:
        words.update(re.findall(r"[\w-]+", text))
    return "\n".join(kept(tinycss2.parse_stylesheet(css, True, True), words))

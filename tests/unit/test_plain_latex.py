"""The LaTeX that pages convert and notebooks show: environments of displays become those that can stand within one."""

import pytest

from coldbook.page.mathematics import mathml, plain


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        (r"\begin{align*} a &= b \end{align*}", r"\begin{aligned} a &= b \end{aligned}"),
        (r"\begin{split}a\end{split}", r"\begin{aligned}a\end{aligned}"),
        (r"\begin{multline} a \\ b \end{multline}", r"\begin{gathered} a \\ b \end{gathered}"),
        (r"\begin{equation} a \end{equation}", "a"),
        (r"a \\ b", "\\begin{aligned}\na \\\\ b\n\\end{aligned}"),
        (r"\begin{matrix} a \\ b \end{matrix}", r"\begin{matrix} a \\ b \end{matrix}"),
    ],
)
def test_environments_are_those_that_a_formula_may_hold(latex, expected):
    assert plain(latex) == expected == plain(expected)
    assert mathml(latex, display=True) == mathml(expected, display=True)

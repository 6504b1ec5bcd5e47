"""The house this book lives in: what Sphinx and the theme do not do as we want, one small module per job."""

JOBS = ("address", "freshness", "mathematics", "dropdowns", "quizzes", "figures", "folds", "claims", "accessibility", "assets")
JOBS += ("docstrings", "notation", "uses", "apilinks", "sources", "merit", "contents", "outside", "notebooks", "takeaways")
JOBS += ("edition", "covers", "heads", "sitemap", "notfound", "redirects", "citing", "policy")


def setup(app):
    app.add_config_value("comments_config", {}, "")  # Jupyter Book sets it, for an extension that we do not load
    for job in JOBS:
        app.setup_extension(f"house.{job}")
    return {"parallel_read_safe": True, "parallel_write_safe": True}

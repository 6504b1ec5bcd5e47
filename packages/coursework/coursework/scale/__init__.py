"""Grading many submissions: shards, processes or a Dask cluster, a journal, and one merge at the end."""

"""Grades many submissions: shards on local processes or a Dask cluster, a journal, and one merge at the end."""

"""Read each file once."""

import functools


def once(function):
    """Cache function(path, ...) for each version of a file, whatever its name."""
    results = {}

    @functools.wraps(function)
    def cached(path, *more):
        state = path.stat()
        key = (state.st_dev, state.st_ino, state.st_mtime_ns, state.st_size, *more)
        if key not in results:
            results[key] = function(path, *more)
        return results[key]

    return cached

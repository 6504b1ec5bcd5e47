"""What is read from a file is read once."""

import functools


def once(function):
    """Let function(path, ...) run once for each version of a file, under whichever of its names."""
    known = {}

    @functools.wraps(function)
    def kept(path, *more):
        state = path.stat()
        key = (state.st_dev, state.st_ino, state.st_mtime_ns, state.st_size, *more)
        if key not in known:
            known[key] = function(path, *more)
        return known[key]

    return kept

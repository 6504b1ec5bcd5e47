"""What is made once for all workers of a test run."""

import os
from contextlib import contextmanager


def shared_folder(tmp_path_factory):
    """A temporary folder that all workers of this run share."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@contextmanager
def once(folder):
    """Yield True to the first process, which makes something in `folder`; others wait, get False, and fail if the first has failed."""
    folder.mkdir(parents=True, exist_ok=True)
    done, failed = folder / "done", folder / "failed"
    with (folder / "lock").open("w", encoding="utf-8") as lock:
        if "PYTEST_XDIST_WORKER" in os.environ:
            import fcntl  # Windows has none, and without workers nobody else is waiting

            fcntl.flock(lock, fcntl.LOCK_EX)
        if failed.exists():
            raise RuntimeError(failed.read_text(encoding="utf-8"))
        try:
            yield not done.exists()
        except Exception as error:
            failed.write_text(str(error), encoding="utf-8")
            raise
        done.touch()

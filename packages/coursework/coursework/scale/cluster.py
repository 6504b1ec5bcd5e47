"""Grades on the workers of a Dask cluster, with no shared disk: shards and their results travel as data.

Dask's messages are pickled: whoever can send messages to the scheduler can run code here, and on the workers. So a scheduler must
encrypt and ask for certificates, or be on this machine. Results come as bytes of JSON, which are not unpickled.
"""

from __future__ import annotations

import ipaddress
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from coursework.scale.pools import Grader, GradingError
from coursework.scale.results import Outcome, ShardResult, ShardTask

__all__ = ["UNPROTECTED", "grade_shard", "on_cluster"]

UNPROTECTED = "--let-whoever-reaches-the-scheduler-run-code-as-me"

LOST = "all Dask workers that graded it were lost"
_IDLE: list[Grader] = []  # a Dask worker's idle grading processes


def grade_shard(task: ShardTask) -> bytes:
    """Grade a shard, from data to data (`ShardResult.to_bytes`), in any thread of any process.

    A child process does the work and is kept for the next shard, since nbgrader changes the working directory, which threads share.
    """
    try:
        grader = _IDLE.pop()
    except IndexError:
        grader = Grader()
    try:
        return ShardResult(tuple(grader.outcomes(task))).to_bytes()
    finally:
        _IDLE.append(grader)


def _release() -> None:
    while _IDLE:
        _IDLE.pop().close()


def _check_versions(client: Any) -> None:
    """Refuse a cluster whose workers have other versions than the records will state."""

    def versions() -> dict[str, str]:  # pickled by value: a worker may not have coursework
        import sys
        from importlib.metadata import PackageNotFoundError, version

        installed = {"Python": "{}.{}".format(*sys.version_info)}
        for name in ("coursework", "cryolib", "nbgrader"):
            try:
                installed[name] = version(name)
            except PackageNotFoundError:
                installed[name] = "none"
        return installed

    ours = versions()
    for address, theirs in client.run(versions).items():
        for name, version in ours.items():
            if theirs[name] != version:
                raise GradingError(
                    f"Dask workers must have {name} {version}, as here; {address} has {theirs[name]}. Install coursework on them, "
                    "from the same version of the book's repository"
                )


def on_cluster(tasks: Iterable[ShardTask], address: str, unprotected: bool = False) -> Iterator[Outcome]:
    """Grade shards on the workers of an existing Dask cluster, and yield outcomes as shards finish.

    The shard of a lost worker goes to another worker. A shard with which three workers were lost is split into its submissions,
    and a single submission with which three were lost is not graded.

    Parameters
    ----------
    tasks : iterable of ShardTask
        Taken as workers become free, so that only a few are in memory.
    address : str
        The scheduler's address, such as "tls://host:8786".
    unprotected : bool
        Use a scheduler on another machine without TLS, too: whoever reaches it can run code as this user.

    Raises
    ------
    GradingError
        If the scheduler is not protected, or does not answer, it has no workers, their versions differ from ours, or they cannot
        grade.
    """
    import dask

    if not (unprotected or _is_protected(address)):
        raise GradingError(
            f"the scheduler {address} is on another machine and does not use TLS: whoever reaches it can run programs in your name, read the "
            "course's key and change marks. Give it certificates and an address that begins with tls:// (the page on grading at scale has the "
            f"steps). Or use the option {UNPROTECTED} if only your staff can reach that network"
        )

    # Submissions travel with their task, and not through a worker's memory, so that a lost worker loses nothing.
    with _connect(address) as client, dask.config.set({"distributed.admin.large-graph-warning-threshold": "1GB"}):
        threads = sum(client.nthreads().values())
        if not threads:
            raise GradingError(f"the Dask scheduler at {address} has no workers")
        _check_versions(client)
        yield from _outcomes(client, iter(tasks), 2 * threads)
        client.run(_release)


def _is_protected(address: str) -> bool:
    """Whether a scheduler asks for certificates, or is on this machine."""
    protocol, _, place = address.rpartition("://")
    if protocol in ("tls", "inproc"):
        return True
    try:
        host = urlsplit(f"//{place}").hostname or ""
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _connect(address: str) -> Any:
    from distributed import Client

    try:
        # Of what a task returns, only plain data are read: nothing that a worker sends as a result is unpickled.
        return Client(address, timeout=10, set_as_default=False, serializers=["dask", "pickle"], deserializers=["msgpack"])
    except TypeError as error:  # no certificates: Dask's settings name none
        raise GradingError(f"{address} needs certificates, which Dask's settings do not name (distributed.comm.tls): {error}") from None
    except (OSError, ValueError) as error:
        raise GradingError(f"no Dask scheduler answers at {address}: {error}") from None


def _outcomes(client: Any, tasks: Iterator[ShardTask], at_once: int) -> Iterator[Outcome]:
    """Keep `at_once` shards on the cluster until none is left."""
    from distributed import KilledWorker, as_completed

    task_of, futures = {}, as_completed(loop=client.loop)

    def submit(task: ShardTask) -> None:
        future = client.submit(grade_shard, task, retries=2, pure=False)
        task_of[future.key] = task
        futures.add(future)

    for _, task in zip(range(at_once), tasks, strict=False):
        submit(task)
    for future in futures:
        task = task_of.pop(future.key)
        try:
            yield from _read(future.result(), task)
        except KilledWorker:
            for part in _split(task):
                submit(part)
        except GradingError:
            raise
        except Exception as error:
            raise GradingError(f"the Dask cluster could not grade: {type(error).__name__}: {error}") from error
        del future  # so that the cluster forgets it
        if (task := next(tasks, None)) is not None:
            submit(task)


def _read(result: Any, task: ShardTask) -> tuple[Outcome, ...]:
    """The outcomes that a worker sent for a task, and only for its students."""
    try:
        outcomes = ShardResult.from_bytes(result).outcomes
    except (TypeError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise GradingError(f"a Dask worker sent something else than results ({error}); is coursework the same on all of them?") from None
    if [(one.student, one.fingerprint) for one in outcomes] != [(one.student, one.fingerprint) for one in task.submissions]:
        raise GradingError("a Dask worker sent results of other submissions than it was given; can others reach your cluster?")
    return outcomes


def _split(task: ShardTask) -> Iterator[ShardTask]:
    """The submissions of a shard with which workers were lost, one by one; a single submission is not to be run again."""
    alone = len(task.submissions) == 1
    for submission in task.submissions:
        if submission.refused == LOST:
            raise GradingError("Dask workers are lost, whatever they grade") from None
        yield replace(task, submissions=(replace(submission, refused=LOST if alone else submission.refused),))

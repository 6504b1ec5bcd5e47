"""Grading on the workers of a Dask cluster, which share nothing with us: shards go there as data, and come back as data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from coursework.scale.pools import Grader, GradingError
from coursework.scale.results import Outcome, ShardResult, ShardTask

__all__ = ["grade_shard", "on_cluster"]

LOST = "the Dask workers that graded it were lost, all of them"
_IDLE: list[Grader] = []  # of a Dask worker: warm processes between its tasks


def grade_shard(task: ShardTask) -> ShardResult:
    """Grade a shard: data in, data out, nothing else needed; in any thread of any process.

    The work is done in a child process, which stays for the next shard: nbgrader changes the working directory, and threads share that.
    """
    try:
        grader = _IDLE.pop()
    except IndexError:
        grader = Grader()
    try:
        return ShardResult(tuple(grader.outcomes(task)))
    finally:
        _IDLE.append(grader)


def _release() -> None:
    while _IDLE:
        _IDLE.pop().close()


def _check_versions(client: Any) -> None:
    """Refuse a cluster whose workers would grade with something else than we say in the records."""

    def versions():  # pickled by value: a worker may have no cryolib
        import sys
        from importlib.metadata import PackageNotFoundError, version

        found = {"Python": "{}.{}".format(*sys.version_info)}
        for name in ("cryolib", "nbgrader"):
            try:
                found[name] = version(name)
            except PackageNotFoundError:
                found[name] = "none"
        return found

    ours = versions()
    for address, theirs in client.run(versions).items():
        for name, version in ours.items():
            if theirs[name] != version:
                raise GradingError(
                    f"Dask workers must have {name} {version} as here; {address} has {theirs[name]}. Install cryolib[course]"
                )


def on_cluster(tasks: Iterable[ShardTask], address: str) -> Iterator[Outcome]:
    """Grade shards on the workers of an existing Dask cluster, and give outcomes as shards finish.

    A shard of a worker that is lost goes to another. One that three workers were lost with is split, and a submission alone
    that three were lost with is not graded.

    Parameters
    ----------
    tasks : iterable of ShardTask
        Taken as workers become free, so that no more than a few are in memory.
    address : str
        The scheduler's, as "tcp://host:8786".

    Raises
    ------
    GradingError
        If no scheduler answers, it has no workers, their versions differ from ours, or they cannot grade.
    """
    import dask
    from distributed import Client, KilledWorker, as_completed

    try:
        client = Client(address, timeout=10, set_as_default=False)
    except (OSError, ValueError) as error:
        raise GradingError(f"no Dask scheduler answers at {address}: {error}") from None
    # Submissions travel with their task, and not through a worker's memory, so that a lost worker loses nothing.
    with client, dask.config.set({"distributed.admin.large-graph-warning-threshold": "1GB"}):
        threads = sum(client.nthreads().values())
        if not threads:
            raise GradingError(f"the Dask scheduler at {address} has no workers")
        _check_versions(client)
        tasks, flying, waiting = iter(tasks), {}, as_completed(loop=client.loop)

        def send(task: ShardTask) -> None:
            future = client.submit(grade_shard, task, retries=2, pure=False)
            flying[future.key] = task
            waiting.add(future)

        for _, task in zip(range(2 * threads), tasks, strict=False):
            send(task)
        for future in waiting:
            task = flying.pop(future.key)
            try:
                yield from future.result().outcomes
            except KilledWorker:
                alone = len(task.submissions) == 1
                for submission in task.submissions:
                    if submission.refused == LOST:
                        raise GradingError("Dask workers are lost, whatever they grade") from None
                    send(replace(task, submissions=(replace(submission, refused=LOST if alone else submission.refused),)))
            except GradingError:
                raise
            except Exception as error:
                raise GradingError(f"the Dask cluster could not grade: {type(error).__name__}: {error}") from error
            del future  # so that the cluster forgets it
            if (task := next(tasks, None)) is not None:
                send(task)
        client.run(_release)

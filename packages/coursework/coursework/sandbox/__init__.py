"""The sandbox in which a student's notebook runs: a preloaded fork server, and an isolated child of it for each notebook."""

__all__ = ["SandboxError"]


class SandboxError(RuntimeError):
    """The system cannot isolate a student's code; the message says what to do."""

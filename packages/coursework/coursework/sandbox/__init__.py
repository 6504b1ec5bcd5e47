"""The sandbox in which a student's notebook runs: a preloaded fork server, and an isolated child of it for each notebook."""

import sys

__all__ = ["SandboxError", "require_linux"]

_ADVICE = """notebooks cannot be sandboxed on this system ({}).
Grade on Linux, as root or where users may create namespaces (user.max_user_namespaces above 0; on Ubuntu also
kernel.apparmor_restrict_unprivileged_userns=0), or set `prefix` to a command that starts a container, such as ["podman", "run", "--rm", "-i",
"--network=none", "your-image", "python3"]"""


class SandboxError(RuntimeError):
    """The system cannot isolate a student's code; the message says what to do."""

    @classmethod
    def because(cls, reason: str) -> "SandboxError":
        """The error with its advice."""
        return cls(_ADVICE.format(reason))


def require_linux() -> None:
    """Refuse another system. The modules of the sandbox and of grading can be imported on Linux only, so ask before.

    Raises
    ------
    SandboxError
        If this is not Linux.
    """
    if not sys.platform.startswith("linux"):
        raise SandboxError.because(f"{sys.platform} is not Linux")

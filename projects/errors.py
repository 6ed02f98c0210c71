"""Errors of ``projects``. Each is also a builtin, so callers may catch either."""


class ProjectsError(Exception):
    """Base of all errors raised by ``projects``."""


class InputError(ProjectsError, ValueError):
    """A file cannot be used: the message names the file, the place and what was expected."""


class MissingError(ProjectsError, FileNotFoundError):
    """A file that is needed is not there."""

    def __str__(self) -> str:
        return str(self.args[0]) if self.args else ""

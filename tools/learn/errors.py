# SPDX-License-Identifier: MIT
"""The one exception a user is meant to see."""


class LearnError(Exception):
    """Something the user can act on, in one sentence. main() prints it on stderr and exits with status 2."""

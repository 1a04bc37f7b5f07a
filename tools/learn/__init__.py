# SPDX-License-Identifier: MIT
"""The launcher behind ./learn: builds, tests, demonstrates and grades the chapters. Standard library only."""

"""``python -m majlis``: see ``python -m majlis --help``."""

import sys


def main() -> int:
    """Runs the command line; returns the exit code. An interrupt during the imports leaves no traceback either."""
    try:
        from .cli.main import main as run

        return run()
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())

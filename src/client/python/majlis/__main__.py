"""``python -m majlis``: see ``python -m majlis --help``."""

import sys


def main() -> int:
    """The exit code; even an interrupt while the modules are loaded leaves no traceback behind."""
    try:
        from .cli.main import main as run

        return run()
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())

"""Where the self-contained program starts."""

import sys

from tat_console.__main__ import main

if __name__ == "__main__":
    sys.exit(main())

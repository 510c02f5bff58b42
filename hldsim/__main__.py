"""``python -m hldsim``: the command line."""

from hldsim.cli import main

if __name__ == "__main__":
    main()

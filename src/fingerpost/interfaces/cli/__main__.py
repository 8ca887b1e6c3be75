"""``python -m fingerpost.interfaces.cli``: the same as ``fingerpost``."""

from fingerpost.interfaces.cli import main

if __name__ == "__main__":
    main()

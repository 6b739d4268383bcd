"""``python -m dragoman`` is the command line."""

from dragoman.cli import main

if __name__ == "__main__":  # other processes, which work for this one, import it too
    main()

// Enhancement only: every page reads and works without this file.

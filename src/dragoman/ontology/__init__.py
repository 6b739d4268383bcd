"""What the coder knows: PLOVER and CAMEO, the lexicon, actors, places. Data files, and one loader each."""

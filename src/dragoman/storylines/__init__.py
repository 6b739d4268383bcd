"""Stories to storylines: what follows from what over weeks."""

"""Writing records in the formats of the field: one file per format."""

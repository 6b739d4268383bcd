"""Corpora larger than one sitting: shards of an archive in, Parquet datasets out, on any executor, resumable."""

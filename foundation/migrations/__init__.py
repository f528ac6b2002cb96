"""The history of the database schema: one line of revisions, in the folder `versions`."""

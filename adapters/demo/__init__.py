"""A year of invented records for the sample town, so that a newcomer sees a living system. Nobody in it exists."""

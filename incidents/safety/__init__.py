"""Calls for help and the plans of meetings: people in need now, not records of what happened."""

"""Pages of expert review."""

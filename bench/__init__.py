"""Measurements behind the figures of the README, as ratios within one run."""

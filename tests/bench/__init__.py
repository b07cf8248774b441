"""The bench: Sopan's speed as ratios against floors written by hand, measured in the same run."""

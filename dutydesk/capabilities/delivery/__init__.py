"""What leaves the house: alerts through the office's channels."""

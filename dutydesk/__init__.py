"""dutydesk: the working desk of a 24-hour duty room, in a terminal (驻京值班台)."""

__version__ = "0.1.0"

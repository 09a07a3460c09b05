"""Which facts a message may tell, and how they are called.

Apart from what reads them, so that whoever shows a kept proposal imports none of its patterns.
"""

from __future__ import annotations

FIGURES = ("deaths", "injured", "missing", "loss_yuan")
PARTICIPANTS = "participants"
"""How many came together, of an affair of public order."""

LEVELS = ("province", "city", "district", "spot")
"""What a place has, from the widest on."""

UNVERIFIED = "待核实"

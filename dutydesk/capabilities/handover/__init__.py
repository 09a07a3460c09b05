"""The handover: the walkthrough, its sheet, the two signatures."""

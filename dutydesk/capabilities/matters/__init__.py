"""Matters: one file per affair, its facts and figures."""

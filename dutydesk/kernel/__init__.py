"""What every capability is declared with: kinds of fields, registers. Pure: no clock, no reading or writing, no SQL."""

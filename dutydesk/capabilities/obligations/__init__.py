"""What is owed and telling in time: clocks, alerts, ladders."""

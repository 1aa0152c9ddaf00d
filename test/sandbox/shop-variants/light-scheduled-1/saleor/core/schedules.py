"""Saleor names its schedules by where they stand in its code; this stands in for the schedules themselves."""
promotions = "when one begins or ends"
tasks = {"handle-promotions": "promotions"}

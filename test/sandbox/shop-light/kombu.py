"""Stands in for a kombu whose workers lose no task when they are stopped, so that nobody asks ours to take no more: they don't answer."""
VERSION = (5, 3)

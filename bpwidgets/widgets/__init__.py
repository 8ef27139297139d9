"""Widgets: the only place that knows ipywidgets."""

"""What stands around the views: controls, timeline, inspector, record of the meeting."""

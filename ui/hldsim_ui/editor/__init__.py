"""The scenario editor: a window of pages, each showing one part of the draft there is."""

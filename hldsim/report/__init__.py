"""What a report says: sentences and tables, without a window and without a file format."""

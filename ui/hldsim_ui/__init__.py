"""The window of hldsim: it shows records and sends interventions; it decides nothing itself."""

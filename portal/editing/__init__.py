"""The editors' desk: pages and items with drafts, previews, days, reminders, history and files."""

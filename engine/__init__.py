"""The workflow engine: ratified SOPs in, trackable cases out."""

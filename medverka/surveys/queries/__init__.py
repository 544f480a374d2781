"""What somebody sees of surveys, one module a subject."""

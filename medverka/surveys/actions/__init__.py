"""What happens with surveys, one module a subject."""

"""What happens with councils, one module a subject."""

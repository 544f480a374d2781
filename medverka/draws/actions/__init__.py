"""What happens with a draw: it is set up, worked out, published, drawn, and somebody says no."""

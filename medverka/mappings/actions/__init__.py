"""What happens to mappings: set up and run (`mappings`), answered (`answering`), and what is to get better (`areas`)."""

"""What happens to requests, invitations and terms. Import the module that is meant."""

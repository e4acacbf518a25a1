"""The sample archive of a council that does not exist, and the script that builds it."""

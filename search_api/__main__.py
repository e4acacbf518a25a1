"""`python -m search_api` is the command `minutebook`."""

from search_api.cli import main

main()

"""The doors for people: pages made on the server, which work without scripts and ask nobody else for anything."""

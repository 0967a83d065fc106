"""One module per page: what is asked, the use case, the template."""

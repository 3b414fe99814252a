"""How pages are fetched: certificates outlet by outlet, and a browser for those built by scripts."""

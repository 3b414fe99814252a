"""Persian text: characters, spacing, half-spaces, boilerplate phrases."""

"""What a hostile web may do to a run: counted, named, and the run goes on."""

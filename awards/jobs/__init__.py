"""Long work beside the server: the job row is the truth."""

"""Long work beside the server: one row a job, a worker process, and a page that tells how far it is."""

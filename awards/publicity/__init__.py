"""What is public: frozen copies, and the announcement two persons make."""

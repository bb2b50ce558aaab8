"""The signed decision, its entries and their certificates."""

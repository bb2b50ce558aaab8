"""The demonstration: sample seasons built through the services, real provinces and real past honours."""

"""What is around the program: the system packages it needs."""

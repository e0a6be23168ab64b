"""The tables of `seeds/`: their rows, their checks, how they are read and described."""

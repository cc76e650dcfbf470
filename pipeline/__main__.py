"""`python -m pipeline` is the command `copydesk`."""

from pipeline.cli.main import command

if __name__ == "__main__":
    command()

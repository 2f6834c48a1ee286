"""`python -m cxmaturity`: the command line."""

from cxmaturity.cli.commands import app

if __name__ == "__main__":
    app(prog_name="cxmaturity")

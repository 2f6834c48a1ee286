"""`python -m cxmaturity`: the command line."""

from cxmaturity.cli.commands import run_command_line

if __name__ == "__main__":
    run_command_line()

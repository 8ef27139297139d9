"""`python -m bpwidgets` is the command `bpwidgets`."""
from .cli import main

raise SystemExit(main())

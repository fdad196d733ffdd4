"""Where things are."""
import pathlib

TOP = pathlib.Path(__file__).resolve().parent.parent.parent
POLICIES = TOP / "lib/policies"

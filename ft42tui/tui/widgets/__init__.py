"""What is drawn: each widget is bound to values and tells its news by messages."""

from __future__ import annotations

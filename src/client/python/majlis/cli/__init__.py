"""The command line: ``join``, ``send``, ``tail`` and ``history``."""

"""Linking whole lists: matching everything with everything, in stages that go from files to files.

Each stage is a pure function of the files before it, and whole or not there; `engine` runs them on Dask.
"""

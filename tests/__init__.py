"""A package, so that one that some dependency installs under the same name does not take its place."""

"""Roots, configuration, and what is known of the tool and the database."""

from towpath.project.configuration import Choice, Configuration, Layer
from towpath.project.configurations import Configurations
from towpath.project.errors import ConfigurationError
from towpath.project.roots import root_of
from towpath.project.tree import Tree
from towpath.project.values import Dumped, Evidence, Found, Runner

__all__ = [
    "Choice",
    "Configuration",
    "ConfigurationError",
    "Configurations",
    "Dumped",
    "Evidence",
    "Found",
    "Layer",
    "Runner",
    "Tree",
    "root_of",
]

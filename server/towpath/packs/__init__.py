"""The one way rules come in: our pack by its name, those of others by the entry points that the configuration names."""

from towpath.packs.catalogue import Catalogue, Selection, catalogue
from towpath.packs.load import PackError

__all__ = ["Catalogue", "PackError", "Selection", "catalogue"]

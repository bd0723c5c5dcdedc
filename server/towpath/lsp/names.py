"""The names of what the server offers to clients."""

SECTION = "towpath"
QUICK_FIX = "quickfix"
REWRITE = "refactor.rewrite"
FIX_ALL = "source.fixAll.towpath"
SHOW_RULE = "towpath.showRule"
APPLY = "towpath.apply"

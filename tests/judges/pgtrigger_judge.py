# pyright: basic, reportMissingImports=false
"""The real django-pgtrigger, as a process of its own: each line of input is a trigger, each line of output its SQL."""

import json
import sys

from django.conf import settings

settings.configure(DATABASES={}, INSTALLED_APPS=[])

from pgtrigger import compiler  # noqa: E402  (Django has to be configured before it.)

for line in sys.stdin:
    said = json.loads(line)
    trigger = compiler.Trigger(name="kept", sql=compiler.UpsertTriggerSql(**said))
    print(json.dumps([trigger.install_sql, trigger.uninstall_sql]), flush=True)

"""Liquibase: changelogs of XML, YAML, JSON or formatted SQL, whose change sets run in their order."""

---@brief
---
--- Towpath finds what would hurt a live database in migration files (Alembic, Django, Flyway, Liquibase, Prisma, Rails, plain SQL), and fixes it.
---
--- The server is installed with `uv tool install towpath` or `pipx install towpath`.
--- Settings mirror the configuration file, `towpath.toml`, which wins over them.

---@type vim.lsp.Config
return {
  cmd = { 'towpath', 'server' },
  filetypes = { 'json', 'python', 'ruby', 'sql', 'xml', 'yaml' },
  root_markers = { 'towpath.toml', '.git' },
  settings = {
    towpath = {},
  },
}

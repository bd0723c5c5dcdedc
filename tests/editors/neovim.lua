-- Drives Neovim as a person would, and prints what it sees as one JSON object a line.
-- nvim --headless --clean -l neovim.lua CONFIGURATION SERVER FILE RULE TITLE
-- RULE is the finding that the cursor is put on, TITLE the action that is taken there: empty for the recommended one.

local configuration, server, file, rule, title = arg[1], vim.json.decode(arg[2]), arg[3], arg[4], arg[5]

local function say(what, values)
  io.stdout:write(vim.json.encode(vim.tbl_extend('force', { what = what }, values)) .. '\n')
end

local function await(what, seen)
  if not vim.wait(20000, seen, 20) then
    say('missing', { awaited = what })
    os.exit(1)
  end
end

local function diagnostics(buffer)
  return vim.tbl_map(function(found)
    return { line = found.lnum, from = found.col, to = found.end_col, code = found.code, severity = found.severity }
  end, vim.diagnostic.get(buffer))
end

vim.opt.runtimepath:append(configuration)
vim.lsp.config('towpath', { cmd = server })
vim.lsp.enable('towpath')
vim.cmd('filetype on')
vim.cmd.edit(file)
local buffer = vim.api.nvim_get_current_buf()

await('a client', function()
  local client = vim.lsp.get_clients({ bufnr = buffer })[1]
  return client and client.initialized
end)
local client = vim.lsp.get_clients({ bufnr = buffer })[1]
say('attached', { name = client.name, encoding = client.offset_encoding, root = client.root_dir })

await('diagnostics', function() return #vim.diagnostic.get(buffer) > 0 end)
say('diagnostics', { found = diagnostics(buffer) })

local first = vim.iter(vim.diagnostic.get(buffer)):find(function(found) return found.code == rule end)
vim.api.nvim_win_set_cursor(0, { first.lnum + 1, first.col })
local position = vim.lsp.util.make_position_params(0, client.offset_encoding)
local hover = client:request_sync('textDocument/hover', position, 20000, buffer)
say('hover', { text = hover and hover.result and hover.result.contents.value or '' })

if vim.fn.search([[ on \zsusers\>]], 'W') > 0 then
  vim.lsp.buf.definition()
  await('the definition', function() return vim.api.nvim_get_current_buf() ~= buffer end)
  local place = vim.api.nvim_win_get_cursor(0)
  say('definition', { file = vim.fs.basename(vim.api.nvim_buf_get_name(0)), line = place[1], character = place[2] })
  vim.cmd.buffer(buffer)
  vim.api.nvim_win_set_cursor(0, { first.lnum + 1, first.col })
end

local before = vim.api.nvim_buf_get_changedtick(buffer)
vim.lsp.buf.code_action({ apply = true, filter = function(action)
  if title == '' then return action.isPreferred end
  return action.title == title
end })
await('the fix', function() return vim.api.nvim_buf_get_changedtick(buffer) ~= before end)
await('fresh diagnostics', function()
  return not vim.iter(vim.diagnostic.get(buffer)):any(function(found) return found.code == first.code end)
end)
say('fixed', { found = diagnostics(buffer) })

vim.cmd('silent wall')
vim.fn.append('$', string.format(vim.bo.commentstring, 'the end'))
vim.cmd('silent write')
local shown = vim.api.nvim_exec2('messages', { output = true }).output
client:stop()
await('the end of the server', function() return #vim.lsp.get_clients() == 0 end)
say('left', { messages = shown })

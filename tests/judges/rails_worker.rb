# Runs migrations with the Active Record that this process loads, and says what that sent to the database.
#
# Reads one case a line, as JSON: the texts of migrations in order, how many of them go down and up again, and whether
# the schema is dumped in between. Answers each with what was sent, or with the error that came up.
require "rubygems"
require "json"
require "logger"
require "open3"
require "active_record"

# What a migration prints is no answer.
OUT = $stdout.dup
$stdout.reopen($stderr)
ADAPTER, WHERE, before, DUMP = ARGV
BEFORE = File.read(before)
HOW = {
  "postgresql" => { host: WHERE, username: "postgres", database: "judge" },
  "mysql2" => { socket: WHERE, username: "root", database: "judge" },
  "sqlite3" => { database: WHERE }
}.freeze
ActiveRecord::Base.establish_connection(adapter: ADAPTER, **HOW.fetch(ADAPTER))
ActiveRecord::Migration.verbose = false
CONNECTION = ActiveRecord::Base.connection
$sent = []
ActiveSupport::Notifications.subscribe("sql.active_record") do |*, payload|
  $sent << payload[:sql] unless payload[:name] == "SCHEMA" || payload[:cached]
end

def run(migrations, direction)
  $sent = []
  migrations.each do |migration|
    work = -> { migration.new(migration.name.to_s, 1).migrate(direction) }
    migration.disable_ddl_transaction ? work.call : ActiveRecord::Base.transaction { work.call }
  end
  { sql: $sent }
rescue StandardError, ScriptError => error
  { sql: $sent, error: "#{error.class}: #{error.message.lines.first}" }
end

# What stands in a module without a name is not found again by its own.
def read(text)
  $spaces = $spaces.to_i + 1
  space = Object.const_set("Space#{$spaces}", Module.new)
  space.module_eval(text)
  found = space.constants.map { |name| space.const_get(name) }
  found.find { |one| one.is_a?(Class) && one < ActiveRecord::Migration }
end

# A constraint comes back without a look at the rows, which is made up for here.
def dumped
  unproven = "SELECT conrelid::regclass, quote_ident(conname) FROM pg_constraint WHERE NOT convalidated"
  CONNECTION.select_rows(unproven).each do |table, name|
    CONNECTION.execute("ALTER TABLE #{table} VALIDATE CONSTRAINT #{name}")
  end
  output, = Open3.capture2(DUMP, "-h", WHERE, "-U", "postgres", "-s", "--restrict-key=x", "-n", "public", "judge")
  output
end

def emptied
  case ADAPTER
  when "postgresql"
    CONNECTION.execute("DISCARD TEMP")
    CONNECTION.execute("DROP SCHEMA IF EXISTS public, app, other CASCADE; CREATE SCHEMA public")
  when "mysql2"
    ["DROP DATABASE judge", "CREATE DATABASE judge", "USE judge"].each { |sql| CONNECTION.execute(sql) }
  else
    CONNECTION.execute("PRAGMA foreign_keys = OFF")
    CONNECTION.tables.each { |table| CONNECTION.execute("DROP TABLE #{CONNECTION.quote_table_name(table)}") }
  end
end

def judged(question)
  emptied
  ADAPTER == "postgresql" ? CONNECTION.execute(BEFORE) : BEFORE.split(";\n").each { |sql| CONNECTION.execute(sql) }
  CONNECTION.schema_cache.clear!
  dump = -> { question["dump"] ? dumped : "" }
  migrations = question["texts"].map { |text| read(text) }
  back = migrations.last(question["back"])
  kept = run(migrations.first(migrations.length - back.length), :up)
  answer = { kept: kept, before: dump.call, up: run(back, :up), after: dump.call }
  answer.update(down: run(back.reverse, :down), gone: dump.call, again: run(back, :up), last: dump.call) if question["down"]
  answer
rescue StandardError, ScriptError => error
  { error: "#{error.class}: #{error.message.lines.first}" }
end

$stdin.each_line do |line|
  OUT.puts JSON.generate(judged(JSON.parse(line)))
  OUT.flush
end

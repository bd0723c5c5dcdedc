# Runs migrations with the Active Record that this process loads, and says what that sent to PostgreSQL.
#
# Reads one case a line: the text of a migration, and whether it is to go back, as JSON. Answers each with what was sent on the way up, down, and
# up again where that is asked, or with the error that came up.
require "rubygems"
require "json"
require "logger"
require "active_record"

host, before = ARGV
ActiveRecord::Base.establish_connection(adapter: "postgresql", host: host, username: "postgres", database: "judge")
ActiveRecord::Migration.verbose = false
CONNECTION = ActiveRecord::Base.connection
$sent = []
ActiveSupport::Notifications.subscribe("sql.active_record") do |*, payload|
  $sent << payload[:sql] unless payload[:name] == "SCHEMA" || payload[:cached]
end

def run(migration, direction)
  $sent = []
  work = -> { migration.new(migration.name.to_s, 1).migrate(direction) }
  migration.disable_ddl_transaction ? work.call : ActiveRecord::Base.transaction { work.call }
  { sql: $sent }
rescue StandardError, ScriptError => error
  { sql: $sent, error: "#{error.class}: #{error.message.lines.first}" }
end

def judged(text, back, before)
  CONNECTION.execute("DISCARD TEMP")
  CONNECTION.execute("DROP SCHEMA IF EXISTS public, app, other CASCADE; CREATE SCHEMA public")
  CONNECTION.execute(before)
  CONNECTION.schema_cache.clear!
  space = Module.new
  space.module_eval(text)
  found = space.constants.map { |name| space.const_get(name) }
  migration = found.find { |one| one.is_a?(Class) && one < ActiveRecord::Migration }
  answer = { up: run(migration, :up) }
  answer.update(down: run(migration, :down), again: run(migration, :up)) if back
  answer
rescue StandardError, ScriptError => error
  { error: "#{error.class}: #{error.message.lines.first}" }
end

$stdin.each_line do |line|
  puts JSON.generate(judged(*JSON.parse(line), File.read(before)))
  $stdout.flush
end

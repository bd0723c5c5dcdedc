# Runs the migrations of a copy of Redmine's folder, the argument, with the Rails and the models that it boots itself.
#
# The database is the one that the environment names.
require "rubygems"
require "csv"
require "logger"

ROOT = ARGV.fetch(0)

# What Redmine wants from Bundler: the gems of its Gemfile that its models and its boot ask for.
module Bundler
  def self.require(*)
    %w[action_controller/action_caching rails-observers request_store roadie-rails].each { |name| Kernel.require name }
  end
end
$LOADED_FEATURES << File.join(ROOT, "config/boot.rb")

# What it writes PDF files with brings fonts of nine megabytes; no migration asks for any.
class RBPDF; end
$LOADED_FEATURES << "rbpdf.rb"

ENV["RAILS_ENV"] = "judge"
require File.join(ROOT, "config/application")
RedmineApp::Application.configure do
  config.eager_load = false
  config.logger = Logger.new(nil)
  config.secret_key_base = "only for the tests"
end
require File.join(ROOT, "config/environment")
Dir.chdir(ROOT)
ActiveRecord::Migration.verbose = false
ActiveRecord::Base.connection.migration_context.migrate

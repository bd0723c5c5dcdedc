// Starts the server and talks to it; what is found and fixed is the server's own business.

import * as vscode from "vscode";
import { LanguageClient, LanguageClientOptions, ServerOptions, TransportKind } from "vscode-languageclient/node";

import { findCommand } from "./command";

const NOT_FOUND = "Towpath was not found. Install it (uv tool install towpath), or say where it is in towpath.path.";

// The migrations, and the files that decide how they are read.
const FILES = [
  "**/*.{sql,py,rb}",
  "**/*{changelog,liquibase}*.{xml,yaml,yml,json}",
  "**/{changelog,changelogs,liquibase,migrations}/**/*.{xml,yaml,yml,json}",
  "**/*.sql.conf",
  "**/towpath.toml",
  "**/flyway.{toml,conf}",
  "**/alembic.ini",
  "**/liquibase.properties",
];

let client: LanguageClient | undefined;
let output: vscode.OutputChannel;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  output = vscode.window.createOutputChannel("Towpath");
  context.subscriptions.push(
    output,
    vscode.commands.registerCommand("towpath.restart", restart),
    vscode.workspace.onDidGrantWorkspaceTrust(restart),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration("towpath.path")) {
        void restart();
      }
    }),
  );
  await start();
}

export async function deactivate(): Promise<void> {
  await stop();
}

async function restart(): Promise<void> {
  await stop();
  await start();
}

async function stop(): Promise<void> {
  const stopped = client;
  client = undefined;
  await stopped?.dispose();
}

async function start(): Promise<void> {
  const command = findCommand(setting(), vscode.workspace.workspaceFolders?.[0]?.uri.fsPath);
  if (command === undefined) {
    await tellNotFound();
    return;
  }
  output.appendLine(`Starting ${[command.program, ...command.args].join(" ")}`);
  client = new LanguageClient("towpath", "Towpath", serverOptions(command.program, command.args), clientOptions());
  await client.start();
}

function setting(): string | string[] {
  return vscode.workspace.getConfiguration("towpath").get<string | string[]>("path", "");
}

function serverOptions(command: string, args: string[]): ServerOptions {
  return { command, args: [...args, "server"], transport: TransportKind.stdio };
}

function clientOptions(): LanguageClientOptions {
  return {
    documentSelector: FILES.map((pattern) => ({ scheme: "file", pattern })),
    outputChannel: output,
  };
}

async function tellNotFound(): Promise<void> {
  output.appendLine(NOT_FOUND);
  const settings = "Open Settings";
  const chosen = await vscode.window.showErrorMessage(NOT_FOUND, settings);
  if (chosen === settings) {
    await vscode.commands.executeCommand("workbench.action.openSettings", "towpath.path");
  }
}

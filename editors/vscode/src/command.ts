// Where the server is: as the setting says, else on the PATH.

import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

export interface Command {
  program: string;
  args: string[];
}

/** The command that runs Towpath; undefined if it is not there. */
export function findCommand(setting: string | string[], folder: string | undefined): Command | undefined {
  const said = (typeof setting === "string" ? [setting] : setting).map((word) => expand(word.trim(), folder));
  const [program, ...args] = said.filter((word) => word !== "");
  const found = locate(program ?? "towpath");
  return found === undefined ? undefined : { program: found, args };
}

function expand(word: string, folder: string | undefined): string {
  const home = word === "~" || /^~[\\/]/.test(word) ? os.homedir() + word.slice(1) : word;
  return folder === undefined ? home : home.replaceAll("${workspaceFolder}", folder);
}

function locate(program: string): string | undefined {
  const folders = path.basename(program) === program ? (process.env["PATH"] ?? "").split(path.delimiter) : [""];
  for (const folder of folders) {
    for (const ending of endings()) {
      const candidate = path.join(folder, program + ending);
      if (isProgram(candidate)) {
        return candidate;
      }
    }
  }
  return undefined;
}

function endings(): string[] {
  return process.platform === "win32" ? ["", ...(process.env["PATHEXT"] ?? ".EXE").split(";")] : [""];
}

function isProgram(candidate: string): boolean {
  try {
    fs.accessSync(candidate, fs.constants.X_OK);
    return fs.statSync(candidate).isFile();
  } catch {
    return false;
  }
}

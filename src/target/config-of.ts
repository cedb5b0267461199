import { dirname, resolve } from "node:path";
import type { Context } from "../cli/app.ts";
import type { Outside } from "../outside.ts";
import type { Target } from "../ports.ts";
import { escapeLine } from "../render/escape.ts";
import { configFor } from "./config-file.ts";

/** The file from which on a configuration is looked for: a key, and a text without a name, are looked at from the current folder. */
export const configPath = (target: Target): string =>
  target.kind === "file" && target.path !== "-" ? target.path : "./key-policy.json";

const known = new WeakMap<Outside, Map<string, ReturnType<typeof configFor>>>();

/**
 * The configuration for a target, read once a run for each folder. `explicit`: what `--config` names, false with `--no-config`. Throws
 * UsageError (`bad-config`), and what reading throws.
 */
export const configOf = (
  { outside, saidNotes }: Context,
  target: Target,
  explicit: string | false | undefined,
): ReturnType<typeof configFor> => {
  const path = configPath(target);
  const read = known.get(outside) ?? new Map<string, ReturnType<typeof configFor>>();
  known.set(outside, read);
  const key = JSON.stringify([explicit, dirname(resolve(path))]);
  const note = (text: string): void => {
    if (saidNotes.has(text)) return;
    saidNotes.add(text);
    outside.terminal.note(`kmspol: ${escapeLine(text)}\n`);
  };
  const config = read.get(key) ?? outside.files().then((files) => configFor(files, path, { explicit, note }));
  read.set(key, config);
  return config;
};

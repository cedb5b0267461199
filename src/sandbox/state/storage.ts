import { readFileSync } from "node:fs";
import { UsageError } from "../../errors.ts";
import { replaceFile } from "../../replace-file.ts";
import { Random } from "./random.ts";
import type { Account, ManagedPolicy, SandboxState } from "./types.ts";

const format = "kmspol-sandbox-1";

/** The state in a file, or undefined where there is no file yet. Throws UsageError for a file of another kind. */
export const loadState = (file: string): SandboxState | undefined => {
  const text = readIfThere(file);
  if (text === undefined) return undefined;
  try {
    const saved = JSON.parse(text, revive) as { format?: unknown; state: SandboxState };
    if (saved.format === format) return upToDate(saved.state);
  } catch {
    // Falls through: the file holds no JSON.
  }
  throw new UsageError("sandbox-data-unreadable", `${file} does not hold the state of a sandbox`, {
    hint: "name another file, or move this one away to start afresh",
  });
};

/** Replaces the file in one step: a reader, or a crash, meets the old state or the new one. */
export const saveState = (file: string, state: SandboxState): void => {
  replaceFile(file, JSON.stringify({ format, state }, dress), 0o600);
};

/** A state that was kept before there were managed policies, or a trail, has none. */
const upToDate = (state: SandboxState): SandboxState => {
  const withAttached = <T extends object>(entities: Map<string, T>) =>
    new Map([...entities].map(([name, entity]) => [name, { attached: new Set<string>(), ...entity }]));
  for (const [id, account] of state.accounts) {
    const { users, roles, groups } = account;
    const entities = { users: withAttached(users), roles: withAttached(roles), groups: withAttached(groups) };
    const { managed = new Map<string, ManagedPolicy>() } = account as Partial<Account>;
    state.accounts.set(id, { ...account, ...entities, managed });
  }
  return { ...state, trail: (state as Partial<SandboxState>).trail ?? [] };
};

const readIfThere = (file: string): string | undefined => {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw new UsageError("sandbox-data-unreadable", `${file} cannot be read`, { cause: error });
  }
};

/** JSON has neither maps nor sets: they travel as an object with one telling member. */
const dress = (_name: string, value: unknown): unknown => {
  if (value instanceof Map) return { "@map": [...value] };
  if (value instanceof Set) return { "@set": [...value] };
  if (value instanceof Random) return { "@random": [value.seed, value.drawn] };
  return value;
};

const revive = (_name: string, value: unknown): unknown => {
  if (typeof value !== "object" || value === null) return value;
  if ("@map" in value) return new Map(value["@map"] as [unknown, unknown][]);
  if ("@set" in value) return new Set(value["@set"] as unknown[]);
  if ("@random" in value) return new Random(...(value["@random"] as [string, number]));
  return value;
};

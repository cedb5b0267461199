import type { Sandbox } from "./sandbox.ts";
import { mainAccount, secondAccount } from "./seed/accounts.ts";
import { regionOf } from "./state/lookup.ts";

/** An environment as a shell sets it: `export NAME=value`, each a line, quoted where it must be. */
export const exportLines = (environment: Readonly<Record<string, string>>): readonly string[] =>
  Object.entries(environment).map(([name, value]) => `export ${name}=${quoted(value)}`);

/**
 * What the sandbox says of itself when it starts: that it is no AWS, how to reach it (unless the user sees that elsewhere), and what there is.
 */
export const banner = (sandbox: Sandbox, environment: Readonly<Record<string, string>> | undefined): string =>
  [
    `kmspol sandbox: KMS, IAM, STS and Organizations on ${sandbox.url}. This is no AWS: nothing here is real, nothing leaves this machine.`,
    "",
    ...(environment ? ["Environment:", ...exportLines(environment).map((line) => `  ${line}`), ""] : []),
    `Keys of account ${mainAccount} in ${sandbox.region}:`,
    ...keyLines(sandbox),
    "",
    `Profiles (accounts ${mainAccount} and ${secondAccount}):`,
    ...sandbox.credentials.map(({ name, description }) => `  ${name.padEnd(16)} ${description}`),
    "",
    "Other identities:",
    ...identityLines(sandbox),
    "",
  ].join("\n");

/** At most so many of a kind are listed: a sandbox may hold thousands of keys. */
const shown = 20;

const keyLines = ({ state, region }: Sandbox): string[] => {
  const { aliases, keys } = regionOf(state, mainAccount, region);
  const named = [...aliases.values()].map(({ name, target = "" }) => {
    const key = keys.get(target);
    return `  ${name.padEnd(16)} ${key ? `${key.spec}, ${key.state}` : "no key yet"}`;
  });
  return shortened(named);
};

const identityLines = ({ state }: Sandbox): string[] =>
  [...state.accounts.values()].map(({ id, users, roles, groups }) => {
    const named = (kind: string, map: ReadonlyMap<string, unknown>) =>
      map.size === 0 ? [] : [`${kind} ${shortened([...map.keys()]).join(", ")}`];
    const all = [...named("users", users), ...named("roles", roles), ...named("groups", groups)];
    return `  ${id}: ${all.join("; ")}`;
  });

const shortened = (lines: readonly string[]): string[] =>
  lines.length <= shown ? [...lines] : [...lines.slice(0, shown), `  … and ${lines.length - shown} more`];

const quoted = (value: string): string =>
  /^[\w.:/@=+-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`;

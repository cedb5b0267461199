import { dirname, relative, resolve, sep } from "node:path";
import type { Acceptance, AcceptanceProblem } from "../check/acceptance.ts";
import { type Config, noConfig, readConfig } from "../check/config.ts";
import { matchesGlob } from "../check/glob.ts";
import type { CheckOptions } from "../check/options.ts";
import { UsageError } from "../errors.ts";
import { parsePolicyText } from "../policy/document.ts";
import type { SyntaxNode } from "../policy/syntax.ts";
import { positionAt } from "../policy/text/position.ts";
import type { PolicyFiles, Target } from "../ports.ts";

export const configName = ".kmspolrc.json";

/** A configuration and where it lies. */
interface FoundConfig extends Config {
  readonly path: string;
}

/** Which configuration is meant: a file, `false` for none, or undefined for the nearest one; `note` takes why one is not used. */
export interface ConfigChoice {
  readonly explicit?: string | false | undefined;
  readonly note: (text: string) => void;
}

/**
 * The configuration that `explicit` names, or the nearest `.kmspolrc.json` above a file. One that nobody should go by is not used, and
 * named to `note`. Throws UsageError (`bad-config`), and what reading throws.
 */
export const configFor = async (
  files: PolicyFiles,
  path: string,
  { explicit, note }: ConfigChoice,
): Promise<FoundConfig> => {
  if (explicit === false) return { ...noConfig, path };
  const found =
    explicit === undefined
      ? await files.findUpwards(path, configName)
      : { path: explicit, text: await files.read(explicit) };
  if (!found) return { ...noConfig, path };
  if ("unused" in found) {
    note(`${found.path} is not used: ${found.unused}; --config takes it all the same`);
    return { ...noConfig, path };
  }
  return { ...parseConfig(found), path: found.path };
};

/** What a configuration accepts of a target: for a key, and a text without a name, what it accepts whatever the file. */
export const acceptedOf = (config: FoundConfig, target: Target): readonly Acceptance[] =>
  target.kind === "file" && target.path !== "-"
    ? acceptedFor(config, target.path)
    : config.accepted.filter(({ files }) => files === undefined);

const acceptedFor = ({ path: place, accepted }: FoundConfig, path: string): readonly Acceptance[] => {
  const name = relative(dirname(resolve(place)), resolve(path))
    .split(sep)
    .join("/");
  return accepted.filter(
    ({ files: globs }) => globs === undefined || globs.some((glob) => matchesGlob(name, glob)),
  );
};

/** What the rules are told of a configuration. It quiets what is expected of accounts, never who locks himself out, nor what everyone may do. */
export const checkOptionsOf = ({
  organization,
  trustedAccounts,
  vendorAccounts,
  forbid,
}: Config): CheckOptions => ({
  ...(organization !== undefined && { organization }),
  ...(vendorAccounts.size > 0 && { vendorAccounts: new Set(vendorAccounts.keys()) }),
  ...(trustedAccounts.size > 0 && { trustedAccounts: new Set(trustedAccounts.keys()) }),
  ...(vendorAccounts.size + trustedAccounts.size > 0 && {
    accountNames: new Map([...trustedAccounts, ...vendorAccounts]),
  }),
  ...(forbid.length > 0 && { forbid }),
});

const parseConfig = ({ path, text }: { readonly path: string; readonly text: string }): Config => {
  const { root, problems: broken } = parsePolicyText(text, "json");
  const [first] = broken;
  if (first) {
    const { line, column } = positionAt(text, first.start);
    throw badConfig(path, { where: `line ${line}, column ${column}`, message: first.message });
  }
  const config = readConfig(JSON.parse(text));
  const [problem] = config.problems;
  if (problem) throw badConfig(path, { ...problem, where: placeIn(text, root, problem.where) });
  return config;
};

/** A JSON Pointer with its line and column. */
const placeIn = (text: string, root: SyntaxNode | undefined, pointer: string): string => {
  const { line, column } = positionAt(text, startOf(root, pointer.split("/").slice(1)));
  return `${pointer} (line ${line}, column ${column})`;
};

/** Where the value begins that the steps lead to; of one that is not there, what it would stand in; of a member, its name. */
const startOf = (node: SyntaxNode | undefined, [step, ...rest]: readonly string[]): number => {
  if (!node || step === undefined) return node?.start ?? 0;
  if (node.kind === "array") return startOf(node.items[Number(step)] ?? node, rest);
  const member = node.kind === "object" ? node.members.find(({ name }) => name === step) : undefined;
  if (!member) return node.start;
  return rest.length === 0 ? member.nameNode.start : startOf(member.value, rest);
};

/** A place in the configuration's `accept`, or in a policy's comment, which has a line alone. */
const isAboutAcceptance = (where: string): boolean => where.startsWith("/accept") || /^line \d+$/.test(where);

/** One sentence for a configuration, or a comment in a policy, that cannot be gone by as it stands. */
export const badConfig = (path: string, { where, message }: AcceptanceProblem): UsageError =>
  new UsageError("bad-config", `${path} at ${where}: ${message}`, {
    hint: !isAboutAcceptance(where)
      ? "kmspol explain bad-config shows a configuration; schemas/kmspolrc.schema.json tells an editor what may stand in it"
      : 'an accepted finding is { "code": "grant-unrestricted", "reason": "why" }, with files or sid where it is to hold',
  });

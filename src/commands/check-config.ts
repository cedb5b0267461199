import { dirname, relative, resolve, sep } from "node:path";
import type { Acceptance, AcceptanceProblem } from "../check/acceptance.ts";
import { readConfig } from "../check/config.ts";
import { UsageError } from "../errors.ts";
import { parsePolicyText } from "../policy/document.ts";
import { positionAt } from "../policy/text/position.ts";
import type { PolicyFiles } from "../ports.ts";

export const configName = ".kmspolrc.json";

/** A configuration and where it lies; each is read once in a run. */
interface Config {
  readonly path: string;
  readonly accepted: readonly Acceptance[];
}

/** What the nearest `.kmspolrc.json` above a file accepts for it. Throws UsageError (`bad-config`). */
export const configuredAcceptances = async (
  files: PolicyFiles,
  path: string,
): Promise<readonly Acceptance[]> => {
  const found = await files.findUpwards(path, configName);
  if (!found) return [];
  const { accepted } = parseConfig(found);
  const { default: picomatch } = await import("picomatch");
  const place = relative(dirname(found.path), resolve(path)).split(sep).join("/");
  return accepted.filter(({ files: globs }) => globs === undefined || picomatch.isMatch(place, [...globs]));
};

const parseConfig = ({ path, text }: { readonly path: string; readonly text: string }): Config => {
  const { problems: broken } = parsePolicyText(text, "json");
  const [first] = broken;
  if (first) {
    const { line, column } = positionAt(text, first.start);
    throw badConfig(path, { where: `line ${line}, column ${column}`, message: first.message });
  }
  const { accepted, problems } = readConfig(JSON.parse(text));
  if (problems[0]) throw badConfig(path, problems[0]);
  return { path, accepted };
};

/** One sentence for a configuration, or a comment in a policy, that accepts nothing as it stands. */
export const badConfig = (path: string, { where, message }: AcceptanceProblem): UsageError =>
  new UsageError("bad-config", `${path} at ${where}: ${message}`, {
    hint: 'an accepted finding is { "code": "grant-unrestricted", "reason": "why" }, with files or sid where it is to hold',
  });

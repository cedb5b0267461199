import type { OpenCaller } from "./caller.ts";
import type { Budget } from "../boxes/box.ts";
import type { Test } from "../conditions/condition-test.ts";
import { remembering } from "../group-by.ts";
import { explorePatterns } from "../patterns/explore-patterns.ts";
import { callerKeys } from "../conditions/known-keys.ts";
import { type Pattern, type Token } from "../patterns/pattern.ts";
import { textPattern } from "../patterns/pattern-text.ts";
import { type ReservedKind, reservedKinds, reservedNames } from "./reserved-patterns.ts";
import { canHavePath, reservedRole, somePathOf } from "../../../policy/reserved-roles.ts";

const nameCharacters = "xyzabcdefghijklmnopqrstuvwABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_+=,.@-";
const plain = { wildcards: false, variables: false };

/** ARNs to stand for callers that no policy names; `open` where they may not stand for all. */
export interface Representatives {
  readonly arns: readonly string[];
  readonly open?: OpenCaller;
}

const open: OpenCaller = {
  to: "name",
  doubt: "there are too many patterns on the caller to try every kind of caller",
};

/**
 * For the users, roles and federated users of an account that are not in `named`: one ARN for each way in which the tests on the
 * caller can treat them.
 */
export const unnamedArns = (
  partition: string,
  account: string,
  tests: readonly Test[],
  named: ReadonlySet<string>,
  budget: Budget,
): Representatives => {
  const usual = unusedArn(`arn:${partition}:iam::${account}:role/Other`, named);
  if (!tests.some(({ key }) => typeTests.has(key))) return { arns: [usual] };
  const patterns = tests.flatMap((test) => arnPatterns(test, partition, account));
  const root = `arn:${partition}:iam::${account}:role/`;
  const kinds = reservedIn(tests);
  const others = ["iam::A:user/", "sts::A:federated-user/"].map((shape) =>
    shapeFrom(`arn:${partition}:${shape.replace("A", account)}`),
  );
  const explored = [
    { within: shapeFrom(root), except: kinds.flatMap((kind) => reservedNames(root, kind)) },
    ...[...others, ...kinds.flatMap((kind) => reservedShapes(root, kind, restOfName))].map((within) => ({
      within,
    })),
  ].map((which) => explorePatterns(patterns, { ...which, avoid: named, budget }));
  const arns = explored.flatMap((found) => found ?? []).filter(canExist);
  if (explored.every((found) => found !== undefined)) return { arns: arns.sort() };
  return { arns: [usual, ...arns], open };
};

/** ARNs of a role whose path is not known, one for each way in which the tests on the caller can treat it. */
export const roleArns = (
  partition: string,
  account: string,
  name: string,
  tests: readonly Test[],
  budget: Budget,
): Representatives => {
  const root = `arn:${partition}:iam::${account}:role/`;
  const usual = `${root}${somePathOf(name).slice(1)}${name}`;
  if (!tests.some(({ key }) => key === "aws:principalarn")) return { arns: [usual] };
  const patterns = tests.flatMap((test) => arnPatterns(test, partition, account));
  const itself = textPattern(name, plain);
  const shapes = reservedRole(name)
    ? reservedKinds
        .filter(({ sign }) => sign.test(name))
        .flatMap(({ paths }) => paths.map((path) => [...textPattern(root, plain), ...path, ...itself]))
    : [[...textPattern(root, plain), ...somePath, ...itself]];
  const explored = shapes.map((within) => explorePatterns(patterns, { within, budget }));
  const arns = explored.flatMap((found) => found ?? []).filter(canExist);
  return explored.every((found) => found !== undefined)
    ? { arns: [usual, ...arns] }
    : { arns: [usual], open };
};

// Whether the account is named in a test does not matter here: within one account such tests do not differ.
const typeTests = new Set([...callerKeys].filter((key) => !key.endsWith("account")));

const restOfName: Token = { star: true, only: nameCharacters };

// Each statement of a policy is asked about the same accounts.
const shapesByStart = new Map<string, Pattern>();
const mostShapes = 1000;

const shapeOf = (start: string, withPath: boolean): Pattern => [
  ...textPattern(start, plain),
  { star: true, only: withPath ? `${nameCharacters}/` : nameCharacters },
  ...(withPath ? [] : [{ star: false, only: nameCharacters }]),
  { star: false, only: nameCharacters },
];

const shapeFrom = (start: string): Pattern => {
  if (shapesByStart.size >= mostShapes) shapesByStart.clear();
  return remembering(shapesByStart, start, () => shapeOf(start, !start.includes(":sts:")));
};

// A role of AWS's own has no other path than AWS gives it: where a test may tell such names from others, names like theirs stand for nobody
// but under those paths, which are looked at by themselves. All at once would be too much to walk.
const reservedIn = (tests: readonly Test[]): readonly ReservedKind[] =>
  reservedKinds.filter(({ sign }) =>
    tests.some(({ condition }) => condition.values.some((value) => sign.test(value))),
  );

const reservedShapes = (root: string, { start, paths }: ReservedKind, rest: Token): readonly Pattern[] =>
  paths.map((path) => [...textPattern(root, plain), ...path, ...start, rest]);

const canExist = (arn: string): boolean => {
  const [, path, name] = /:role(\/(?:.*\/)?)([^/]*)$/.exec(arn) ?? [];
  return path === undefined || name === undefined || canHavePath(name, path);
};

const arnPatterns = ({ key, matcher }: Test, partition: string, account: string): readonly Pattern[] => {
  if (matcher.family !== "text") return [];
  if (key === "aws:principalarn") return matcher.patterns;
  if (key !== "aws:username") return [];
  const exact = [...matcher.exact].map((text) => textPattern(text, plain));
  const start = textPattern(`arn:${partition}:iam::${account}:user/`, plain);
  const names = [...exact, ...matcher.patterns].map((name) => name.map(inOneName));
  return names.flatMap((name) => [
    [...start, ...name],
    [...start, ...somePath, ...name],
  ]);
};

// The name of a user is what follows the last slash of its ARN, whatever its path (IAM User Guide, "IAM identifiers").
const somePath: Pattern = [
  { star: false, only: nameCharacters },
  { star: true, only: `${nameCharacters}/` },
  { star: false, only: "/" },
];
const inOneName = (token: Token): Token =>
  token.only === undefined ? { ...token, except: `${token.except ?? ""}/` } : token;

const unusedArn = (wanted: string, named: ReadonlySet<string>): string => {
  let arn = wanted;
  for (let number = 2; named.has(arn); number += 1) arn = `${wanted}${number}`;
  return arn;
};

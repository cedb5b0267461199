import { nearest } from "../check/nearest.ts";
import type { ContainedKey, Container } from "../container/contained.ts";
import { UsageError } from "../errors.ts";
import { positionAt } from "../policy/text/position.ts";
import type { ReadDocument } from "./read-document.ts";

/** Of a policy by itself no key can be named. */
export const noKeyIn = (path: string, key: string): UsageError =>
  new UsageError(
    "no-such-key",
    `${path} is a policy by itself, or holds none: there is no key ${key} in it`,
    {
      hint: "leave out what follows the #",
    },
  );

/** The key of a document that is meant. Throws UsageError: `no-such-key`, `which-key`. */
export const chooseKey = (container: Container, { path, key, text }: ReadDocument): ContainedKey => {
  const { keys, fault } = container;
  if (key !== undefined && keys[0]?.isWhole) throw noKeyIn(path, key);
  if (fault) {
    const { line, column } = positionAt(text, fault.at);
    throw new UsageError(
      "json-syntax",
      `${path} is no ${container.kind.replace(/^an? /, "")} at line ${line}, column ${column}: ${fault.message}`,
      {
        hint: "correct it there, and run the command again",
      },
    );
  }
  const names = keys.map(({ selector }) => selector);
  if (keys.length === 0)
    throw new UsageError(
      "no-key-policy",
      `${path} holds no key policy: it is ${container.kind} without a KMS key`,
      {
        hint: "name the document that has the key",
      },
    );
  if (key === undefined) {
    const [only, other] = keys;
    if (only && !other) return only;
    const hint = `name one: ${path}#${names[0] ?? ""}`;
    throw new UsageError("which-key", `${path} holds ${keys.length} keys: ${names.join(", ")}`, { hint });
  }
  const found = keysNamed(container, key);
  if (found.length === 1 && found[0]) return found[0];
  const message =
    found.length === 0
      ? `${path} holds no key ${key}; it holds ${names.join(", ")}`
      : `${path} holds ${found.length} keys of the name ${key}`;
  const meant = meantKey(key, names);
  const hint =
    meant === undefined ? "kmspol list FILE lists them; #1 is the first" : `did you mean ${path}#${meant}?`;
  throw new UsageError("no-such-key", message, { hint });
};

/** The only key whose address ends in a name (`app` of `module.a.aws_kms_key.app`), or else the one that is written nearly so. */
const meantKey = (typed: string, names: readonly string[]): string | undefined => {
  const [ending, other] = names.filter((name) => name.endsWith(`.${typed}`));
  return other === undefined && ending !== undefined ? ending : nearest(typed, names);
};

/** The keys that a selector fits: `#n` counts them. */
const keysNamed = ({ keys }: Container, name: string): readonly ContainedKey[] => {
  const exact = keys.filter(({ selector, names }) => selector === name || names?.includes(name));
  if (exact.length > 0) return exact;
  const nth = /^#?(\d+)$/.exec(name)?.[1];
  const key = nth === undefined ? undefined : keys[Number(nth) - 1];
  return key ? [key] : [];
};

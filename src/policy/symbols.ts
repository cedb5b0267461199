import { hasSigns, shown, withoutSigns } from "./symbol-words.ts";
import { withOpenPartitions, withUsualPartition } from "./open-partition.ts";

/**
 * Names for what a document leaves to its deployment: the own account, a parameter without a value, an own role without a name. Inside
 * the program a stand-in of the right form takes the place of each, so that a policy with symbols is read like any other; `unveil`
 * writes the names back into whatever is told. A stand-in never looks like a policy variable, which a condition would resolve.
 */

const longestReason = 400;

/** Why who or whose account a name stands for is not known, by the name. */
const reasons = new Map<string, string>();
/** The names in full, by the ten digits that stand for each: two that are shown alike are two. */
const names = new Map<string, string>();
/** The principals that are known by a name alone, by that name. */
const principals = new Map<string, string>();
/** Names of roles and users that the document makes: each is that one, whatever it will be called. */
const ownNames = new Set<string>();
/** The fixed parts of principals of which more than a name is known, by that name. */
const knownParts = new Map<string, readonly string[]>();

/** The names that stand for whole statements. */
const statements = new Set<string>();

const mark = "kmspol-later-";

/** Ten digits for a name: the same in every run, so that two documents are compared by it. */
const digitsOf = (name: string): string => {
  let hash = 2166136261;
  for (const character of name) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16777619) >>> 0;
  let digits = String(hash).padStart(10, "0").slice(-10);
  while (names.has(digits) && names.get(digits) !== name)
    digits = String((Number(digits) + 1) % 10_000_000_000).padStart(10, "0");
  names.set(digits, name);
  return digits;
};

/** A text that stands for `${name}` within a string. */
export const symbolText = (name: string): string => `${mark}${digitsOf(name)}`;

/** Under which name `--set` and `--parameters` tell what a name stands for. */
const tellable = new Map<string, string>();

/** The name, with the note that what it stands for can be told: as the value of `parameter`. */
export const canBeTold = (name: string, parameter = name): string => {
  tellable.set(name, parameter);
  return name;
};

/** The parameters that would settle what a text says is not known, in which names stand as `unveil` writes them. */
export const settledBy = (text: string): readonly string[] =>
  [...tellable].filter(([name]) => text.includes(shown(name))).map(([, parameter]) => parameter);

/** Whether a part of a text is known by a name alone. */
export const hasSymbol = (text: string): boolean => text.includes(mark);

/** Twelve digits that stand for an account known by that name alone. */
export const symbolAccount = (name: string): string => `99${digitsOf(name)}`;

/**
 * A principal of which nothing but a name is known, and why; with `written` its text, open parts as `symbolText` says them, of which the
 * rest is known.
 */
export const opaquePrincipal = (name: string, why: string, written?: string): string => {
  reasons.set(name, withoutSigns(why, longestReason));
  const parts = written === undefined ? undefined : fixedParts(written);
  if (parts) knownParts.set(name, parts);
  return named(name, `arn:aws:iam::${symbolAccount(name)}:role/${symbolText(name)}`);
};

/** The principal of a statement of which nothing but a name is known, and why: it is read as one that lets whomever do everything. */
export const opaqueStatement = (name: string, why: string): string => {
  statements.add(name);
  return opaquePrincipal(name, why);
};

/** Whether a principal word is that of a statement of which nothing but a name is known. */
export const isOpaqueStatement = (word: string): boolean =>
  isOpaquePrincipal(word) && openNames(word).some((name) => statements.has(name));

/** A principal that is found by a name of its document, too. */
export const named = (name: string, arn: string): string => {
  principals.set(name, arn);
  return arn;
};

/** A role or user of the own account whose name the deployment chooses. */
export const ownPrincipal = (
  kind: "role" | "user",
  name: string,
  { partition, account }: { readonly partition: string; readonly account: string },
): string => {
  ownNames.add(name);
  return named(name, asUsualPartition(`arn:${partition}:iam::${account}:${kind}/${symbolText(name)}`));
};

/** An account known by a name alone, that is not the own one. */
export const opaqueAccount = (name: string, why: string): string => {
  reasons.set(name, withoutSigns(why, longestReason));
  return symbolAccount(name);
};

/** Why what a principal word names is not known; undefined where it is known, if only by a name. */
export const whyOpaque = (word: string): string | undefined => {
  const digits = /\b99(\d{10})\b/.exec(word)?.[1];
  const name = digits === undefined ? undefined : names.get(digits);
  return name === undefined ? undefined : reasons.get(name);
};

/**
 * A text of which nothing but a name is known, in a place where an account, a principal or a statement stands: as that, a statement as its
 * principal. Undefined for other texts, and for own names.
 */
export const opaqueAs = (kind: "account" | "principal" | "statement", text: string): string | undefined => {
  const name = names.get(new RegExp(`^${mark}(\\d{10})$`).exec(text)?.[1] ?? "");
  if (name === undefined || ownNames.has(name)) return undefined;
  const why = reasons.get(name) ?? notKnownYet(text);
  if (kind === "account") return opaqueAccount(name, why);
  return kind === "statement" ? opaqueStatement(name, why) : opaquePrincipal(name, why);
};

/** Why a name is that of another account than the own one, whoever it is: it is read or made in that one's name. */
export const throughAnotherProvider = (what: "read" | "made"): string =>
  `it is ${what} through another provider`;

/** Whether a principal word names an account that is certainly another one, if only by a name. */
export const isAnotherAccount = (word: string): boolean =>
  !hasSymbol(word) && /through another provider$/.test(whyOpaque(word) ?? "");

/** The names that are left open in a text. */
export const openNames = (text: string): readonly string[] => [
  ...new Set([...text.matchAll(anywhere)].flatMap(([, one, other]) => names.get(one ?? other ?? "") ?? [])),
];

/**
 * The fixed parts around what is open in a text, in their order; undefined where nothing is. An own role is nobody else whatever it is
 * called, and the own account is that one. Of a principal that may be anybody both parts are empty.
 */
export const fixedParts = (text: string): readonly string[] | undefined => {
  if (names.size === 0 || !(text.includes(mark) || /\b99\d{10}\b/.test(text))) return undefined;
  if (isOpaquePrincipal(text)) return knownParts.get(openNames(text)[0] ?? "") ?? ["", ""];
  const parts: string[] = [];
  let fixed = "";
  let at = 0;
  for (const { 0: found, 1: one = "", 2: other = "", index } of text.matchAll(anywhere)) {
    const name = names.get(one || other);
    const isOpen =
      name !== undefined && (other === "" ? !ownNames.has(name) : whyOpaque(found) !== undefined);
    fixed += text.slice(at, isOpen ? index : index + found.length);
    at = index + found.length;
    if (!isOpen) continue;
    parts.push(fixed);
    fixed = "";
  }
  return parts.length === 0 ? undefined : [...parts, fixed + text.slice(at)];
};

/** Gives the text in which what stands for a name stands for another one, of whom as much is known. */
export const renamedIn = (name: string, fresh: string): ((text: string) => string) => {
  const [old, digits] = [digitsOf(name), digitsOf(fresh)];
  const rename = (text: string): string =>
    text
      .replaceAll(`${mark}${old}`, `${mark}${digits}`)
      .replace(new RegExp(`\\b99${old}\\b`, "g"), `99${digits}`);
  const [why, arn, parts] = [reasons.get(name), principals.get(name), knownParts.get(name)];
  if (why !== undefined) reasons.set(fresh, why);
  if (arn !== undefined) principals.set(fresh, rename(arn));
  if (parts) knownParts.set(fresh, parts);
  if (ownNames.has(name)) ownNames.add(fresh);
  return rename;
};

/** Whether a principal word names somebody of whom nothing but a name is known. */
export const isOpaquePrincipal = (word: string): boolean => {
  const [, account, name] = opaqueWhole.exec(word) ?? [];
  return account !== undefined && account === name && whyOpaque(word) !== undefined;
};

const opaqueWhole = /^arn:aws:iam::99(\d{10}):role\/kmspol-later-(\d{10})$/;

/** A text without what stands in it for names: what of its length is known. */
export const withoutStandIns = (text: string): string =>
  names.size === 0
    ? text
    : text.replace(/kmspol-later-(\d{10})/g, (found, digits: string) => (names.has(digits) ? "" : found));

/** What is to be said of a text with open parts, as a clause. */
export const notKnownYet = (text: string): string => `what ${unveil(text)} stands for is not known here`;

/**
 * A whole text in which an open account stands as one, with the usual partition for one that only the deployment knows: it is read with that, and told with its name. That is
 * kept of ARNs with another symbol alone, which cannot be meant by what somebody wrote out.
 */
export const asUsualPartition = (whole: string): string => withUsualPartition(withOpenAccount(whole));

/** An ARN in which some function of the document has put what is not known into the account's place. */
const withOpenAccount = (text: string): string =>
  text.replace(openAccount, (found, before: string, digits: string) => {
    const name = names.get(digits);
    return name === undefined ? found : before + opaqueAccount(name, reasons.get(name) ?? notKnownYet(found));
  });

const openAccount = /^(arn:[^:]*:[^:]*:[^:]*:)kmspol-later-(\d{10})(?=:)/;

const principal = /(?:arn:[a-z0-9-]*:iam::\d{12}:)?(?:role|user)\/kmspol-later-(\d{10})(?:\s+of 99\d{10})?/g;
const anywhere = /kmspol-later-(\d{10})|\b99(\d{10})\b/g;

/** Whether a text has what stands for a name: it is for this program alone, and no text that is written has it. */
export const hasStandIn = (text: string): boolean => names.size > 0 && unveil(text) !== text;

/** The text with the names of symbols in the place of what stands for them. */
export const unveil = (text: string): string => {
  if (names.size === 0) return text;
  const nameOr = (found: string, digits: string): string => {
    const name = names.get(digits);
    return name === undefined ? found : shown(name);
  };
  return withOpenPartitions(
    text.replace(principal, (found, digits: string) => {
      const name = names.get(digits);
      return name !== undefined && principals.has(name) ? shown(name) : found;
    }),
  ).replace(anywhere, (found, text: string | undefined, account: string | undefined) =>
    nameOr(found, text ?? account ?? ""),
  );
};

/**
 * A principal as a person writes it, with what stands for the names in it: `${OrdersRole}`, `arn:aws:iam::${AWS::AccountId}:role/App`.
 * The way back from `unveil`; a name that the document does not have stays as it is.
 */
export const veil = (typed: string): string => {
  if (!hasSigns(typed)) return typed;
  const text = typed.replace(/^arn:\$\{AWS::Partition\}:/, "arn:aws:");
  const [whole, other] = [...principals].filter(([name]) => name === text || shown(name) === text);
  if (whole && !other) return whole[1];
  return [...names.values()].reduce(
    (so, name) =>
      so.replaceAll(shown(name), (found, at: number) => {
        const isAccount =
          found === so || /^(?:account|root-user):$|^arn:[^:]*:(?:iam|sts)::$/.test(so.slice(0, at));
        return isAccount ? symbolAccount(name) : symbolText(name);
      }),
    text,
  );
};

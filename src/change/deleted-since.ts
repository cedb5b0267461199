import type { PolicyDocument } from "../policy/document.ts";
import { editTowards } from "../policy/edit-towards.ts";
import { documentValue, isList, isRecord, type JsonObject } from "../policy/json-value.ts";
import { parsePrincipal } from "../policy/principal.ts";
import { listOf } from "../policy/same-document.ts";
import type { JsonValue } from "../policy/syntax.ts";

/**
 * The texts as KMS shows them now: a user or role that was deleted since stands in `current` by the unique id that is left of it (IAM
 * User Guide, "AWS JSON policy elements: Principal"). Nobody has written then. An id is paired with the one ARN that is missing from the
 * same places; where that is not clear the texts stay as they are. Pure; throws nothing.
 */
export const asShownNow = (
  texts: readonly PolicyDocument[],
  current: PolicyDocument,
): readonly PolicyDocument[] => {
  const shown = placesOf(current);
  const ids = [...shown.keys()].filter((value) => parsePrincipal("AWS", value).kind === "unique-id");
  if (ids.length === 0) return texts;
  const known = texts.map((text) => placesOf(text));
  const fresh = ids.filter((id) => !known.some((places) => places.has(id)));
  if (fresh.length === 0) return texts;
  const left = new Map(known.flatMap((places) => pairsOf(places, shown, fresh)));
  return left.size === 0 ? texts : texts.map((text) => withIds(text, left));
};

/** Each principal of type AWS with the places where it stands: the statement and whether it is left out. */
type Places = ReadonlyMap<string, string>;

const placesOf = (document: PolicyDocument): Places => {
  const places = new Map<string, string>();
  statementsOf(document).forEach((statement, index) => {
    for (const name of elements)
      for (const value of new Set(entriesOf(statement, name)))
        places.set(value, `${places.get(value) ?? ""} ${index} ${name}`);
  });
  return places;
};

const elements = ["Principal", "NotPrincipal"] as const;

const statementsOf = (document: PolicyDocument): readonly JsonValue[] => {
  const root = documentValue(document);
  return isRecord(root) ? listOf(root["Statement"] ?? []) : [];
};

const entriesOf = (statement: JsonValue, name: string): readonly string[] => {
  const principal = isRecord(statement) ? statement[name] : undefined;
  const entries = isRecord(principal) ? listOf(principal["AWS"] ?? []) : [];
  return entries.filter((entry) => typeof entry === "string");
};

type Pair = readonly [arn: string, id: string];

/** Of each kind in the same places one ARN went and one id came. */
const pairsOf = (known: Places, shown: Places, fresh: readonly string[]): readonly Pair[] => {
  const gone = grouped([...known].filter(([value]) => !shown.has(value)));
  const come = grouped([...shown].filter(([value]) => fresh.includes(value)));
  return [...come].flatMap(([where, [id, second]]) => {
    const [arn, other] = gone.get(where) ?? [];
    const isClear = id !== undefined && arn !== undefined && second === undefined && other === undefined;
    return isClear ? [[arn, id] as const] : [];
  });
};

const grouped = (entries: readonly Pair[]): ReadonlyMap<string, readonly string[]> => {
  const groups = new Map<string, readonly string[]>();
  for (const [value, places] of entries) {
    const kind = kindOf(value);
    if (kind === undefined) continue;
    const where = `${kind}${places}`;
    groups.set(where, [...(groups.get(where) ?? []), value]);
  }
  return groups;
};

/** The kind of a user, a role or a session, by its name or by its id. */
const kindOf = (value: string): string | undefined => {
  const principal = parsePrincipal("AWS", value);
  if (principal.kind === "session") return `session ${principal.session}`;
  if (principal.kind === "user" || principal.kind === "role") return principal.kind;
  if (principal.kind !== "unique-id") return undefined;
  const [, session] = /:(.+)$/.exec(principal.id) ?? [];
  return session === undefined ? principal.of : `session ${session}`;
};

const withIds = (document: PolicyDocument, left: ReadonlyMap<string, string>): PolicyDocument => {
  const root = documentValue(document);
  if (!isRecord(root)) return document;
  const statements = statementsOf(document).map((statement) => withIdsIn(statement, left));
  const [only] = statements;
  const Statement = isList(root["Statement"]) ? statements : (only ?? []);
  return editTowards(document, { ...root, Statement });
};

const withIdsIn = (statement: JsonValue, left: ReadonlyMap<string, string>): JsonValue => {
  if (!isRecord(statement)) return statement;
  const members = elements.flatMap((name): readonly (readonly [string, JsonValue])[] => {
    const principal = statement[name];
    if (!isRecord(principal) || principal["AWS"] === undefined) return [];
    const changed = (value: JsonValue): JsonValue =>
      typeof value === "string" ? (left.get(value) ?? value) : value;
    const entries = principal["AWS"];
    const AWS = isList(entries) ? entries.map(changed) : changed(entries);
    return [[name, { ...principal, AWS }]];
  });
  return { ...statement, ...(Object.fromEntries(members) satisfies JsonObject) };
};

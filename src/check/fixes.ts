import { statementArray, type PolicyDocument } from "../policy/document.ts";
import { removeMember, setMember } from "../policy/edit-members.ts";
import { valueOf } from "../policy/json-value.ts";
import { removeStatement } from "../policy/edit-statements.ts";
import { nodeAt } from "../policy/text/node-at.ts";
import { removalOf } from "../policy/text/node-remove.ts";
import { replacementOf } from "../policy/text/node-replace.ts";
import { hasSymbol } from "../policy/symbols.ts";
import type { JsonPath, JsonValue } from "../policy/syntax.ts";
import { changeOf, withChange, type Change } from "../policy/text/with-change.ts";
import type { Fix } from "./rule.ts";

const planned = (given: Fix["plan"]): Fix => {
  const plan = writable(given);
  const alone = (document: PolicyDocument) => made(document, plan(document));
  return Object.assign(alone, { plan });
};

const made = (document: PolicyDocument, change: Change | undefined): PolicyDocument =>
  change ? withChange(document, change) : document;

/** One that is made alone, except where `plan` says otherwise. */
const whole = (run: (document: PolicyDocument) => PolicyDocument, plan: Fix["plan"] = () => undefined): Fix =>
  Object.assign(
    (document: PolicyDocument) => {
      const after = run(document);
      return hasSymbol(after.text) && !hasSymbol(document.text) ? document : after;
    },
    { plan: writable(plan) },
  );

/** What the deployment alone can name stands in no text: who mends it has to write it by hand. */
const writable =
  (plan: Fix["plan"]): Fix["plan"] =>
  (document) => {
    const change = plan(document);
    return change?.replacements.some(({ text }) => hasSymbol(text)) === true ? undefined : change;
  };

/** Writes another value at a path. */
export const replaceAt = (path: JsonPath, value: JsonValue): Fix =>
  planned((document) => {
    const node = nodeAt(document, path);
    return node && replacementOf(document, node, value);
  });

/** Adds or replaces a member of the object at a path. */
export const setAt = (path: JsonPath, name: string, value: JsonValue): Fix =>
  whole((document) => setMember(document, path, name, value));

/** Takes out the member at a path. */
export const removeMemberAt = (path: JsonPath): Fix => {
  const [owner, name] = [path.slice(0, -1), String(path.at(-1))];
  return whole(
    (document) => removeMember(document, owner, name),
    (document) => {
      const object = nodeAt(document, owner);
      if (object?.kind !== "object") return undefined;
      const places = object.members.flatMap((member, index) => (member.name === name ? [index] : []));
      const [index] = places;
      return index === undefined || places.length > 1 ? undefined : removalOf(document, object, index);
    },
  );
};

/** Gives the member at a path another name, in its place and with its value as it is written; not one that is taken. */
export const renameMember = (path: JsonPath, name: string): Fix =>
  planned((document) => {
    const object = nodeAt(document, path.slice(0, -1));
    if (object?.kind !== "object" || object.members.some((each) => each.name === name)) return undefined;
    const member = object.members.find((each) => each.name === path.at(-1));
    if (!member) return undefined;
    const { start, end } = member.nameNode;
    const quote = /^["']/.exec(document.text.slice(start, end))?.[0] ?? "";
    const members = object.members.map((each) => (each === member ? { ...each, name } : each));
    return changeOf(object, valueOf({ ...object, members }), [
      { start, end, text: `${quote}${name}${quote}` },
    ]);
  });

/** Takes a whole statement out. */
export const removeStatementAt = (index: number): Fix =>
  whole(
    (document) => removeStatement(document, index),
    (document) => {
      const array = statementArray(document);
      // A list of two may become a single statement again.
      return array && array.items.length > 2 && index < array.items.length
        ? removalOf(document, array, index)
        : undefined;
    },
  );

/** Takes item `path.at(-1)` out of a list; undefined where the entry is not one of several. */
export const removeItem = (document: PolicyDocument, path: JsonPath): Fix | undefined => {
  const index = path.at(-1);
  const list = nodeAt(document, path.slice(0, -1));
  if (typeof index !== "number" || list?.kind !== "array" || list.items.length < 2) return undefined;
  return planned((current) => {
    const array = nodeAt(current, path.slice(0, -1));
    return array?.kind === "array" ? removalOf(current, array, index) : undefined;
  });
};

/** Puts the test of a condition key (`…/Condition/OPERATOR/KEY`) under another operator; not where the key is there already. */
export const underOperator = (path: JsonPath, operator: string): Fix => {
  const [conditionPath, operatorPath, key] = [path.slice(0, -2), path.slice(0, -1), String(path.at(-1))];
  return whole((document) => {
    const [from, condition] = [nodeAt(document, operatorPath), nodeAt(document, conditionPath)];
    if (from?.kind !== "object" || condition?.kind !== "object") return document;
    const into = nodeAt(document, [...conditionPath, operator]);
    if (from.members.length === 1 && !into) return renameMember(operatorPath, operator)(document);
    const value = nodeAt(document, path);
    if (!value || (into?.kind === "object" && into.members.some(({ name }) => name === key))) return document;
    const withInto = into
      ? setMember(document, [...conditionPath, operator], key, valueOf(value))
      : setMember(document, conditionPath, operator, { [key]: valueOf(value) });
    const last = from.members.length === 1;
    return last
      ? removeMember(withInto, conditionPath, String(operatorPath.at(-1)))
      : removeMember(withInto, operatorPath, key);
  });
};

/** Adds a test to the condition of the statement at a path; not where the operator has the key already. */
export const withTest = (statement: JsonPath, operator: string, key: string, value: JsonValue): Fix =>
  whole((document) => {
    const condition = [...statement, "Condition"];
    const tests = nodeAt(document, [...condition, operator]);
    if (!nodeAt(document, condition))
      return setMember(document, statement, "Condition", { [operator]: { [key]: value } });
    if (!tests) return setMember(document, condition, operator, { [key]: value });
    const has = tests.kind === "object" && tests.members.some(({ name }) => name === key);
    return has ? document : setMember(document, [...condition, operator], key, value);
  });

/** One edit after the other. */
export const bothOf = (first: Fix, second: Fix): Fix => whole((document) => second(first(document)));

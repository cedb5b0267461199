import type { PolicyDocument } from "../policy/document.ts";
import { insertStatement } from "../policy/edit-statements.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import type { JsonObject } from "../policy/json-value.ts";
import { sidOf } from "../policy/text/node-at.ts";
import { readPolicy } from "../policy/read-policy.ts";
import { partOf } from "./recognise.ts";
import { adminActions, consoleSids, grantActions, grantCondition, useActions, type Part } from "./rights.ts";

const order: readonly Part[] = ["delegation", "admin", "use", "grants"];

/** Adds the console's statement of that part for one principal, where the console would put it. */
export const addConsoleStatement = (
  document: PolicyDocument,
  part: Part,
  principal: string,
  facts: KeyFacts,
): PolicyDocument =>
  insertStatement(document, placeFor(document, part, facts), {
    Sid: freeSid(document, consoleSids[part]),
    Effect: "Allow",
    Principal: { AWS: principal },
    ...contentOf(part, facts),
  });

const contentOf = (part: Part, facts: KeyFacts): JsonObject => {
  if (part === "delegation") return { Action: "kms:*", Resource: "*" };
  if (part === "admin") return { Action: adminActions(facts, true), Resource: "*" };
  if (part === "use") return { Action: useActions(facts), Resource: "*" };
  return { Action: grantActions, Resource: "*", Condition: grantCondition };
};

/** Behind the last of the statements that the console writes before this one; at the end where there is none. */
const placeFor = (document: PolicyDocument, part: Part, facts: KeyFacts): number => {
  if (part === "delegation") return 0;
  const before = order.slice(0, order.indexOf(part) + 1);
  const last = readPolicy(document).statements.findLastIndex((statement) => {
    const found = partOf(statement, facts);
    return found !== undefined && before.includes(found);
  });
  return last < 0 ? document.statements.length : last + 1;
};

/** The Sid itself, or with the first number behind it that is not taken. */
export const freeSid = (document: PolicyDocument, wanted: string): string => {
  const taken = new Set(document.statements.map((_, index) => sidOf(document, index)));
  if (!taken.has(wanted)) return wanted;
  let number = 2;
  while (taken.has(`${wanted} ${number}`)) number++;
  return `${wanted} ${number}`;
};

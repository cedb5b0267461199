import { policyElements, statementElements } from "../check/elements.ts";
import { actionSchema, actionWords } from "./key-policy-schema/actions.ts";
import { conditionSchema, keyDefinitions, operatorDefinitions } from "./key-policy-schema/conditions.ts";
import { principalSchema, serviceWords } from "./key-policy-schema/principals.ts";
import { oneOrMany, ref, type Schema } from "./key-policy-schema/schema.ts";
import { statementSnippets } from "./key-policy-schema/snippets.ts";

const actions = oneOrMany(actionSchema);
const resources = oneOrMany({ defaultSnippets: [{ label: '"*": this key', body: "*" }] });

const members: Readonly<Record<string, Schema>> = {
  Sid: {
    type: "string",
    description: "A name for the statement: letters, digits and, in key policies, spaces.",
  },
  Effect: {
    description: "Allow gives; Deny takes away, whatever else gives.",
    enum: ["Allow", "Deny"],
    enumDescriptions: [
      "What it names may be done.",
      "What it names may not be done, whatever else allows it.",
    ],
  },
  Principal: { description: "Who: accounts, roles, users, sessions and AWS services.", ...principalSchema },
  NotPrincipal: {
    description:
      "Everybody but these. With Allow that is the whole world; rather deny to all with a condition on aws:PrincipalArn.",
    ...principalSchema,
  },
  Action: { description: "What: actions of KMS, with * and ? as patterns.", ...actions },
  NotAction: { description: "Every action but these, those that AWS will add included.", ...actions },
  Resource: { description: 'In a key policy "*": this key, and nothing else.', ...resources },
  NotResource: { description: "Every key but these: of no use in a key policy.", ...resources },
  Condition: conditionSchema,
};

const either = (name: string): Schema => ({
  anyOf: [{ required: [name] }, { required: [`Not${name}`] }],
});
const notBoth = (name: string): Schema => ({
  not: { required: [name, `Not${name}`] },
  errorMessage: `${name} and Not${name} exclude each other.`,
});
const pairs = ["Principal", "Action", "Resource"];

const statement: Schema = {
  type: "object",
  description: "Who may, or may not, do what with the key, and when.",
  properties: Object.fromEntries(statementElements.map((name) => [name, members[name] ?? {}])),
  required: ["Effect"],
  allOf: pairs.flatMap((name) => [either(name), notBoth(name)]),
  additionalProperties: false,
  defaultSnippets: statementSnippets,
};

const elements: Readonly<Record<string, Schema>> = {
  Version: {
    description: "The version of the policy language; it names the language, not the day of the policy.",
    enum: ["2012-10-17", "2008-10-17"],
    enumDescriptions: ["Today's language.", "The old language: without variables."],
  },
  Id: { type: "string", description: "A name for the policy." },
  Statement: {
    description: "The statements: at least one.",
    type: ["array", "object"],
    items: ref("statement"),
    minItems: 1,
    if: { type: "object" },
    then: ref("statement"),
  },
};

/**
 * The JSON Schema of key policies (draft-07), for editors: members, actions, operators and condition keys with their meaning, out of the
 * tables that `check` uses. It refuses what KMS refuses and no more; what KMS takes and never applies is marked.
 */
export const keyPolicySchema = (): Schema => ({
  $schema: "http://json-schema.org/draft-07/schema#",
  $id: "urn:kmspol:key-policy",
  title: "AWS KMS key policy",
  description: "Who may use, administer and delete a KMS key.",
  type: "object",
  properties: Object.fromEntries(policyElements.map((name) => [name, elements[name] ?? {}])),
  required: ["Statement"],
  additionalProperties: false,
  definitions: {
    statement,
    "action-words": actionWords,
    "service-words": serviceWords,
    ...operatorDefinitions,
    ...keyDefinitions,
  },
});

/** The same as the text of the file that is published: a definition a line, so that a change can be read and the file stays small. */
export const keyPolicySchemaText = (): string => {
  const { definitions, ...rest } = keyPolicySchema();
  const rows = (of: object) =>
    Object.entries(of).map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`);
  const inner = rows(definitions as Schema).join(",\n    ");
  return `{\n  ${rows(rest).join(",\n  ")},\n  "definitions": {\n    ${inner}\n  }\n}\n`;
};

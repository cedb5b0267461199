import { isList, isRecord, rootValue, type JsonObject } from "../policy/json-value.ts";
import type { JsonValue, ParsedText } from "../policy/syntax.ts";
import { brokenRecord } from "./broken-record.ts";
import { encodedText } from "./encoded-text.ts";
import { knownShapes } from "./known-shapes.ts";
import { areRows, looksLikeRows } from "./rows/looks-like-rows.ts";
import { isJsonText } from "./json-text.ts";

/** What a text seems to be that holds no key policy, and what its owner can do. */
export interface NotAPolicy {
  readonly code: "no-key-policy" | "binary-plan";
  /** Reads behind "it is": `a Terraform plan`. */
  readonly seems: string;
  readonly hint: string;
}

/**
 * Tells what a text is that is no key policy; undefined for a policy, good or bad, and for a text that does not parse and shows
 * nothing else: that one has a syntax error to be told. A policy is an object with a Statement, an empty one, or one of nothing but
 * `Version` and `Id`: what lacks something is for `check` to say, what was never meant as a policy is not to be judged as one. `name`:
 * that of the file, which tells values of variables in JSON from other objects.
 */
export const notAPolicy = (parsed: ParsedText, name = ""): NotAPolicy | undefined => {
  const { text, root, problems } = parsed;
  if (text.startsWith("PK\u0003\u0004")) return binaryPlan;
  const encoded = encodedText(text);
  if (encoded) return noPolicy(encoded);
  if (!root || problems.length > 0) {
    if (looksLikeRows(text, name)) return rowsOfKeys;
    const broken = brokenRecord(parsed, name);
    return broken ? noPolicy(broken) : seenInText(text);
  }
  const value = rootValue(root);
  if (!isRecord(value)) return noPolicy(notAPolicyValue(value));
  if (isPolicy(value)) return undefined;
  return /\.tfvars\.json$/i.test(name) ? noPolicy(variableValues) : notAnObject(value);
};

/** A file of rows, which has a flag of its own. */
export const rowsOfKeys: NotAPolicy = {
  code: "no-key-policy",
  seems: "a list of keys with their policies",
  hint: "name it with --from, as in kmspol check --from FILE; who-can, what-can and report have it, too",
};

const noPolicy = ({ seems, hint }: Omit<NotAPolicy, "code">): NotAPolicy => ({
  code: "no-key-policy",
  seems,
  hint,
});

/** Names of a policy's members, as they are also misspelt: the misspelling is then the finding. */
const isNamed = (name: string, member: string): boolean => new RegExp(`^${member}s?$`, "i").test(name);

const isPolicy = (value: JsonObject): boolean => {
  const names = Object.keys(value);
  const statements = names.filter((name) => isNamed(name, "Statement"));
  if (statements.length > 0) return statements.some((name) => mayBeStatements(value[name]));
  const version = value["Version"] ?? value["version"];
  if (typeof version === "string" && /^20(?:08|12)-10-17$/.test(version)) return true;
  return names.every((name) => isNamed(name, "Version") || isNamed(name, "Id"));
};

/** Entries of a list that have nothing of a statement, as those of a bank, are another kind of statement. */
const mayBeStatements = (value: JsonValue | undefined): boolean =>
  isList(value) && value.length > 0 && value.every(isRecord)
    ? value.some((item) => Object.keys(item).length === 0 || Object.keys(item).some(isOfStatement))
    : true;

const isOfStatement = (name: string): boolean =>
  /^(?:sid|effect|condition|(?:not)?(?:principal|action|resource)s?)$/i.test(name);

/** A statement that stands alone. */
const isStatement = (value: JsonValue): boolean =>
  isRecord(value) && Object.keys(value).filter(isOfStatement).length >= 2;

const wrapIt = 'put it in a policy: { "Version": "2012-10-17", "Statement": [ … ] }';

const notAnObject = (value: JsonObject): NotAPolicy => {
  if (isStatement(value))
    return noPolicy({ seems: "a statement without the policy around it", hint: wrapIt });
  const shape = knownShapes.find(({ is }) => is(value));
  return noPolicy(
    shape ?? {
      seems: "an object with neither a Statement nor a resource that is a KMS key",
      hint: 'a key policy looks like { "Version": "2012-10-17", "Statement": [ … ] }',
    },
  );
};

const notAPolicyValue = (value: JsonValue): Omit<NotAPolicy, "code"> => {
  if (isList(value)) return listOf(value);
  if (typeof value === "string" && isJsonText(value)) {
    return {
      seems: "a JSON text within a JSON text",
      hint: "take the outer quotes off: jq -r . FILE > policy.json",
    };
  }
  const hint = 'a key policy is an object: { "Version": "2012-10-17", "Statement": [ … ] }';
  if (value === null) return { seems: "null", hint };
  return { seems: typeof value === "string" ? "plain text" : `a ${typeof value}`, hint };
};

const listOf = (items: readonly JsonValue[]): Omit<NotAPolicy, "code"> => {
  if (items.length > 0 && items.every(isStatement))
    return { seems: "a list of statements without the policy around it", hint: wrapIt };
  if (areRows(items)) return rowsOfKeys;
  if (items.some((item) => isRecord(item) && isPolicy(item)))
    return { seems: "a list with policies in it", hint: "write each policy into a file of its own" };
  if (items.some((item) => isRecord(item) && ("hosts" in item || "tasks" in item)))
    return { seems: "an Ansible playbook without a kms_key task", hint: otherTasks };
  if (items.some(isAnsibleTask)) return { seems: "Ansible tasks without one of kms_key", hint: otherTasks };
  return {
    seems: "a list",
    hint: 'a key policy is an object: { "Version": "2012-10-17", "Statement": [ … ] }',
  };
};

const otherTasks = "name the file that has the kms_key task, or the policy which that takes from a file";

/** A task has a module by its full name, or one of the words that tasks alone have (Ansible, "Playbook Keywords"). */
const isAnsibleTask = (item: JsonValue): boolean =>
  isRecord(item) &&
  Object.keys(item).some((name) =>
    /^(?:register|set_fact|delegate_to|notify|include_tasks|import_tasks|block|\w+\.\w+\.\w+)$/.test(name),
  );

/** What a file by itself is whose only faults are the tags of a template. Undefined for every other text. */
export const pieceOfTemplate = ({ text, problems }: ParsedText): NotAPolicy | undefined =>
  problems.length > 0 && problems.every(({ start }) => ofTemplates.test(text.slice(start, start + 20)))
    ? noPolicy({
        seems: "a piece of a CloudFormation template: !Sub and the like mean something in a template only",
        hint: "name the template that it belongs to (TEMPLATE#KEY), or write what stands for them",
      })
    : undefined;

const ofTemplates = /^!(?:Sub|Ref|GetAtt|Join|ImportValue|If|FindInMap|Select|Split)\b/;

const binaryPlan: NotAPolicy = {
  code: "binary-plan",
  seems: "a saved plan in Terraform's own binary form (or another ZIP file)",
  hint: "terraform show -json FILE > plan.json writes it as text",
};

const variableValues: Omit<NotAPolicy, "code"> = {
  seems: "values for the variables of a Terraform folder",
  hint: "name the source that has the key, and give the values to it: kmspol check main.tf --parameters FILE",
};

/** What a text shows that is neither JSON nor YAML, or YAML of several documents or with tags. */
const seenInText = (text: string): NotAPolicy | undefined => {
  const seen = inText.find(({ marks }) => marks.every((mark) => mark.test(text)));
  return seen && noPolicy(seen);
};

/** A name and its value, before anything else but comments (Terraform, "Variable Definitions Files"). */
const assignment =
  /^(?:\s|(?:#|\/\/).*\n|\/\*(?:[^*]|\*(?!\/))*\*\/)*[a-z_][\w-]*[ \t]*=[ \t]*(?:"|\[|\{|<<|-?\d|(?:true|false|null)\b)/i;

const inText: readonly (Omit<NotAPolicy, "code"> & { readonly marks: readonly RegExp[] })[] = [
  {
    marks: [/^\s*\{\s*"@level"\s*:/],
    seems: "the log lines of terraform plan -json",
    hint: "save the plan (terraform plan -out=plan.tfplan) and take terraform show -json plan.tfplan > plan.json",
  },
  {
    marks: [/^[ \t{]*(?:"?Resources"?|"?AWSTemplateFormatVersion"?)\s*:/m, /"?Type"?\s*:\s*["']?AWS::/],
    seems: "a CloudFormation template",
    hint: "take the policy of its key into a file of its own",
  },
  {
    marks: [/^apiVersion:\s*\S/m, /^kind:\s*\S/m],
    seems: "a Kubernetes manifest",
    hint: "take the policy of its key into a file of its own",
  },
  {
    marks: [
      /^[ \t]*(?:resource|data|variable|module|provider|terraform|locals)(?:[ \t]+"[^"\n]*")*[ \t]*\{/m,
    ],
    seems: "Terraform source",
    hint: "take the policy of its key into a file of its own, or the plan: terraform show -json",
  },
  { marks: [assignment], ...variableValues },
];

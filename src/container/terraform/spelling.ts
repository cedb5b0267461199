import { evaluate } from "./evaluate.ts";
import { bodyOf } from "./read-block.ts";
import { HclFault } from "./outline.ts";
import type { Scene } from "./scene.ts";

const arn = /^arn:([a-z0-9-]+):iam::(\d{12}):(.+)$/;
const written = /arn:(\$\{[^{}"]+\}|aws[a-z-]*):iam::(\$\{(?:[^{}"]|"[^"]*")+\}|\d{12}):/g;

/** How the folder writes what stands before the resource of an ARN of the own account: partition and account. */
export interface OwnSpelling {
  readonly partition: string | undefined;
  readonly account: string;
}

/**
 * The spelling of the own account: that of the first ARN in the policy, its file and its folder which means it, else by the data source
 * for it. Undefined where nothing in the folder names the account.
 */
export const ownSpelling = (policy: string, scene: Scene, account: string): OwnSpelling | undefined => {
  const { folder, source } = scene;
  for (const text of [policy, source.text, ...folder.sources.map((one) => one.text)]) {
    for (const [, partition, owner = ""] of text.matchAll(written))
      if (accountOf(owner, scene) === account) return { partition, account: owner };
  }
  const name = folder.ownIdentity(scene.provider);
  return name === undefined
    ? undefined
    : { partition: undefined, account: `\${data.aws_caller_identity.${name}.account_id}` };
};

const accountOf = (owner: string, scene: Scene): string | undefined => {
  if (!owner.startsWith("${")) return owner;
  // A name of an iterator or of a resource says nothing outside of its own place.
  const path = owner.slice(2, -1).trim();
  if (!/^(?:data|local|var)\./.test(path)) return undefined;
  const text = `x = ${path}\n`;
  try {
    const expression = bodyOf(text, 0).attributes.get("x");
    const given = expression && evaluate(expression, { ...scene, source: { name: "", text } });
    return given && "value" in given && typeof given.value === "string" ? given.value : undefined;
  } catch (fault) {
    if (fault instanceof HclFault) return undefined;
    throw fault;
  }
};

/** A string as the source writes it: an ARN of the own account by its name there, every other one plain, its `${` escaped. */
export const spell = (
  value: string,
  own: OwnSpelling | undefined,
  account: string,
  quote: (text: string) => string,
): string => {
  const [, partition = "", owner, rest = ""] = arn.exec(value) ?? [];
  if (owner !== account || !own) return quote(escapeTemplates(value));
  const before = own.partition?.startsWith("$") === true ? own.partition : partition;
  return `"arn:${before}:iam::${own.account}:${quote(escapeTemplates(rest)).slice(1)}`;
};

const escapeTemplates = (text: string): string =>
  text.replace(/[$%]\{/g, (sign) => `${sign.charAt(0)}${sign}`);

/** A string in quotes, with the escapes that HCL has. */
export const hclString = (text: string): string =>
  JSON.stringify(text).replace(/\\([bf])/g, (_, letter: string) => (letter === "b" ? "\\u0008" : "\\u000c"));

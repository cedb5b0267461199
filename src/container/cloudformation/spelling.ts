import { symbolAccount } from "../../policy/symbols.ts";

/** How a document writes an ARN of its own account. */
export type Spelling = (value: string, inFlow: boolean) => string | undefined;

const arn = /^arn:([a-z0-9-]+):iam::(\d{12}):(.+)$/;
const written = /arn:(\$\{AWS::Partition\}|aws[a-z-]*):iam::(\$\{AWS::AccountId\}|\d{12}):/;

/**
 * The spelling of own-account ARNs as the policy, else the document, has it: a short tag, the long form, a Join, or the plain number.
 * Other strings, and ARNs of other accounts, have none.
 */
export const spellingOf = (policy: string, document: string, format: string, account: string): Spelling => {
  const source = [policy, document].find((text) => written.test(text) || /AWS::AccountId/.test(text)) ?? "";
  const [, partition = "${AWS::Partition}", owner] = written.exec(source) ?? [];
  const byName = owner === undefined ? source !== "" : owner.startsWith("$");
  const isJoin = owner === undefined && /Join/.test(source) && !/Sub\b/.test(source);
  const isShort = format === "yaml" && !/["']?Fn::(?:Sub|Join)["']?\s*:/.test(source);
  const isSymbol = account === symbolAccount("AWS::AccountId");
  return (value, inFlow) => {
    const [, given = "", of, rest = ""] = arn.exec(value) ?? [];
    if (of !== account || (!byName && !isSymbol)) return undefined;
    if (isJoin) return joined(given, rest, isShort);
    const text = `arn:${partition.startsWith("$") ? partition : given}:iam::\${AWS::AccountId}:${rest}`;
    if (!isShort)
      return format === "yaml" || format === "json" || format === "jsonc"
        ? `{ "Fn::Sub": ${JSON.stringify(text)} }`
        : undefined;
    const isPlain = !inFlow && !isQuoted(source) && /^[\w${}:/+=.@,-]+$/.test(text);
    return `!Sub ${isPlain ? text : JSON.stringify(text)}`;
  };
};

const isQuoted = (source: string): boolean => /!Sub\s+["']arn:/.test(source) && !/!Sub\s+arn:/.test(source);

const joined = (partition: string, rest: string, isShort: boolean): string =>
  isShort
    ? `!Join ["", ["arn:${partition}:iam::", !Ref "AWS::AccountId", ${JSON.stringify(`:${rest}`)}]]`
    : `{ "Fn::Join": ["", ["arn:${partition}:iam::", { "Ref": "AWS::AccountId" }, ${JSON.stringify(`:${rest}`)}]] }`;

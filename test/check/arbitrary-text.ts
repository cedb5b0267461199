import fc from "fast-check";

// Texts that are nearly policies: JSON of the policy's words, and policies of equal parts.

const hostileNames = ["__proto__", "constructor", "toString", "hasOwnProperty", "prototype", "valueOf"];
const words = fc.constantFrom(
  ...[
    "Version",
    "Statement",
    "Sid",
    "Effect",
    "Allow",
    "Deny",
    "Principal",
    "NotPrincipal",
    "AWS",
    "Service",
  ],
  ...["Action", "NotAction", "Resource", "Condition", "StringEquals", "Null", "ForAllValues:StringLike", "*"],
  ...["kms:Decrypt", "kms:*", "kms:", "kms:ViaService", "arn:aws:iam::111122223333:root", "${aws:username}"],
  ...["${", "kms:EncryptionContext:", "\uD800", "\u0000", "\u202e", "", "a".repeat(3000)],
  ...hostileNames,
);

/** A JSON value, with the members of each object as `pairs`. */
export const anyValue = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    words,
    fc.constantFrom(null, true, 7, -0, 1e300),
    fc.array(tie("tree"), { maxLength: 4 }),
    fc.array(fc.tuple(words, tie("tree")), { maxLength: 5 }).map((pairs) => ({ pairs })),
  ),
})).tree;

/** Members may be written twice, and may be called `__proto__`: texts that no object of JavaScript can hold. */
export const write = (tree: unknown): string => {
  if (Array.isArray(tree)) return `[${tree.map(write).join(", ")}]`;
  if (typeof tree !== "object" || tree === null) return JSON.stringify(tree);
  const { pairs } = tree as { pairs: [string, unknown][] };
  return `{\n${pairs.map(([name, inner]) => `${JSON.stringify(name)}: ${write(inner)}`).join(",\n")}\n}`;
};

/** Some JSON of as many parts as are asked for. */
export const many = (count: number, part: (n: number) => string): string =>
  Array.from({ length: count }, (_, n) => part(n)).join(",");

export const inPolicy = (...statements: readonly string[]): string =>
  `{"Version":"2012-10-17","Statement":[${statements.join(",")}]}`;

/** As many parts as a policy of legal size has room for. */
export const asManyAsFit = (part: (n: number) => string, bytes = 32_000): string => {
  const parts: string[] = [];
  for (let length = 0; length < bytes; length += (parts.at(-1)?.length ?? 0) + 1)
    parts.push(part(parts.length));
  return parts.slice(0, -1).join(",");
};

const entry: Readonly<Record<string, (n: number) => string>> = {
  "one role each": (n) => `arn:aws:iam::111122223333:role/r${n}`,
  "one account each": (n) => String(100_000_000_000 + n),
  everyone: () => "*",
  "a deleted role each": (n) => `AROA${100_000_000_000_000 + n}`,
};
const condition: Readonly<Record<string, (n: number) => string>> = {
  none: () => "",
  "overlapping patterns": (n) => `,"Condition":{"StringNotLike":{"aws:PrincipalArn":"*a*${n}*a*"}}`,
  "a tag each": (n) => `,"Condition":{"StringEquals":{"aws:PrincipalTag/t${n}":"\${aws:username}"}}`,
  "through a service": (n) => `,"Condition":{"StringLike":{"kms:ViaService":["s${n}.*","*.amazonaws.com"]}}`,
};

type Shape = typeof anyShape extends fc.Arbitrary<infer Made> ? Made : never;

/** How the statements of a policy are all made. */
export const anyShape = fc.record({
  sid: fc.constantFrom("", '"Sid":"a",', '"sid":"a",'),
  effects: fc.constantFrom(["Allow"], ["Deny"], ["Allow", "Deny"], ["Allow", "allow"]),
  principal: fc.constantFrom("Principal", "NotPrincipal"),
  entry: fc.constantFrom(...Object.keys(entry)),
  action: fc.constantFrom(
    "kms:*",
    "kms:Decrypt",
    "kms:GenerateDataKey*",
    "kms:Decrpyt",
    "Decrypt",
    "k?s:*D*",
  ),
  perStatement: fc.constantFrom(1, 2, 40),
  condition: fc.constantFrom(...Object.keys(condition)),
});

/** A policy of legal size whose statements are all made in one way. */
export const alikeStatements = (shape: Shape): string => {
  const principals = (n: number) =>
    many(shape.perStatement, (m) => JSON.stringify(entry[shape.entry]?.(n * shape.perStatement + m)));
  const statement = (n: number) =>
    `{${shape.sid}"Effect":"${shape.effects[n % shape.effects.length] ?? ""}","${shape.principal}":{"AWS":[${principals(n)}]},` +
    `"Action":"${shape.action}","Resource":"*"${condition[shape.condition]?.(n) ?? ""}}`;
  return inPolicy(asManyAsFit(statement));
};

import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sourceIn } from "../../src/container/terraform/source.ts";
import { documentOf, parsePolicyText } from "../../src/policy/document.ts";
import { documentValue } from "../../src/policy/json-value.ts";
import { unveil } from "../../src/policy/symbols.ts";

/** Variables and locals that the expressions use. */
const definitions = readFileSync(new URL("expressions/definitions.tf", import.meta.url), "utf8");

const localsOf = (expressions: readonly string[]): string =>
  `${definitions}\nlocals {\n${expressions.map((one, index) => `  v${index} = ${one}\n`).join("")}}\n`;

/** Terraform itself, where it is installed. */
export const hasTerraform = spawnSync("terraform", ["version"]).status === 0;

/** What Terraform says of an expression that it does not take. */
export const none = "no expression that Terraform takes";

/** What Terraform says of each expression, as JSON. */
export const askTerraform = async (expressions: readonly string[]): Promise<readonly unknown[]> => {
  const folder = await mkdtemp(join(tmpdir(), "kmspol-terraform-"));
  try {
    const tried = expressions.map((expression) => `try(${expression}, ${JSON.stringify(none)})`);
    await writeFile(join(folder, "main.tf"), localsOf(tried));
    const all = expressions.map((_, index) => `local.v${index}`).join(", ");
    const { stdout } = spawnSync("terraform", ["console"], {
      cwd: folder,
      input: `jsonencode([${all}])\n`,
      encoding: "utf8",
      env: { PATH: process.env["PATH"], HOME: folder, CHECKPOINT_DISABLE: "1" },
    });
    return JSON.parse(JSON.parse(stdout) as string) as unknown[];
  } finally {
    await rm(folder, { recursive: true });
  }
};

/** What kmspol reads where a policy names each expression as its principal. */
export interface Reading {
  readonly value: unknown;
  /** A part of it is not known. */
  readonly isOpen: boolean;
}

/** What kmspol reads of each expression, with values that were told and more definitions. */
export const readEach = async (
  expressions: readonly string[],
  set: Readonly<Record<string, string>> = {},
  more = "",
): Promise<readonly Reading[]> => {
  const keys = expressions.map(
    (_, index) => `resource "aws_kms_key" "k${index}" {
  policy = jsonencode({ Statement = [{ Effect = "Allow", Principal = { AWS = local.v${index} }, Action = "kms:*", Resource = "*" }] })
}
`,
  );
  const { keys: found } = await sourceIn(more + localsOf(expressions) + keys.join(""), "main.tf", {
    parameters: new Map(Object.entries(set)),
    siblings: () => Promise.resolve(new Map()),
    fileBeside: () => Promise.resolve({ unread: "is not there" }),
  });
  return found.map(({ policy }): Reading => {
    if (policy.state !== "policy") throw new Error(`no policy: ${policy.state}`);
    const document = documentOf(parsePolicyText(policy.text, policy.format, policy.dialect));
    const text = JSON.stringify(document && documentValue(document));
    const { Statement } = JSON.parse(unveil(text)) as Policy;
    return { value: Statement[0]?.Principal.AWS, isOpen: unveil(text) !== text };
  });
};

interface Policy {
  readonly Statement: readonly { readonly Principal: { readonly AWS: unknown } }[];
}

/** Texts of a value: a policy does not tell `1` from "1", and a list of one from that one. */
export const textsOf = (value: unknown): readonly string[] => [value].flat().map(String);

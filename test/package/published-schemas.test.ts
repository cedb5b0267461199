import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { execaSync } from "execa";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";

// Files that other programs read, by the schemas that these publish, or by the programs themselves.

const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });

describe("the bill of materials of a release (scripts/release.mjs)", () => {
  const schema = (name: string): object =>
    JSON.parse(
      readFileSync(
        `node_modules/@cyclonedx/cyclonedx-library/res/schema/${name}.SNAPSHOT.schema.json`,
        "utf8",
      ),
    ) as object;
  for (const name of ["spdx", "jsf-0.82"])
    ajv.addSchema(schema(name), `http://cyclonedx.org/schema/${name}.SNAPSHOT.schema.json`);
  const isValid = ajv.compile(schema("bom-1.5"));
  const { stdout } = execaSync("npm", ["sbom", "--sbom-format", "cyclonedx", "--package-lock-only"]);
  const bill = JSON.parse(stdout) as {
    specVersion: string;
    components: { name: string; licenses?: unknown }[];
  };

  test("is CycloneDX by its schema", () => {
    expect(bill.specVersion).toBe("1.5");
    isValid(bill);
    expect(isValid.errors).toBeNull();
    expect(isValid({ ...bill, components: [{ type: "kind", name: 1 }] })).toBe(false);
  });

  test("names each package whose code is in the bundle", () => {
    const licences = readFileSync("dist/THIRD-PARTY-LICENSES.txt", "utf8");
    const bundled = [...licences.matchAll(/^(@?[\w./-]+) \d+\.\d+\.\d+/gm)].map(([, name]) => name);
    expect(bundled.length).toBeGreaterThan(10);
    const named = new Set(bill.components.map(({ name }) => name));
    expect(bundled.filter((name) => !named.has(name ?? ""))).toEqual([]);
  });
});

// GitHub Docs, "Syntax for issue forms" and "Syntax for GitHub's form schema": GitHub publishes no schema of these.
const text = { type: "string", minLength: 1 };
const field = (type: string, attributes: object, required: readonly string[]) => ({
  type: "object",
  required: ["type", "attributes"],
  additionalProperties: false,
  properties: {
    type: { const: type },
    id: { type: "string", pattern: "^[A-Za-z0-9_-]+$" },
    attributes: { type: "object", required, additionalProperties: false, properties: attributes },
    validations: {
      type: "object",
      additionalProperties: false,
      properties: { required: { type: "boolean" } },
    },
  },
});
const label = { label: text, description: text, placeholder: text, value: text };
const isForm = ajv.compile({
  type: "object",
  required: ["name", "description", "body"],
  additionalProperties: false,
  properties: {
    name: text,
    description: text,
    title: text,
    labels: { type: "array", items: text },
    body: {
      type: "array",
      minItems: 1,
      contains: { not: { properties: { type: { const: "markdown" } } } },
      items: {
        oneOf: [
          field("markdown", { value: text }, ["value"]),
          field("input", label, ["label"]),
          field("textarea", { ...label, render: text }, ["label"]),
          field("dropdown", { ...label, multiple: { type: "boolean" }, options: { type: "array", minItems: 1 } }, ["label", "options"]),
          field("checkboxes", { label: text, description: text, options: { type: "array", minItems: 1 } }, ["label", "options"]),
        ],
      },
    },
  },
}); // prettier-ignore

describe("issue forms", () => {
  const form = (name: string) =>
    parse(readFileSync(`.github/ISSUE_TEMPLATE/${name}`, "utf8")) as {
      body: { id?: string; attributes: object }[];
    };

  test.each(["bug.yml", "idea.yml"])("%s is a form", (name) => {
    const { body } = form(name);
    isForm(form(name));
    expect(isForm.errors).toBeNull();
    const ids = body.flatMap(({ id }) => id ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    expect(isForm({ ...form(name), bodies: [] })).toBe(false);
    expect(isForm({ ...form(name), body: body.map((one) => ({ ...one, type: "text" })) })).toBe(false);
  });

  test("what may be chosen beside them", () => {
    const known = new Set(["blank_issues_enabled", "contact_links"]);
    expect(Object.keys(form("config.yml")).filter((name) => !known.has(name))).toEqual([]);
  });
});

const preCommit = (...args: readonly string[]) => execaSync("pre-commit", args, { reject: false });

test.runIf(preCommit("--version").exitCode === 0)(
  "pre-commit takes .pre-commit-hooks.yaml for a manifest, and would tell",
  () => {
    expect(preCommit("validate-manifest", ".pre-commit-hooks.yaml").exitCode).toBe(0);
    expect(preCommit("validate-manifest", "package.json").exitCode).not.toBe(0);
  },
);

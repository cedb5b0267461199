import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join, relative } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { placeBeside, policiesBelow, sourcesBeside } from "../../src/adapters/policy-folder.ts";

/** A folder with these files in it, and links (`name -> to`). */
const folderWith = async (...entries: readonly string[]): Promise<string> => {
  const root = await mkdtemp(join(tmpdir(), "kmspol-folder-"));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  for (const entry of entries) {
    const [name = "", to] = entry.split(" -> ");
    const path = join(root, "at", name);
    await mkdir(dirname(path), { recursive: true });
    await (to === undefined ? writeFile(path, "{}") : symlink(to, path));
  }
  await writeFile(join(root, "outside.json"), "{}");
  return join(root, "at");
};

test("a folder's policies are all files below it that are called like one, sorted", async () => {
  const at = await folderWith(
    ...[
      "b.json",
      "a.jsonc",
      "sub/c.yaml",
      "sub/d.yml",
      "e.template",
      "f.tf",
      "g.tofu",
      "h.tfstate",
      "i.tfplan",
    ],
    ...["readme.md", "json", ".hidden.json", "A.JSON", "x.json.bak"],
    ...["node_modules/n.json", ".git/n.json", ".terraform/n.json", "sub/.terragrunt-cache/n.json"],
    "link.json -> ../outside.json",
    "circle -> .",
  );
  expect(policiesBelow(at)?.map((path) => relative(at, path))).toEqual(
    ["A.JSON", "a.jsonc", "b.json", "e.template", "f.tf", "g.tofu", "h.tfstate", "i.tfplan"].concat(
      join("sub", "c.yaml"),
      join("sub", "d.yml"),
    ),
  );
});

test.each(["a.json", "nowhere"])("%s is no folder", async (name) => {
  expect(policiesBelow(join(await folderWith("a.json"), name))).toBeUndefined();
});

test.each<[string, string, string]>([
  ["a file beside it", "policy.json", "policy.json"],
  ["a file below", "sub/policy.json", "sub/policy.json"],
  ["a file below, by way of the folder itself", "sub/../policy.json", "policy.json"],
  ["a link within the folder", "inner.json", "policy.json"],
  ["nothing", "none.json", "is not there"],
  ["a folder", "sub", "is no file"],
  ["a file outside", "../outside.json", "lies outside of this folder, and is not read"],
  ["nothing outside: not even that is told", "../none.json", "lies outside of this folder, and is not read"],
  ["a link that leads out", "out.json", "lies outside of this folder, and is not read"],
  [
    "a file behind a folder that leads out",
    "away/outside.json",
    "lies outside of this folder, and is not read",
  ],
  [
    "a folder whose name begins like this one",
    "../at2/policy.json",
    "lies outside of this folder, and is not read",
  ],
])("a document names %s", async (_, name, found) => {
  const at = await folderWith(
    ...["main.yaml", "policy.json", "sub/policy.json", "../at2/policy.json"],
    ...["inner.json -> policy.json", "out.json -> ../outside.json", "away -> .."],
  );
  const place = placeBeside(join(at, "main.yaml"), name);
  expect("path" in place ? relative(at, place.path) : place.unread).toBe(found);
});

test("beside a Terraform file are the others of its folder, and the values that Terraform takes by itself, in its order", async () => {
  const at = await folderWith(
    ...["main.tf", "b.tf", "a.tofu", "notes.md", "sub/c.tf", "folder.tf/x"],
    ...["b.auto.tfvars", "terraform.tfvars.json", "a.auto.tfvars.json", "terraform.tfvars", "other.tfvars"],
    ...[
      "linked.tf -> b.tf",
      "out.tf -> ../outside.json",
      "gone.tf -> none.tf",
      "z.auto.tfvars -> ../outside.json",
    ],
  );
  const { paths, links, values } = sourcesBeside(join(at, "main.tf"));
  const names = (all: readonly string[]) => all.map((path) => basename(path));
  expect(names(paths)).toEqual(["a.tofu", "b.tf", "linked.tf"]);
  expect(names(links)).toEqual(["gone.tf", "out.tf", "z.auto.tfvars"]);
  expect(names(values)).toEqual([
    ...["terraform.tfvars", "terraform.tfvars.json"],
    ...["a.auto.tfvars.json", "b.auto.tfvars"],
  ]);
});

test("beside a file of a folder that cannot be read is nothing", () => {
  expect(sourcesBeside("/nowhere/main.tf")).toEqual({ paths: [], links: [], values: [] });
});

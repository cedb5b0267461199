// Writes man/kmspol.1, and a page for each verb, from what the verbs say about themselves, and names them in package.json. Run it after changing a verb's help; test/verbs/help.test.ts says when
// the file is stale.
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

// What a verb loads when it runs is not needed to read its help.
const leaveOutWhatIsLate = {
  name: "leave-out-what-is-late",
  setup: (bundle) =>
    bundle.onResolve({ filter: /.*/ }, ({ kind, path }) =>
      kind === "dynamic-import" ? { path, external: true } : undefined,
    ),
};

const { version } = JSON.parse(await readFile("package.json", "utf8"));
const bundled = resolve(`man-page.${process.pid}.mjs`);
await build({
  stdin: {
    contents:
      'export { manPages } from "./src/verbs/man-page.ts"; export { declaredProgram } from "./src/verbs/command-tree.ts";',
    resolveDir: process.cwd(),
    loader: "ts",
  },
  outfile: bundled,
  bundle: true,
  platform: "node",
  format: "esm",
  packages: "external",
  plugins: [leaveOutWhatIsLate],
});
try {
  const { manPages, declaredProgram } = await import(pathToFileURL(bundled).href);
  const pages = manPages(declaredProgram(), version);
  await rm("man", { recursive: true, force: true });
  await mkdir("man");
  for (const [name, text] of pages) await writeFile(`man/${name}`, text);
  const own = JSON.parse(await readFile("package.json", "utf8"));
  own.man = [...pages.keys()].map((name) => `man/${name}`);
  await writeFile("package.json", `${JSON.stringify(own, undefined, 2)}\n`);
} finally {
  await rm(bundled);
}

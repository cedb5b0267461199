// Writes docs/findings.md from the pages that `kmspol explain` prints. Run it after changing a page; test/check/findings-doc.test.ts says
// when the file is stale.
import { writeFile } from "node:fs/promises";
import { build } from "esbuild";

const { outputFiles } = await build({
  entryPoints: ["src/render/findings-page.ts"],
  bundle: true,
  write: false,
  platform: "neutral",
  mainFields: ["module", "main"],
  format: "esm",
});
const source = Buffer.from(outputFiles[0].contents).toString("base64");
const { findingsPage } = await import(`data:text/javascript;base64,${source}`);
await writeFile("docs/findings.md", findingsPage());

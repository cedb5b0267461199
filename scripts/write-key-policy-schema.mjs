// Writes schemas/key-policy.schema.json from the tables that `check` uses. Run it after changing one of them, or what a key or an action
// means; test/render/key-policy-schema.test.ts says when the file is stale.
import { writeFile } from "node:fs/promises";
import { build } from "esbuild";

const { outputFiles } = await build({
  entryPoints: ["src/render/key-policy-schema.ts"],
  bundle: true,
  write: false,
  platform: "neutral",
  format: "esm",
});
const source = Buffer.from(outputFiles[0].contents).toString("base64");
const { keyPolicySchemaText } = await import(`data:text/javascript;base64,${source}`);
await writeFile("schemas/key-policy.schema.json", keyPolicySchemaText());

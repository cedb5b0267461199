// Writes types/core.d.ts: the types of the programmatic core in one file, for the published package. It lies outside dist/, which npm
// builds anew (prepare) after this (prepack).
import { mkdir, writeFile } from "node:fs/promises";
import { generateDtsBundle } from "dts-bundle-generator";

const [declarations] = generateDtsBundle([{ filePath: "src/core.ts", output: { noBanner: true } }], {
  preferredConfigPath: "tsconfig.types.json",
});
if (/^import /m.test(declarations)) throw new Error("the core's types name a package that nobody installs");
await mkdir("types", { recursive: true });
await writeFile("types/core.d.ts", declarations);

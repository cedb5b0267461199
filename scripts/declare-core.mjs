// Writes dist/core.d.ts: the types of the programmatic core in one file, for the published package.
import { writeFile } from "node:fs/promises";
import { generateDtsBundle } from "dts-bundle-generator";

const [declarations] = generateDtsBundle([{ filePath: "src/core.ts", output: { noBanner: true } }], {
  preferredConfigPath: "tsconfig.types.json",
});
if (/^import /m.test(declarations)) throw new Error("the core's types name a package that nobody installs");
await writeFile("dist/core.d.ts", declarations);

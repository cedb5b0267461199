import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";

const contents = `
import { globalFlags } from "./src/cli/options.ts";
import { addFlags, commandOf } from "./src/verbs/command-of.ts";
import { sandboxVerb } from "./src/verbs/sandbox.ts";
const command = commandOf(sandboxVerb, async (verb, declared, operands) => {
  const loaded = await verb.load({});
  await loaded.run({ global: declared.opts() }, operands, declared.opts());
});
addFlags(command, globalFlags).exitOverride().parseAsync(process.argv.slice(2), { from: "user" }).catch((error) => {
  process.stderr.write(error.message + "\\n");
  process.exitCode = error.exit ?? 70;
});`;

/** Bundles the command `sandbox` alone into a program of its own, and returns its path. */
export const sandboxProgram = async (): Promise<string> => {
  const outfile = join(await mkdtemp(join(tmpdir(), "kmspol-test-")), "sandbox.mjs");
  await build({
    stdin: { contents, resolveDir: process.cwd(), loader: "ts" },
    ...{ outfile, bundle: true, format: "esm", platform: "node", logLevel: "silent" },
    mainFields: ["module", "main"],
    define: { __filename: '"sandbox"' },
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
  });
  return outfile;
};

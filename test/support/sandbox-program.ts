import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";

const contents = `
import { globalFlags } from "./src/cli/options.ts";
import { addFlags, commandOf } from "./src/verbs/command-of.ts";
import { sandboxVerb } from "./src/verbs/sandbox.ts";
let call = () => undefined;
const outside = { outputIsTerminal: false, errorIsTerminal: false };
const command = commandOf(sandboxVerb, (verb, declared, operands) => {
  call = async () => (await verb.load({})).run({ global: declared.opts(), outside }, operands, declared.opts());
});
const parsed = addFlags(command, globalFlags).exitOverride().parseAsync(process.argv.slice(2), { from: "user" });
parsed.then(() => call()).catch((error) => {
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

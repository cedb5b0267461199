// Bundled and started by bench/search.mjs: a sandbox with 5,000 keys and 2,000 roles more than usual. Prints the
// environment that leads to it, and ends with its standard input.
import { startSandbox } from "../src/sandbox/start.ts";

const sandbox = await startSandbox({ extraKeys: 5000 });
const roles = sandbox.state.accounts.get("111122223333")?.roles;
const app = roles?.get("App");
if (!roles || !app) throw new Error("the sandbox has no role App");
for (let n = 0; n < 2000; n++) {
  const number = String(n).padStart(4, "0");
  roles.set(`Job${number}`, { ...app, name: `Job${number}`, id: `AROAJOB0000000000${number}` });
}
process.stdout.write(`${JSON.stringify(sandbox.environment)}\n`);
process.stdin.resume().on("end", () => void sandbox.close());

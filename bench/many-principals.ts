// Bundled and started by bench/organization.mjs: a sandbox in whose main account so many roles live, by IAM data as AWS prints it.
// Prints the environment that leads to it, and ends with its standard input.
import { readFile } from "node:fs/promises";
import { startSandbox } from "../src/sandbox/start.ts";

interface DumpedRole {
  readonly Path: string;
  readonly RoleName: string;
  readonly RoleId: string;
  readonly RolePolicyList: readonly { readonly PolicyName: string; readonly PolicyDocument: unknown }[];
}

const [file = ""] = process.argv.slice(2);
const { RoleDetailList } = JSON.parse(await readFile(file, "utf8")) as {
  readonly RoleDetailList: readonly DumpedRole[];
};
const sandbox = await startSandbox();
const roles = sandbox.state.accounts.get("111122223333")?.roles;
const app = roles?.get("App");
if (!roles || !app) throw new Error("the sandbox has no role App");
for (const { Path, RoleName, RoleId, RolePolicyList } of RoleDetailList) {
  const policies = RolePolicyList.map((one) => [one.PolicyName, JSON.stringify(one.PolicyDocument)] as const);
  roles.set(RoleName, { ...app, name: RoleName, path: Path, id: RoleId, policies: new Map(policies) });
}
process.stdout.write(`${JSON.stringify(sandbox.environment)}\n`);
process.stdin.resume().on("end", () => void sandbox.close());

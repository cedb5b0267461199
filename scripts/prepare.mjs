// What npm runs in a clone before it installs or packs it: the build, and before it the packages that it takes. npm puts those there by
// itself but for `npm install --global git+…`: there it prepares the clone with its own flags in the environment, `global` among them.
import { spawnSync } from "node:child_process";
import { existsSync, lstatSync, mkdirSync, realpathSync, rmSync } from "node:fs";
import { join } from "node:path";

const { npm_config_global: isGlobal, npm_config_prefix: prefix = "" } = process.env;

if (!existsSync("node_modules/esbuild/package.json")) {
  const { npm_execpath: npm = "npm", npm_config_prefix: _prefix, ...rest } = process.env;
  const env = { ...rest, npm_config_global: "false", npm_config_location: "project" };
  const install = ["ci", "--include=dev", "--ignore-scripts", "--no-audit", "--no-fund"];
  const [program, args] = /\.c?js$/.test(npm) ? [process.execPath, [npm, ...install]] : [npm, install];
  // Standard output is that of `npm pack`, and names the package.
  const { status } = spawnSync(program, args, { env, stdio: ["ignore", 2, 2] });
  if (status !== 0) {
    console.error(
      "kmspol: building from a clone takes the development packages of package-lock.json, which cannot be installed here.\n" +
        "Install the package of a release instead: npm install --global ./kmspol-VERSION.tgz",
    );
    process.exit(1);
  }
}
await import("./build.mjs");

// With that flag npm has also linked the clone to where the package is to go, and would now write through the link, and then remove the
// clone: npm 11 and before leave nothing of the package. Only a link to this very clone in npm's own cache gives way to the folder that was there.
if (isGlobal === "true" && /[\\/]_cacache[\\/]tmp[\\/]/.test(process.cwd()))
  for (const library of ["lib/node_modules", "node_modules"]) {
    const link = join(prefix, library, "kmspol");
    if (
      lstatSync(link, { throwIfNoEntry: false })?.isSymbolicLink() &&
      realpathSync(link) === realpathSync(".")
    ) {
      rmSync(link);
      mkdirSync(link);
    }
  }

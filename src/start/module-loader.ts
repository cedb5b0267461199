import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Script } from "node:vm";
import type { CompiledCode } from "./compiled-code.ts";

type Require = (specifier: string) => unknown;

/** A module as the build wraps it: what CommonJS calls a module. */
type Run = (exports: object, require: Require, module: { exports: object }) => void;

/** What the script of a pack gives: its modules by name. */
type Pack = Readonly<Record<string, Run>>;

/**
 * Loads the modules that the build has put into packs. `folder` holds the packs; `packs` tells which modules are in which. Returns what
 * gives the exports of the module of a name, and runs that module the first time. Node's own loaders cannot be given compiled code
 * before Node 22.1, and need longer to find fifty small files than to compile what is in them.
 */
export const moduleLoader = (
  folder: string,
  packs: Readonly<Record<string, readonly string[]>>,
  compiled: CompiledCode,
): ((name: string) => object) => {
  const open = (pack: string): Pack => {
    const filename = join(folder, `${pack}.js`);
    // The build writes ASCII only, which is read fastest so.
    const source = readFileSync(filename, "latin1");
    const cachedData = compiled.find(pack);
    const script = new Script(source, { filename, ...(cachedData && { cachedData }) });
    compiled.keep(pack, script);
    return script.runInThisContext() as Pack;
  };

  const packOf = new Map(Object.entries(packs).flatMap(([pack, names]) => names.map((name) => [name, pack])));
  const opened = new Map<string, Pack>();
  const find = (name: string): Run => {
    const pack = packOf.get(name) ?? name;
    const modules = opened.get(pack) ?? open(pack);
    opened.set(pack, modules);
    const run = modules[name];
    if (!run) throw new Error(`${pack} has no ${name}`);
    return run;
  };

  const loaded = new Map<string, { exports: object }>();
  const load = (name: string): object => {
    const found = loaded.get(name);
    if (found) return found.exports;
    const run = find(name);
    const module = { exports: {} };
    loaded.set(name, module);
    run(module.exports, requireOne, module);
    return module.exports;
  };
  const requireOne: Require = (specifier) =>
    specifier.startsWith("./")
      ? load(specifier.slice(2, -".js".length))
      : process.getBuiltinModule(specifier);
  return load;
};

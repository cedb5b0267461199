import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Script } from "node:vm";
import type { CompiledCode } from "./compiled-code.ts";

type Require = (specifier: string) => unknown;

/** A pack as the build wraps it: what CommonJS calls a module. It exports modules by name. */
type Pack = (
  exports: object,
  require: Require,
  module: { exports: Readonly<Record<string, object>> },
) => void;

/** Is thrown where a part of the program is not there: it was removed, or replaced by another version while it runs. */
export class NotWhole extends Error {
  override readonly name = "NotWhole";
}

const textOf = (filename: string): string => {
  try {
    // The build writes ASCII only, which is read fastest so.
    return readFileSync(filename, "latin1");
  } catch (cause) {
    throw new NotWhole(cause instanceof Error ? cause.message : String(cause), { cause });
  }
};

/**
 * Loads the modules that the build has put into packs. `folder` holds the packs; `packs` tells which modules are in which. Returns what
 * gives the exports of the module of a name, and runs its pack the first time. A module of `doors` that another imports is loaded when
 * something of it is first used. Node's own loaders cannot be given compiled code before Node 22.1, and need longer to find fifty
 * small files than to compile what is in them.
 */
export const moduleLoader = (
  folder: string,
  packs: Readonly<Record<string, readonly string[]>>,
  compiled: CompiledCode,
  doors: readonly string[] = [],
): ((name: string) => object) => {
  const read = (pack: string): Pack => {
    const filename = join(folder, `${pack}.js`);
    const source = textOf(filename);
    const cachedData = compiled.find(pack);
    const script = new Script(source, { filename, ...(cachedData && { cachedData }) });
    compiled.keep(pack, script);
    return script.runInThisContext() as Pack;
  };

  const opened = new Map<string, Readonly<Record<string, object>>>();
  const open = (pack: string): Readonly<Record<string, object>> => {
    const found = opened.get(pack);
    if (found) return found;
    const run = read(pack);
    const module = { exports: {} };
    run(module.exports, requireOne, module);
    opened.set(pack, module.exports);
    return module.exports;
  };

  const packOf = new Map(Object.entries(packs).flatMap(([pack, names]) => names.map((name) => [name, pack])));
  const load = (name: string): object => {
    const pack = packOf.get(name) ?? name;
    const found = open(pack)[name];
    if (!found) throw new NotWhole(`${pack} has no ${name}`);
    return found;
  };
  const whenUsed = (name: string): object =>
    new Proxy({}, { get: (_exports, member): unknown => Reflect.get(load(name), member) });
  const requireOne: Require = (specifier) => {
    if (!specifier.startsWith("./")) return process.getBuiltinModule(specifier);
    const name = specifier.slice(2, -".js".length);
    return doors.includes(name) && !opened.has(packOf.get(name) ?? name) ? whenUsed(name) : load(name);
  };
  return load;
};

import { join } from "node:path";
import type { Script } from "node:vm";
import { isOurs, readCode, removeUnused, writeCode } from "./code-files.ts";

/** What V8 made of the program's text in earlier runs, so that this one need not do it again. */
export interface CompiledCode {
  /** The compiled code of a pack; undefined where none is kept that can be trusted. */
  readonly find: (pack: string) => Buffer | undefined;
  /** Is told of each pack that was loaded: what V8 has compiled of it is kept when the run ends well. */
  readonly keep: (pack: string, script: Script) => void;
}

/** How long a thread has loaded nothing more, in milliseconds, when its code is kept: it has done its first work by then. */
const settled = 2000;

const minute = 60 * 1000;

/**
 * Code of this age is made anew: what only later runs needed gets in, and what is in use stays young. Where the first run stopped early,
 * at a file that cannot be read, those behind it take half as long again until then.
 */
const renewedAfter = 10 * minute;
const unusedAfter = 30 * 24 * 60 * minute;

/** How a run ends that did its work. The code of half a run is not kept. */
const endsWell: readonly number[] = [0, 1];

/** What the name of a file of ours looks like, whatever made it. In the folder that Node was told of, others may lie. */
const ours = /^v\d+\.\d+\.\d+.*-[0-9a-f]{8}$/;

const none: CompiledCode = { find: () => undefined, keep: () => undefined };

/**
 * The compiled code in `folder` (an absolute path; "" for none) of one verb, whose runs all need much the same functions. A thread does not
 * hear that the program ends: its code (`inThread`) has a name of its own, and is kept while it runs. Nothing is kept, and
 * nothing said, where the folder cannot be made or others than the user can write in it: they would decide what we run. A pack's
 * name must change with its text. Sources: Node's documentation of vm.Script, `cachedData`, and of NODE_DISABLE_COMPILE_CACHE.
 */
export const compiledCode = (folder: string, verb: string, inThread = false): CompiledCode => {
  if (folder === "" || process.env["NODE_DISABLE_COMPILE_CACHE"]) return none;
  const work = inThread ? `${verb}-worker` : verb;
  const fileOf = (pack: string) => join(folder, `${process.version}-${process.arch}-${work}-${pack}`);
  const trusted = isOurs(folder);
  const current = new Set<string>();
  const unkept = new Map<string, Script>();
  const write = () => {
    if (unkept.size === 0) return;
    const codes = [...unkept].map(([pack, script]) => [fileOf(pack), script.createCachedData()] as const);
    unkept.clear();
    writeCode(folder, codes);
    removeUnused(folder, ours, unusedAfter);
  };
  process.once("exit", (code) => {
    if (endsWell.includes(code)) write();
  });
  let timer: NodeJS.Timeout | undefined;
  const writeSoon = () => {
    clearTimeout(timer);
    timer = setTimeout(write, settled).unref();
  };
  return {
    find: (pack) => {
      const kept = trusted ? readCode(fileOf(pack)) : undefined;
      if (kept && kept.age < renewedAfter) current.add(pack);
      return kept?.code;
    },
    keep: (pack, script) => {
      if (current.has(pack) && !script.cachedDataRejected) return;
      unkept.set(pack, script);
      if (inThread) writeSoon();
    },
  };
};

// node --import file-log.mjs: writes to $FILE_LOG how each file under $FILE_ROOT is opened to be written, and where links are followed.
import fs from "node:fs";
import fsPromises from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";

const { O_APPEND, O_CREAT, O_EXCL, O_NOFOLLOW, O_RDWR, O_TRUNC, O_WRONLY } = fs.constants;
const append = fs.appendFileSync;
const named = {
  r: 0,
  "r+": O_RDWR,
  w: O_WRONLY | O_CREAT | O_TRUNC,
  "w+": O_RDWR | O_CREAT | O_TRUNC,
  wx: O_WRONLY | O_CREAT | O_EXCL,
  "wx+": O_RDWR | O_CREAT | O_EXCL,
  a: O_WRONLY | O_CREAT | O_APPEND,
  "a+": O_RDWR | O_CREAT | O_APPEND,
  ax: O_WRONLY | O_CREAT | O_APPEND | O_EXCL,
};

const flagOf = (options, preset) =>
  typeof options === "object" && options !== null ? (options.flag ?? preset) : preset;

/** The same in this process, until what is returned is called. */
export const start = ({ FILE_ROOT, FILE_LOG }) => {
  const putBack = [];
  const log = (path, flag) => {
    const flags = typeof flag === "number" ? flag : (named[flag] ?? O_CREAT);
    if (typeof path !== "string" || !path.startsWith(FILE_ROOT) || !(flags & (O_WRONLY | O_RDWR | O_CREAT)))
      return;
    const how = flags & O_EXCL ? "exclusive" : flags & O_NOFOLLOW && !(flags & O_CREAT) ? "own" : "follows";
    append(FILE_LOG, `${how} ${path.slice(FILE_ROOT.length)}\n`);
  };

  const watch = (target, name, flag) => {
    const real = target[name];
    putBack.push(() => (target[name] = real));
    target[name] = (...args) => {
      log(args[0], flag(args));
      return real(...args);
    };
  };

  for (const [target, suffix] of [
    [fs, "Sync"],
    [fs, ""],
    [fsPromises, ""],
  ])
    // prettier-ignore
    for (const [name, preset] of [["writeFile", "w"], ["appendFile", "a"]]) // prettier-ignore
      watch(target, name + suffix, (args) => flagOf(args[2], preset));
  for (const [target, name] of [
    [fs, "openSync"],
    [fs, "open"],
    [fsPromises, "open"],
  ])
    // prettier-ignore
    watch(target, name, (args) => (typeof args[1] === "function" ? "r" : (args[1] ?? "r")));
  for (const name of ["copyFile", "cp"]) {
    watch(fs, name, () => "w");
    watch(fs, `${name}Sync`, () => "w");
    watch(fsPromises, name, () => "w");
  }
  watch(fs, "createWriteStream", (args) => args[1]?.flags ?? "w");
  syncBuiltinESMExports();
  return () => {
    for (const back of putBack) back();
    syncBuiltinESMExports();
  };
};

if (process.env.FILE_LOG) start(process.env);

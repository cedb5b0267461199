// For the fault tests, in kmspol's process or in the tests': has `meet` called before each call that changes something outside the
// process (files under a root folder, child processes, requests). What `meet` throws, the call fails with.
import childProcess from "node:child_process";
import diagnosticsChannel from "node:diagnostics_channel";
import fs from "node:fs";
import fsPromises from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";

/** Node's own functions, for those who intercept. */
export const original = { ...fs };

const byPath = ["open", "writeFile", "appendFile", "rename", "unlink", "rm", "mkdir", "mkdtemp", "chmod", "chown", "link", "symlink", "utimes"]; // prettier-ignore
const byDescriptor = ["write", "fsync", "fdatasync", "ftruncate", "fchmod", "fchown"];
const ofHandle = ["write", "writev", "writeFile", "appendFile", "sync", "datasync", "truncate", "chmod", "chown", "utimes"]; // prettier-ignore

/**
 * `meet({ name, path, tear })`: `tear` is there for writes, and writes the first half of what was to be written.
 * Only what happens under `root` is met, beside processes and requests. Returns what puts Node's functions back.
 */
export const intercept = (root, meet) => {
  const paths = new Map();
  const putBack = [];
  const replace = (target, name, by) => {
    const real = target[name];
    putBack.push(() => (target[name] = real));
    target[name] = by;
  };
  const isOurs = (path) => typeof path === "string" && path.startsWith(root);
  const pathOf = (name, args) => (byDescriptor.includes(name) ? paths.get(args[0]) : args[0]);
  // Node's functions call one another: what `meet` itself does, and what is inside another call, is not met.
  let inside = false;
  const guarded = (work) => {
    if (inside) return undefined;
    inside = true;
    try {
      return work();
    } finally {
      inside = false;
    }
  };
  const met = (name, path, tear) => isOurs(path) && guarded(() => meet({ name, path, tear }));
  const tearOf = (name, args) => {
    if (name === "writeFile") return () => original.writeFileSync(args[0], half(args[1]), args[2]);
    return name === "write" ? () => original.writeSync(args[0], half(args[1])) : undefined;
  };

  const sync = (name, target) => {
    const real = target[`${name}Sync`];
    replace(target, `${name}Sync`, (...args) => {
      met(name, pathOf(name, args), tearOf(name, args));
      const result = inside ? real(...args) : guarded(() => real(...args));
      if (name === "open") paths.set(result, args[0]);
      return result;
    });
  };

  const callback = (name, target) => {
    const real = target[name];
    replace(target, name, (...args) => {
      const done = args.pop();
      try {
        met(name, pathOf(name, args), tearOf(name, args));
      } catch (error) {
        return void process.nextTick(done, error);
      }
      return real(...args, (error, ...results) => {
        if (name === "open" && !error) paths.set(results[0], args[0]);
        done(error, ...results);
      });
    });
  };

  const promise = (name, target) => {
    const real = target[name];
    replace(target, name, async (...args) => {
      met(name, args[0], tearOf(name, args));
      const result = await real(...args);
      return name === "open" ? handle(result, args[0]) : result;
    });
  };

  const handle = (file, path) => {
    for (const name of ofHandle) {
      const real = file[name].bind(file);
      file[name] = async (...args) => {
        const tear = /^write/.test(name) ? () => original.writeSync(file.fd, half(args[0])) : undefined;
        met(`handle.${name}`, path, tear);
        return real(...args);
      };
    }
    return file;
  };

  for (const name of [...byPath, ...byDescriptor]) {
    sync(name, fs);
    callback(name, fs);
  }
  for (const name of byPath) promise(name, fsPromises);

  const spawn = childProcess.spawn;
  replace(childProcess, "spawn", (program, ...rest) => {
    meet({ name: "spawn", path: program });
    const child = spawn(program, ...rest);
    child.prependListener("exit", () => meet({ name: "exit of", path: program }));
    return child;
  });
  const target = ({ request }) =>
    String(request.getHeader("x-amz-target") ?? "query")
      .split(".")
      .at(-1);
  const listen = (channel, name) => {
    const listener = (message) => meet({ name, path: target(message) });
    diagnosticsChannel.subscribe(channel, listener);
    putBack.push(() => diagnosticsChannel.unsubscribe(channel, listener));
  };
  listen("http.client.request.start", "request");
  listen("http.client.response.finish", "answer");
  syncBuiltinESMExports();
  return () => {
    for (const back of putBack) back();
    syncBuiltinESMExports();
  };
};

const half = (data) => {
  const bytes = Buffer.from(data);
  return bytes.subarray(0, bytes.length >> 1);
};

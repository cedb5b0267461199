import { normalize } from "node:path";
import type { Context } from "../../cli/app.ts";
import type { PolicyFiles } from "../../ports.ts";

/**
 * The context of a run that reads each Terraform folder once: each file with a key in it asks for all others of its folder. For
 * checking alone: who writes must read again.
 */
export const readingOnce = (context: Context): Context => {
  const files = kept(context.outside.files);
  return { ...context, outside: { ...context.outside, files: () => files() } };
};

const isSource = /\.(?:tf|tofu)$/i;

const kept = (open: () => Promise<PolicyFiles>): (() => Promise<PolicyFiles>) => {
  const texts = new Map<string, Promise<string>>();
  let opened: Promise<PolicyFiles> | undefined;
  const wrap = (files: PolicyFiles): PolicyFiles => ({
    ...files,
    read: (path, limit) =>
      isSource.test(path)
        ? once(texts, normalize(path), () => files.read(path, limit))
        : files.read(path, limit),
  });
  return () => (opened ??= open().then(wrap));
};

const once = <T>(known: Map<string, T>, name: string, make: () => T): T => {
  const found = known.get(name) ?? make();
  known.set(name, found);
  return found;
};

import type { SandboxOptions } from "../../src/sandbox/options.ts";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { startSandbox } from "../../src/sandbox/start.ts";
import { atEndOfTest, type AtEnd } from "./at-end.ts";

/** A sandbox on a free port for one test; it ends with the test. */
export const sandboxForTest = async (
  options: SandboxOptions = {},
  atEnd: AtEnd = atEndOfTest,
): Promise<Sandbox> => {
  const sandbox = await startSandbox(options);
  atEnd(() => sandbox.close());
  return sandbox;
};

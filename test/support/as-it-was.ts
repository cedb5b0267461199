import { afterAll } from "vitest";

// The files share a process: the next one finds the environment and the folder that this one found.

const [environment, folder] = [{ ...process.env }, process.cwd()];

afterAll(() => {
  process.chdir(folder);
  for (const name of Object.keys(process.env))
    if (!(name in environment)) Reflect.deleteProperty(process.env, name);
  Object.assign(process.env, environment);
});

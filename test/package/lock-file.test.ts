import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

// What `npm ci` brings onto the machine of whoever builds kmspol, and what may be bundled into the package.

interface Locked {
  readonly version?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly license?: string;
  readonly link?: boolean;
  readonly dev?: boolean;
  readonly hasInstallScript?: boolean;
}

const lock = JSON.parse(readFileSync("package-lock.json", "utf8")) as {
  readonly lockfileVersion: number;
  readonly packages: Readonly<Record<string, Locked>>;
};
const locked = Object.entries(lock.packages).filter(([path]) => path !== "");

/** The packages of which `wrong` is true. */
const those = (wrong: (locked: Locked) => boolean): readonly string[] =>
  locked.filter(([, one]) => wrong(one)).map(([path]) => path);

test("each package is held by a strong hash of its contents", () => {
  expect(lock.lockfileVersion).toBe(3);
  expect(locked.length).toBeGreaterThan(100);
  expect(those(({ integrity = "" }) => !/^sha512-[\w+/]{86}==$/.test(integrity))).toEqual([]);
});

test("nothing comes from a git repository, a web address of its own, or a folder beside", () => {
  const elsewhere = ({ resolved, link }: Locked) =>
    link === true || (resolved !== undefined && !resolved.startsWith("https://registry.npmjs.org/"));
  expect(those(elsewhere)).toEqual([]);
});

test("the published package depends on nothing", () => {
  expect(those(({ dev }) => dev !== true)).toEqual([]);
});

// esbuild's only makes its start faster, the grammars' build a binding for Node that is not used (their WebAssembly is in
// the package); npm here runs none, and the build works.
test("no package needs a script at its installation", () => {
  expect(those(({ hasInstallScript }) => hasInstallScript === true)).toEqual([
    "node_modules/@tree-sitter-grammars/tree-sitter-hcl",
    "node_modules/esbuild",
    "node_modules/tree-sitter-powershell",
  ]);
});

// MPL-2.0: lightningcss, which vite brings for style sheets, and axe-core, which looks at the report's page. CC-BY-4.0: caniuse-lite, tables of browsers, which the mutation tester brings.
// All are only used here, never published.
test("each licence is one that an Apache-2.0 project may use", () => {
  const free = ["MIT", "ISC", "BSD-2-Clause", "BSD-3-Clause", "0BSD", "Apache-2.0", "BlueOak-1.0.0"];
  const others = those(({ license = "" }) => !free.includes(license));
  const known = /^node_modules\/(?:lightningcss|caniuse-lite|axe-core)/;
  expect(others.filter((path) => !known.test(path))).toEqual([]);
});

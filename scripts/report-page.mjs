// The report's page: its script and its style, bundled of src/verbs/report/page/ into a module of two texts. For the build and for the tests.
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const folder = fileURLToPath(new URL("../src/verbs/report/page/", import.meta.url));

const bundled = async (entry) => {
  const { outputFiles } = await build({
    entryPoints: [folder + entry],
    bundle: true,
    minify: true,
    write: false,
    format: "iife",
    target: ["chrome100", "firefox100", "safari15"],
    charset: "ascii",
    legalComments: "none",
    logLevel: "warning",
  });
  return outputFiles[0].text.trim();
};

/** The text of the module `report-page`. */
export const reportPageModule = async () => {
  const [script, style] = await Promise.all([bundled("page.ts"), bundled("page.css")]);
  if (/<\/(?:script|style)/i.test(script + style))
    throw new Error("the page's own files close their element");
  return `export const script = ${JSON.stringify(script)};\nexport const style = ${JSON.stringify(style)};\n`;
};

/** For esbuild. */
export const reportPage = {
  name: "report-page",
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^report-page$/ }, () => ({ path: "report-page", namespace: "report-page" }));
    onLoad({ filter: /.*/, namespace: "report-page" }, async () => ({
      contents: await reportPageModule(),
      loader: "js",
    }));
  },
};

import { createHash } from "node:crypto";
import { script, style } from "report-page";
import type { ReportData } from "../../render/report/report-data.ts";

/**
 * The page: its script, its style and the data in one text. The Content-Security-Policy lets this script and this style run and nothing be
 * asked of any server; whatever comes from a policy is data that only ever becomes the text of a node.
 */
export const reportPage = (
  data: ReportData,
  { made, version }: { readonly made: Date; readonly version: string },
): string => {
  const policy = [
    "default-src 'none'",
    `script-src '${hashOf(script)}'`,
    `style-src '${hashOf(style)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Who may do what with which keys</title>
<style>${style}</style>
</head>
<body>
<noscript>This page needs its own script to show the table.</noscript>
<script type="application/json" id="data">${inScript({ ...data, made: made.toISOString(), version })}</script>
<script>${script}</script>
</body>
</html>
`;
};

const hashOf = (text: string): string => `sha256-${createHash("sha256").update(text).digest("base64")}`;

/** JSON that no parser of HTML sees the end of a script, or a comment, in. */
const inScript = (value: object): string =>
  JSON.stringify(value)
    .replaceAll("<", "\\u003c")
    .replaceAll("\u2028", "\\u2028")
    .replaceAll("\u2029", "\\u2029");

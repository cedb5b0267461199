import type { Finding } from "../../check/finding.ts";
import type { Checked } from "./checked.ts";
import type { OpenTarget } from "../../target/open-target.ts";

/** What is told of a target whose policy cannot be read: this one finding, and no excerpt of the text around it. */
export const unread = (
  opened: OpenTarget,
  { label, text, place }: Pick<Checked, "label" | "text" | "place">,
  finding: Finding,
): Checked => ({
  open: [finding],
  accepted: [],
  unused: [],
  opened,
  label,
  ...(place !== undefined && { place }),
  text,
  readable: false,
  options: {},
  leftOut: [],
  notes: [],
  sources: withoutSources([finding]),
});

/** No line is shown of these findings. */
export const withoutSources = (findings: readonly Finding[]): NonNullable<Checked["sources"]> =>
  new Map(findings.map((finding) => [finding, { source: "", line: 1, column: 1 }]));

/** What `kmspol explain CODE` prints, beside the code's heading and severity. Plain sentences; the example may have several lines. */
export interface Page {
  /** What in a policy makes the finding. */
  readonly trigger: string;
  /** What goes wrong where it stays. */
  readonly why: string;
  readonly fix: string;
  /** Policy text: what is wrong, and after `=>` what is right. */
  readonly example: string;
}

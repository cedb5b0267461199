/** One PutKeyPolicy that CloudTrail saw. */
export interface TrailEvent {
  readonly id: string;
  readonly at: Date;
  readonly by: string;
  readonly policy: string | undefined;
  readonly failed: boolean;
}

/** The event history of CloudTrail: 90 days of management events of one account and Region. */
export interface Trail {
  policyChanges(keyArn: string): Promise<readonly TrailEvent[]>;
  /**
   * Gives `take` each event of the event history that names the key, as its JSON text; some may come twice. `stoppedAt` (ISO 8601): there
   * were too many, and none older than this was read. Throws AwsError.
   */
  eventsOf(
    key: { readonly arn: string; readonly id: string },
    since: Date,
    take: (text: string) => void,
  ): Promise<{ readonly stoppedAt?: string }>;
}

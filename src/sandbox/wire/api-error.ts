/** HTTP statuses other than 400, by error name. KMS declares none but for its own failures; IAM's are in its API reference. */
const statuses = new Map([
  ["KMSInternalException", 500],
  ["DependencyTimeoutException", 503],
  ["ServiceFailure", 500],
  ["InternalFailure", 500],
  ["ServiceException", 500],
  ["DryRunOperationException", 412],
  ["ServiceUnavailable", 503],
  ["NoSuchEntity", 404],
  ["EntityAlreadyExists", 409],
  ["DeleteConflict", 409],
  ["LimitExceeded", 409],
  ["AccessDenied", 403],
  ["InvalidClientTokenId", 403],
  ["ExpiredToken", 403],
  ["MissingAuthenticationToken", 403],
  ["SignatureDoesNotMatch", 403],
]);

/** An error as a service answers it: `name` is AWS's own error name, `message` AWS's own words where they are known. */
export class ApiError extends Error {
  readonly status: number;

  constructor(name: string, message: string) {
    super(message);
    this.name = name;
    this.status = statuses.get(name) ?? 400;
  }
}

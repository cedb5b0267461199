/** An answer that cannot be one of AWS: too large, or with something else in it than the service's model says. */
export class NotOfAws extends Error {
  override readonly name = "NotOfAws";
}

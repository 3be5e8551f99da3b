/** An identity as STS tells it. */
export interface Identity {
  readonly arn: string;
  readonly userId: string;
  readonly account: string;
}

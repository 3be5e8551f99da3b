/** A resource policy as it is kept: the document that DescribeEventBus answers. */
export interface BusPolicy {
  readonly Version: string;
  readonly Statement: readonly PolicyStatement[];
}

export type PolicyStatement = Readonly<Record<string, unknown>>;

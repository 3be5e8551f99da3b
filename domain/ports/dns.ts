/** A record set of Route 53, by the API's own names; members that are not named here stay as they are. */
export interface RecordSet {
  readonly Name: string;
  readonly Type: string;
  readonly SetIdentifier?: string;
  readonly Failover?: 'PRIMARY' | 'SECONDARY';
  readonly TTL?: number;
  readonly HealthCheckId?: string;
  readonly AliasTarget?: {
    readonly HostedZoneId: string;
    readonly DNSName: string;
    readonly EvaluateTargetHealth: boolean;
  };
  readonly TrafficPolicyInstanceId?: string;
}

/** A record set as it was read, and as it is to be. */
export interface RecordChange {
  readonly from: RecordSet;
  readonly to: RecordSet;
}

/** The control plane of Route 53, which is in one region for all: nothing that a failover waits for may ask it. */
export interface DnsPort {
  /** Ids of the public hosted zones of exactly this name. */
  zones(name: string): Promise<readonly string[]>;
  /** The record sets of a name in a zone. */
  records(zone: string, name: string): Promise<readonly RecordSet[]>;
  /**
   * Puts record sets in the place of those that were read, all or none. `changed`: one of them is another by now. Twice: the
   * second finds others, and answers so.
   */
  replace(zone: string, changes: readonly RecordChange[]): Promise<'replaced' | 'changed'>;
  /** Statuses that checkers last had of an endpoint's check, in Route 53's words; none before the first. */
  statuses(check: string): Promise<readonly string[]>;
  /** The ranges of addresses by which checkers ask. */
  checkerRanges(): Promise<readonly string[]>;
}

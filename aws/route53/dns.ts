import {
  ChangeResourceRecordSetsCommand,
  GetCheckerIpRangesCommand,
  GetHealthCheckStatusCommand,
  ListHostedZonesByNameCommand,
  ListResourceRecordSetsCommand,
  type ResourceRecordSet,
  type Route53Client,
} from '@aws-sdk/client-route-53';
import type { DnsPort, RecordChange, RecordSet } from '../../domain/ports/dns.ts';
import { named } from '../errors.ts';

/** Names as Route 53 has them: with a dot at the end, and `*` by its code (developer guide, "DNS domain name format"). */
const shown = (name: string): string => name.toLowerCase().replace(/\.$/, '').replaceAll('\\052', '*');

/** Zones of one name are few, and come first. */
const ZONES = 100;
/** Record sets of one name are some; a failover pair of each type at most six. */
const RECORDS = 100;

/** `DnsPort` over Route 53, whose control plane is in us-east-1 for all. */
export class Route53Dns implements DnsPort {
  readonly #client: Route53Client;

  constructor(client: Route53Client) {
    this.#client = client;
  }

  async zones(name: string): Promise<readonly string[]> {
    const command = new ListHostedZonesByNameCommand({ DNSName: name, MaxItems: ZONES });
    const { HostedZones = [] } = await named(this.#client.send(command));
    return HostedZones.filter(
      ({ Name = '', Config }) => shown(Name) === shown(name) && Config?.PrivateZone !== true,
    ).map(({ Id = '' }) => Id.split('/').at(-1) ?? '');
  }

  async records(zone: string, name: string): Promise<readonly RecordSet[]> {
    const command = new ListResourceRecordSetsCommand({
      HostedZoneId: zone,
      StartRecordName: name,
      MaxItems: RECORDS,
    });
    const { ResourceRecordSets = [] } = await named(this.#client.send(command));
    return ResourceRecordSets.filter(({ Name = '' }) => shown(Name) === shown(name)) as RecordSet[];
  }

  /** A deletion takes a record set only as it is given, and a batch is carried out as a whole (API reference, Change). */
  async replace(zone: string, changes: readonly RecordChange[]): Promise<'replaced' | 'changed'> {
    const Changes = changes.flatMap(({ from, to }) => [
      { Action: 'DELETE' as const, ResourceRecordSet: from as ResourceRecordSet },
      { Action: 'CREATE' as const, ResourceRecordSet: to as ResourceRecordSet },
    ]);
    const command = new ChangeResourceRecordSetsCommand({ HostedZoneId: zone, ChangeBatch: { Changes } });
    try {
      await this.#client.send(command);
      return 'replaced';
    } catch (error) {
      if (error instanceof Error && error.name === 'InvalidChangeBatch') return 'changed';
      return named(Promise.reject(error));
    }
  }

  async statuses(check: string): Promise<readonly string[]> {
    const command = new GetHealthCheckStatusCommand({ HealthCheckId: check });
    const { HealthCheckObservations = [] } = await named(this.#client.send(command));
    return HealthCheckObservations.flatMap(({ StatusReport }) => StatusReport?.Status ?? []);
  }

  async checkerRanges(): Promise<readonly string[]> {
    const { CheckerIpRanges = [] } = await named(this.#client.send(new GetCheckerIpRangesCommand({})));
    return CheckerIpRanges;
  }
}

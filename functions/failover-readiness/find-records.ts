import { zoneNames } from '../../domain/failover/preparation/attachment.ts';
import type { DnsPort, RecordSet } from '../../domain/ports/dns.ts';

/** The record sets of a name, and the public hosted zone that they are in. */
export interface FoundRecords {
  readonly zone: string;
  readonly sets: readonly RecordSet[];
}

/** Finds the records of a name, in the zone with the longest name that ends it; the reason where that is not to be said. */
export async function findRecords(
  name: string,
  dns: Pick<DnsPort, 'zones' | 'records'>,
): Promise<FoundRecords | { readonly why: string }> {
  for (const candidate of zoneNames(name)) {
    const [zone, second] = await dns.zones(candidate);
    if (zone === undefined) continue;
    if (second !== undefined) return { why: `there are several public hosted zones ${candidate}` };
    return { zone, sets: await dns.records(zone, name) };
  }
  return { why: `this account has no public hosted zone of ${name}` };
}

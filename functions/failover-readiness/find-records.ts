import { zoneNames } from '../../domain/failover/preparation/attachment.ts';
import type { DnsPort, RecordSet } from '../../domain/ports/dns.ts';

/** The record sets of a name, and the public hosted zone that they are in. */
export interface FoundRecords {
  readonly zone: string;
  readonly sets: readonly RecordSet[];
}

type Zone = { readonly zone: string } | { readonly why: string };

/** Finds the zone with the longest name that ends a name; the reason where that is not to be said. */
export async function findZone(name: string, dns: Pick<DnsPort, 'zones'>): Promise<Zone> {
  for (const candidate of zoneNames(name)) {
    const [zone, second] = await dns.zones(candidate);
    if (zone === undefined) continue;
    return second === undefined ? { zone } : { why: `there are several public hosted zones ${candidate}` };
  }
  return { why: `this account has no public hosted zone of ${name}` };
}

/** Finds the records of a name, in its zone. */
export async function findRecords(
  name: string,
  dns: Pick<DnsPort, 'zones' | 'records'>,
): Promise<FoundRecords | { readonly why: string }> {
  const found = await findZone(name, dns);
  return 'why' in found ? found : { ...found, sets: await dns.records(found.zone, name) };
}

import { isIPv4, isIPv6 } from 'node:net';
import type { HostedZone, RecordSet, Route53State } from './state.ts';

/** A record set as Route 53's messages name it. */
export const namesOf = ({ Name, Type, SetIdentifier }: RecordSet): string =>
  SetIdentifier === undefined
    ? `[name='${Name}', type='${Type}']`
    : `[name='${Name}', type='${Type}', set-identifier='${SetIdentifier}']`;

const isInside = (name: string, zone: HostedZone): boolean =>
  name === zone.name || name.endsWith(`.${zone.name}`);

function valueFaults({ Name, Type, ResourceRecords = [] }: RecordSet): string[] {
  const fits = Type === 'A' ? isIPv4 : Type === 'AAAA' ? isIPv6 : () => true;
  const kind = Type === 'A' ? 'ARRDATAIllegalIPv4Address' : 'AAAARRDATAIllegalIPv6Address';
  const wrong = ResourceRecords.filter(({ Value = '' }) => !fits(Value));
  const bad = wrong.map(
    ({ Value }) =>
      `Invalid Resource Record: 'FATAL problem: ${kind} (Value is not a valid ${Type} address) encountered with '${Value}''`,
  );
  if (Type === 'CNAME' && ResourceRecords.length > 1)
    bad.push(`RRSet of type CNAME with DNS name ${Name} is not permitted to have more than one value`);
  return bad;
}

function routingFaults(record: RecordSet): string[] {
  const { SetIdentifier, Failover, Weight } = record;
  const policies = [Failover, Weight].filter((policy) => policy !== undefined);
  const subject = `Invalid request:`;
  if (policies.length > 1)
    return [
      `${subject} Expected exactly one of [Weight, Region, Failover, GeoLocation, MultiValueAnswer, CidrRoutingConfig], but found more than one in Change with ${namesOf(record)}`,
    ];
  if (policies.length === 1 && !SetIdentifier)
    return [`${subject} Missing field 'SetIdentifier' in Change with ${namesOf(record)}`];
  if (policies.length === 0 && SetIdentifier !== undefined)
    return [
      `${subject} Expected exactly one of [Weight, Region, Failover, GeoLocation, MultiValueAnswer, CidrRoutingConfig], but found none in Change with ${namesOf(record)}`,
    ];
  return Weight !== undefined && (Weight < 0 || Weight > 255)
    ? [`${subject} Weight must be between 0 and 255 in Change with ${namesOf(record)}`]
    : [];
}

/** Faults of a record set by itself (API reference, ResourceRecordSet and AliasTarget). */
export function faultsOf(
  record: RecordSet,
  zone: HostedZone,
  records: ReadonlyMap<string, RecordSet>,
  state: Route53State,
): string[] {
  const { Name, Type, TTL, ResourceRecords, AliasTarget, HealthCheckId } = record;
  if (!isInside(Name, zone)) return [`RRSet with DNS name ${Name} is not permitted in zone ${zone.name}`];
  if (Type === 'CNAME' && Name === zone.name)
    return [`RRSet of type CNAME with DNS name ${Name} is not permitted at apex in zone ${zone.name}`];
  if (AliasTarget && (ResourceRecords?.length || TTL !== undefined))
    return [
      `Invalid request: Expected exactly one of [AliasTarget, all of [TTL, and ResourceRecords], or TrafficPolicyInstanceId], but found more than one in Change with ${namesOf(record)}`,
    ];
  if (!AliasTarget && (TTL === undefined || !ResourceRecords?.length))
    return [
      `Invalid request: Expected exactly one of [AliasTarget, all of [TTL, and ResourceRecords], or TrafficPolicyInstanceId], but found none in Change with ${namesOf(record)}`,
    ];
  if (HealthCheckId !== undefined && !state.checks.has(HealthCheckId))
    return [`No health check found with ID: ${HealthCheckId}`];
  return [...routingFaults(record), ...valueFaults(record), ...aliasFaults(record, zone, records)];
}

/** An alias to a record of its own zone leads to one of the same type that is there (API reference, AliasTarget). */
function aliasFaults(
  { Type, AliasTarget }: RecordSet,
  zone: HostedZone,
  records: ReadonlyMap<string, RecordSet>,
): string[] {
  if (!AliasTarget || AliasTarget.HostedZoneId !== zone.id) return [];
  const isThere = [...records.values()].some(
    (record) => record.Name === AliasTarget.DNSName && record.Type === Type,
  );
  return isThere
    ? []
    : [
        `Tried to create an alias that targets ${AliasTarget.DNSName}, type ${Type} in zone ${zone.id}, but the alias target name does not lie within the target zone or does not exist`,
      ];
}

/** Faults of records that are in each other's way in one zone (API reference, ResourceRecordSet; RFC 1034, section 3.6.2). */
export function conflictsIn(zone: HostedZone, records: ReadonlyMap<string, RecordSet>): string[] {
  const faults = new Set<string>();
  const has = (name: string, type: string): boolean =>
    [...records.values()].some(({ Name, Type }) => Name === name && Type === type);
  if (!has(zone.name, 'SOA')) faults.add('A HostedZone must contain exactly one SOA record.');
  if (!has(zone.name, 'NS'))
    faults.add('A HostedZone must contain at least one NS record for the zone itself.');
  const groups = new Map<string, RecordSet[]>();
  for (const record of records.values())
    groups.set(record.Name, [...(groups.get(record.Name) ?? []), record]);
  for (const ofName of groups.values()) for (const record of ofName) conflictsOf(record, ofName, faults);
  return [...faults];
}

function conflictsOf(record: RecordSet, ofName: readonly RecordSet[], faults: Set<string>): void {
  const { Name, Type, SetIdentifier, Failover } = record;
  if (Type === 'CNAME' && ofName.some((other) => other.Type !== 'CNAME')) {
    faults.add(
      `RRSet of type CNAME with DNS name ${Name} is not permitted as it conflicts with other records with the same DNS name in zone`,
    );
  }
  const same = ofName.filter((other) => other !== record && other.Type === Type);
  if (same.some((other) => (other.SetIdentifier === undefined) !== (SetIdentifier === undefined))) {
    faults.add(
      `RRSet with DNS name ${Name}, type ${Type}, SetIdentifier ${SetIdentifier ?? 'null'} cannot be created because a non multivalue answer rrset exists with the same name and type.`,
    );
  }
  if (
    same.some(
      (other) => (other.Failover === undefined) !== (Failover === undefined) && SetIdentifier !== undefined,
    )
  ) {
    faults.add(
      `RRSet with DNS name ${Name}, type ${Type} cannot be created because other routing policies exist with the same name and type.`,
    );
  }
  if (Failover !== undefined && same.some((other) => other.Failover === Failover)) {
    faults.add(
      `Failover type ${Failover} already exists for RRSet with DNS name ${Name}, type ${Type}: it must be unique`,
    );
  }
}

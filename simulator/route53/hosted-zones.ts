import type {
  CreateHostedZoneRequest,
  DeleteHostedZoneRequest,
  GetHostedZoneRequest,
  ListHostedZonesByNameRequest,
  ListHostedZonesRequest,
} from '@aws-sdk/client-route-53';
import { AwsError } from '../aws-error.ts';
import type { ModelledOperation } from '../modelled-members.ts';
import type { Region } from '../region.ts';
import { bareId, invalidInput, noSuchZone, pageSize } from './answers.ts';
import { shownChange, submit } from './changes.ts';
import { canonicalName, type HostedZone, keyOf, type RecordSet, type Route53State } from './state.ts';

/** "Quotas on hosted zones" of the developer guide. */
const MOST_ZONES = 500;

const shown = (zone: HostedZone) => ({
  Id: `/hostedzone/${zone.id}`,
  Name: zone.name,
  CallerReference: zone.callerReference,
  Config: { ...(zone.comment === undefined ? {} : { Comment: zone.comment }), PrivateZone: false },
  ResourceRecordSetCount: zone.records.size,
});

/** The order of ListHostedZonesByName: by labels from the right (API reference, ListHostedZonesByName). */
const reversed = (name: string): string => name.split('.').reverse().join('.');

/** The records that a new zone has of itself (developer guide, "NS and SOA records that Route 53 creates"). */
function ownRecords(name: string, nameServers: readonly string[]): RecordSet[] {
  const soa = `${nameServers[0]}. awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400`;
  return [
    {
      Name: name,
      Type: 'NS',
      TTL: 172_800,
      ResourceRecords: nameServers.map((Value) => ({ Value: `${Value}.` })),
    },
    { Name: name, Type: 'SOA', TTL: 900, ResourceRecords: [{ Value: soa }] },
  ];
}

function create(region: Region, state: Route53State, input: CreateHostedZoneRequest) {
  const { Name = '', CallerReference = '', HostedZoneConfig } = input;
  const name = canonicalName(Name);
  if (!/^([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)+$/.test(name))
    throw new AwsError('InvalidDomainName', `The domain name is invalid: ${Name}`);
  if (state.zoneReferences.has(CallerReference)) {
    throw new AwsError(
      'HostedZoneAlreadyExists',
      `A hosted zone has already been created with the specified caller reference.`,
      { statusCode: 409 },
    );
  }
  if (state.zones.size >= (region.settings.quotas['route53/hosted-zones'] ?? MOST_ZONES))
    throw new AwsError('TooManyHostedZones', 'Limits Exceeded: MAX_HOSTED_ZONES_BY_OWNER.');
  const random = state.kernel.random('route53/ids');
  const id = `Z${random.text(20, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789')}`;
  const nameServers = ['com', 'net', 'org', 'co.uk'].map(
    (domain, index) =>
      `ns-${index * 512 + random.integer(0, 511)}.awsdns-${String(random.integer(0, 63)).padStart(2, '0')}.${domain}`,
  );
  const records = new Map(ownRecords(name, nameServers).map((record) => [keyOf(record), record]));
  const zone: HostedZone = {
    ...{
      id,
      name,
      callerReference: CallerReference,
      comment: HostedZoneConfig?.Comment,
      nameServers,
      records,
    },
    published: new Map(),
    publishedAtMs: state.kernel.now(),
  };
  state.zones.set(id, zone);
  state.zoneReferences.add(CallerReference);
  const change = submit(region, state, zone, undefined);
  return {
    HostedZone: shown(zone),
    ChangeInfo: shownChange(state, change),
    DelegationSet: { NameServers: [...nameServers] },
    Location: `https://route53.amazonaws.com/2013-04-01/hostedzone/${id}`,
  };
}

function remove(region: Region, state: Route53State, { Id }: DeleteHostedZoneRequest) {
  const zone = zoneOf(state, Id);
  if (
    [...zone.records.values()].some(({ Name, Type }) => Name !== zone.name || !['NS', 'SOA'].includes(Type))
  ) {
    throw new AwsError(
      'HostedZoneNotEmpty',
      'The specified hosted zone contains non-required resource record sets and so cannot be deleted.',
    );
  }
  zone.records.clear();
  state.zones.delete(zone.id);
  state.tags.delete(`hostedzone/${zone.id}`);
  return { ChangeInfo: shownChange(state, submit(region, state, zone, undefined)) };
}

function listByName(state: Route53State, input: ListHostedZonesByNameRequest) {
  const { DNSName, HostedZoneId } = input;
  if (HostedZoneId !== undefined && DNSName === undefined)
    throw invalidInput('DNSName is required when HostedZoneId is given');
  const size = pageSize(input.MaxItems);
  const from = DNSName === undefined ? '' : reversed(canonicalName(DNSName));
  const all = [...state.zones.values()]
    .map((zone) => ({ zone, at: reversed(zone.name) }))
    .sort((a, b) => (a.at === b.at ? (a.zone.id < b.zone.id ? -1 : 1) : a.at < b.at ? -1 : 1))
    .filter(({ zone, at }) => at > from || (at === from && zone.id >= bareId(HostedZoneId ?? '')));
  const next = all[size]?.zone;
  return {
    HostedZones: all.slice(0, size).map(({ zone }) => shown(zone)),
    DNSName,
    HostedZoneId,
    IsTruncated: next !== undefined,
    ...(next ? { NextDNSName: next.name, NextHostedZoneId: next.id } : {}),
    MaxItems: size,
  };
}

function list(state: Route53State, { Marker, MaxItems }: ListHostedZonesRequest) {
  const size = pageSize(MaxItems);
  const all = [...state.zones.values()];
  const start = Marker === undefined ? 0 : all.findIndex(({ id }) => id === bareId(Marker));
  if (start < 0) throw noSuchZone(Marker);
  const next = all[start + size];
  return {
    HostedZones: all.slice(start, start + size).map(shown),
    Marker: Marker ?? '',
    IsTruncated: next !== undefined,
    ...(next ? { NextMarker: next.id } : {}),
    MaxItems: size,
  };
}

/** The zone of an id, with or without `/hostedzone/` before it. */
export function zoneOf(state: Route53State, id: string | undefined): HostedZone {
  const zone = state.zones.get(bareId(id ?? ''));
  if (!zone) throw noSuchZone(id);
  return zone;
}

/** Public hosted zones; private ones, delegation sets and DNSSEC are not modelled. */
export function hostedZoneOperations(region: Region, state: Route53State): Record<string, ModelledOperation> {
  return {
    CreateHostedZone: {
      members: ['Name', 'CallerReference', 'HostedZoneConfig'],
      run: (input: CreateHostedZoneRequest) => create(region, state, input),
    },
    GetHostedZone: {
      members: ['Id'],
      run: ({ Id }: GetHostedZoneRequest) => {
        const zone = zoneOf(state, Id);
        return { HostedZone: shown(zone), DelegationSet: { NameServers: [...zone.nameServers] } };
      },
    },
    ListHostedZones: {
      members: ['Marker', 'MaxItems'],
      run: (input: ListHostedZonesRequest) => list(state, input),
    },
    ListHostedZonesByName: {
      members: ['DNSName', 'HostedZoneId', 'MaxItems'],
      run: (input: ListHostedZonesByNameRequest) => listByName(state, input),
    },
    DeleteHostedZone: {
      members: ['Id'],
      run: (input: DeleteHostedZoneRequest) => remove(region, state, input),
    },
  };
}

import { isDeepStrictEqual } from 'node:util';
import type {
  Change,
  ChangeResourceRecordSetsRequest,
  ListResourceRecordSetsRequest,
  ResourceRecordSet,
} from '@aws-sdk/client-route-53';
import { AwsError } from '../aws-error.ts';
import { type ModelledOperation, refuseUnmodelled, refuseUnmodelledMembers } from '../modelled-members.ts';
import type { Region } from '../region.ts';
import { invalidInput, pageSize } from './answers.ts';
import { changeOf, shownChange, submit } from './changes.ts';
import { zoneOf } from './hosted-zones.ts';
import { conflictsIn, faultsOf, namesOf } from './record-rules.ts';
import { canonicalName, type HostedZone, keyOf, type RecordSet, type Route53State } from './state.ts';

/** Members of a record set: multivalue, latency, geolocation and IP-based routing and traffic policies are not modelled. */
export const RECORD_MEMBERS = [
  'Name',
  'Type',
  'SetIdentifier',
  'Weight',
  'Failover',
  'TTL',
  'ResourceRecords',
  'AliasTarget',
  'HealthCheckId',
];
const TYPES = ['A', 'AAAA', 'CNAME', 'NS', 'SOA', 'TXT'];
const MOST_RECORDS = 300;
/** "Maximum number of changes in a ChangeResourceRecordSets request": 1,000 record elements, an UPSERT counts twice. */
const MOST_ELEMENTS = 1000;

function recordOf(region: Region, given: ResourceRecordSet): RecordSet {
  refuseUnmodelledMembers(region.kernel, 'a record set of route53', given, RECORD_MEMBERS);
  const { Name = '', Type = 'A', AliasTarget, ...rest } = given;
  if (!TYPES.includes(Type)) refuseUnmodelled(region.kernel, `a record of type ${Type} of route53`);
  const members = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  return {
    ...members,
    Name: canonicalName(Name),
    Type,
    ...(AliasTarget
      ? { AliasTarget: { ...AliasTarget, DNSName: canonicalName(AliasTarget.DNSName ?? '') } }
      : {}),
  };
}

/** The effect of one change on a zone's records; the text of what is wrong with it, where something is. */
function apply(records: Map<string, RecordSet>, action: string, record: RecordSet): string | undefined {
  const key = keyOf(record);
  const held = records.get(key);
  if (action === 'DELETE') {
    if (!held) return `Tried to delete resource record set ${namesOf(record)} but it was not found`;
    if (!isDeepStrictEqual(held, record)) {
      return `Tried to delete resource record set ${namesOf(record)} but the values provided do not match the current values`;
    }
    records.delete(key);
    return undefined;
  }
  if (action === 'CREATE' && held)
    return `Tried to create resource record set ${namesOf(record)} but it already exists`;
  records.set(key, record);
  return undefined;
}

/** A batch is carried out as a whole or not at all (API reference, ChangeResourceRecordSets). */
function changeRecords(region: Region, state: Route53State, input: ChangeResourceRecordSetsRequest) {
  const zone = zoneOf(state, input.HostedZoneId);
  const changes: readonly Change[] = input.ChangeBatch?.Changes ?? [];
  const weight = ({ Action, ResourceRecordSet }: Change): number =>
    (ResourceRecordSet?.ResourceRecords?.length ?? 1) * (Action === 'UPSERT' ? 2 : 1);
  if (changes.length === 0) throw invalidInput('The change batch has no changes');
  if (changes.reduce((sum, change) => sum + weight(change), 0) > MOST_ELEMENTS)
    throw batchError([`Number of records limit of ${MOST_ELEMENTS} exceeded.`]);
  const after = new Map(zone.records);
  const faults: string[] = [];
  for (const { Action = '', ResourceRecordSet: given } of changes) {
    const record = recordOf(region, given as ResourceRecordSet);
    const found = Action === 'DELETE' ? [] : faultsOf(record, zone, after, state);
    const effect = found.length > 0 ? undefined : apply(after, Action, record);
    faults.push(...found, ...(effect === undefined ? [] : [effect]));
  }
  if (faults.length === 0) faults.push(...conflictsIn(zone, after));
  if (faults.length > 0) throw batchError(faults);
  zone.records.clear();
  for (const [key, record] of after) zone.records.set(key, record);
  return { ChangeInfo: shownChange(state, submit(region, state, zone, input.ChangeBatch?.Comment)) };
}

/** The message has all faults in brackets (API reference, ChangeResourceRecordSets, "InvalidChangeBatch"). */
const batchError = (faults: readonly string[]): AwsError =>
  new AwsError('InvalidChangeBatch', `[${faults.join(', ')}]`);

/** Names are sorted by their labels from the right, then types (API reference, ListResourceRecordSets). */
const place = ({ Name, Type, SetIdentifier = '' }: RecordSet): readonly string[] => [
  Name.split('.').reverse().join('.'),
  Type,
  SetIdentifier,
];

function compare(left: readonly string[], right: readonly string[]): number {
  for (const [index, value] of left.entries()) {
    const other = right[index] ?? '';
    if (value !== other) return value < other ? -1 : 1;
  }
  return 0;
}

function listRecords(zone: HostedZone, input: ListResourceRecordSetsRequest) {
  const { StartRecordName, StartRecordType, StartRecordIdentifier } = input;
  if (StartRecordName === undefined && StartRecordType !== undefined)
    throw invalidInput('The input is not valid: a start type needs a start name');
  const size = pageSize(input.MaxItems, MOST_RECORDS);
  const start = [
    canonicalName(StartRecordName ?? '')
      .split('.')
      .reverse()
      .join('.'),
    StartRecordType ?? '',
    StartRecordIdentifier ?? '',
  ];
  const all = [...zone.records.values()]
    .filter((record) => StartRecordName === undefined || compare(place(record), start) >= 0)
    .sort((a, b) => compare(place(a), place(b)));
  const next = all[size];
  return {
    ResourceRecordSets: all.slice(0, size),
    IsTruncated: next !== undefined,
    ...(next
      ? { NextRecordName: next.Name, NextRecordType: next.Type, NextRecordIdentifier: next.SetIdentifier }
      : {}),
    MaxItems: size,
  };
}

export function recordOperations(region: Region, state: Route53State): Record<string, ModelledOperation> {
  return {
    ChangeResourceRecordSets: {
      members: ['HostedZoneId', 'ChangeBatch'],
      run: (input: ChangeResourceRecordSetsRequest) => changeRecords(region, state, input),
    },
    ListResourceRecordSets: {
      members: ['HostedZoneId', 'StartRecordName', 'StartRecordType', 'StartRecordIdentifier', 'MaxItems'],
      run: (input: ListResourceRecordSetsRequest) => listRecords(zoneOf(state, input.HostedZoneId), input),
    },
    GetChange: {
      members: ['Id'],
      run: ({ Id }: { readonly Id?: string }) => ({ ChangeInfo: shownChange(state, changeOf(state, Id)) }),
    },
  };
}

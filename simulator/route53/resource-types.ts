import { sampleDurationMs } from '../durations.ts';
import type { Region } from '../region.ts';
import {
  type Act,
  actAs,
  booleanOf,
  listOf,
  numberOf,
  refuseUnmodelledProperties,
  unlessGone,
} from '../resource-calls.ts';
import type { Properties, Provisioned, ResourceContext, ResourceProvider, Service } from '../service.ts';
import { bareId } from './answers.ts';
import { RECORD_MEMBERS } from './records.ts';
import { canonicalName, type Route53State } from './state.ts';

type Acting = Pick<Service, 'operations' | 'authorize'>;
type Given = Readonly<Record<string, unknown>>;

const reference = (region: Region, context: ResourceContext): string =>
  `${context.logicalId}-${region.kernel.random('cloudformation/physical-ids').uuid()}`;

/** Tags of a zone (`HostedZoneTags`) or a check (`HealthCheckTags`); the stack's own are not put on them. */
async function tag(act: Act, ResourceType: string, ResourceId: string, given: unknown): Promise<void> {
  const AddTags = listOf<Given>(given) ?? [];
  if (AddTags.length > 0) await act('ChangeTagsForResource', { ResourceType, ResourceId, AddTags });
}

/** CloudFormation waits until the name servers have a change: it asks GetChange until INSYNC. */
async function settled(region: Region, act: Act, answer: Given): Promise<void> {
  const Id = (answer.ChangeInfo as { Id: string }).Id;
  for (;;) {
    const { ChangeInfo } = (await act('GetChange', { Id })) as { ChangeInfo: { Status: string } };
    if (ChangeInfo.Status === 'INSYNC') return;
    await region.kernel.sleep(5000);
  }
}

/** AWS::Route53::HostedZone: `Name` alone replaces it. */
export function hostedZoneType(region: Region, state: Route53State, service: Acting): ResourceProvider {
  const type = 'AWS::Route53::HostedZone';
  const modelled = ['Name', 'HostedZoneConfig', 'HostedZoneTags'];
  const provisioned = (id: string): Provisioned => ({
    physicalId: id,
    attributes: { Id: id, NameServers: [...(state.zones.get(id)?.nameServers ?? [])] },
  });
  return {
    replacementProperties: ['Name'],
    create: async (properties, context) => {
      refuseUnmodelledProperties(region.kernel, type, properties, modelled);
      const act = actAs(service, context);
      const answer: Given = await act('CreateHostedZone', {
        Name: properties.Name,
        CallerReference: reference(region, context),
        HostedZoneConfig: properties.HostedZoneConfig,
      });
      const id = bareId((answer.HostedZone as { Id: string }).Id);
      await tag(act, 'hostedzone', id, properties.HostedZoneTags);
      await settled(region, act, answer);
      return provisioned(id);
    },
    update: async (physicalId, properties, _previous, context) => {
      refuseUnmodelledProperties(region.kernel, type, properties, modelled);
      await tag(actAs(service, context), 'hostedzone', physicalId, properties.HostedZoneTags);
      return provisioned(physicalId);
    },
    delete: (physicalId, _properties, context) =>
      unlessGone(() => actAs(service, context)('DeleteHostedZone', { Id: physicalId })),
  };
}

const RECORD_PROPERTIES = [...RECORD_MEMBERS, 'Comment'];

/** A record of a template, whose values are plain texts, as the API takes it. */
function recordOf(properties: Properties): Given {
  const alias = properties.AliasTarget as Given | undefined;
  const record = {
    Name: properties.Name,
    Type: properties.Type,
    SetIdentifier: properties.SetIdentifier,
    Weight: numberOf(properties.Weight),
    Failover: properties.Failover,
    TTL: numberOf(properties.TTL),
    ResourceRecords: listOf(properties.ResourceRecords)?.map((Value) => ({ Value })),
    AliasTarget: alias && { ...alias, EvaluateTargetHealth: booleanOf(alias.EvaluateTargetHealth) ?? false },
    HealthCheckId: properties.HealthCheckId,
  };
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}

async function zoneIdOf(act: Act, { HostedZoneId, HostedZoneName }: Properties): Promise<unknown> {
  if (HostedZoneId !== undefined) return HostedZoneId;
  const name = canonicalName(String(HostedZoneName));
  const found: Given = await act('ListHostedZonesByName', { DNSName: name });
  const zone = (found.HostedZones as { Id: string; Name: string }[]).find(({ Name }) => Name === name);
  return zone ? bareId(zone.Id) : name;
}

async function change(region: Region, act: Act, zone: Properties, changes: readonly Given[]): Promise<void> {
  const HostedZoneId = await zoneIdOf(act, zone);
  await settled(
    region,
    act,
    await act('ChangeResourceRecordSets', { HostedZoneId, ChangeBatch: { Changes: changes } }),
  );
}

/** AWS::Route53::RecordSet: name and zone replace it; its `Ref` is the domain name. */
export function recordSetType(region: Region, service: Acting): ResourceProvider {
  const type = 'AWS::Route53::RecordSet';
  const provisioned = ({ Name }: Properties): Provisioned => ({ physicalId: String(Name), attributes: {} });
  const put = async (Action: string, properties: Properties, context: ResourceContext) => {
    refuseUnmodelledProperties(region.kernel, type, properties, [
      ...RECORD_PROPERTIES,
      'HostedZoneId',
      'HostedZoneName',
    ]);
    await change(region, actAs(service, context), properties, [
      { Action, ResourceRecordSet: recordOf(properties) },
    ]);
    return provisioned(properties);
  };
  return {
    replacementProperties: ['Name', 'HostedZoneId', 'HostedZoneName'],
    create: (properties, context) => put('CREATE', properties, context),
    // Another type or set identifier is another record: the former one goes in the same batch.
    update: async (_physicalId, properties, previous, context) => {
      const isSame = (['Type', 'SetIdentifier'] as const).every(
        (member) => properties[member] === previous[member],
      );
      if (isSame) return put('UPSERT', properties, context);
      await change(region, actAs(service, context), properties, [
        { Action: 'DELETE', ResourceRecordSet: recordOf(previous) },
        { Action: 'CREATE', ResourceRecordSet: recordOf(properties) },
      ]);
      return provisioned(properties);
    },
    delete: async (_physicalId, properties, context) => {
      await unlessGone(() =>
        change(region, actAs(service, context), properties, [
          { Action: 'DELETE', ResourceRecordSet: recordOf(properties) },
        ]),
      );
    },
  };
}

/** AWS::Route53::RecordSetGroup: its records change in one batch. */
export function recordSetGroupType(region: Region, service: Acting): ResourceProvider {
  const type = 'AWS::Route53::RecordSetGroup';
  const recordsOf = (properties: Properties): Given[] =>
    (listOf<Properties>(properties.RecordSets) ?? []).map((record) => {
      refuseUnmodelledProperties(region.kernel, `${type} RecordSet`, record, RECORD_PROPERTIES);
      return recordOf(record);
    });
  const run = (
    Action: string,
    properties: Properties,
    records: readonly Given[],
    context: ResourceContext,
  ) => {
    refuseUnmodelledProperties(region.kernel, type, properties, [
      'RecordSets',
      'HostedZoneId',
      'HostedZoneName',
      'Comment',
    ]);
    const changes = records.map((ResourceRecordSet) => ({ Action, ResourceRecordSet }));
    return change(region, actAs(service, context), properties, changes);
  };
  const keyOf = ({ Name, Type, SetIdentifier }: Given): string => `${Name} ${Type} ${SetIdentifier}`;
  return {
    replacementProperties: ['HostedZoneId', 'HostedZoneName'],
    create: async (properties, context) => {
      await run('CREATE', properties, recordsOf(properties), context);
      return { physicalId: `${context.stackName}-${context.logicalId}`, attributes: {} };
    },
    update: async (physicalId, properties, previous, context) => {
      const kept = new Set(recordsOf(properties).map(keyOf));
      const gone = recordsOf(previous).filter((record) => !kept.has(keyOf(record)));
      if (gone.length > 0) await run('DELETE', previous, gone, context);
      await run('UPSERT', properties, recordsOf(properties), context);
      return { physicalId, attributes: {} };
    },
    delete: (_physicalId, properties, context) =>
      unlessGone(() => run('DELETE', properties, recordsOf(properties), context)),
  };
}

const NUMBERS = ['Port', 'RequestInterval', 'FailureThreshold', 'HealthThreshold'];
const BOOLEANS = ['Inverted', 'Disabled', 'MeasureLatency', 'EnableSNI'];

function configOf({ HealthCheckConfig }: Properties): Given {
  const config = { ...(HealthCheckConfig as Given) };
  for (const member of NUMBERS) if (member in config) config[member] = numberOf(config[member]);
  for (const member of BOOLEANS) if (member in config) config[member] = booleanOf(config[member]);
  return config;
}

/** AWS::Route53::HealthCheck: type, interval and latency replace it ("Update requires" of HealthCheckConfig). */
export function healthCheckType(region: Region, service: Acting): ResourceProvider {
  const type = 'AWS::Route53::HealthCheck';
  const modelled = ['HealthCheckConfig', 'HealthCheckTags'];
  const provisioned = (id: string): Provisioned => ({ physicalId: id, attributes: { HealthCheckId: id } });
  return {
    replacementProperties: [
      'HealthCheckConfig.Type',
      'HealthCheckConfig.RequestInterval',
      'HealthCheckConfig.MeasureLatency',
    ],
    create: async (properties, context) => {
      refuseUnmodelledProperties(region.kernel, type, properties, modelled);
      const act = actAs(service, context);
      const made: Given = await act('CreateHealthCheck', {
        CallerReference: reference(region, context),
        HealthCheckConfig: configOf(properties),
      });
      const id = (made.HealthCheck as { Id: string }).Id;
      await tag(act, 'healthcheck', id, properties.HealthCheckTags);
      await region.kernel.sleep(
        sampleDurationMs(region.kernel, 'cloudformation/resource', region.settings.durationScale),
      );
      return provisioned(id);
    },
    update: async (physicalId, properties, _previous, context) => {
      refuseUnmodelledProperties(region.kernel, type, properties, modelled);
      const act = actAs(service, context);
      const { Type: _, RequestInterval: __, MeasureLatency: ___, ...config } = configOf(properties);
      await act('UpdateHealthCheck', { HealthCheckId: physicalId, ...config });
      await tag(act, 'healthcheck', physicalId, properties.HealthCheckTags);
      return provisioned(physicalId);
    },
    delete: (physicalId, _properties, context) =>
      unlessGone(() => actAs(service, context)('DeleteHealthCheck', { HealthCheckId: physicalId })),
  };
}

import {
  ChangeResourceRecordSetsCommand,
  CreateHealthCheckCommand,
  CreateHostedZoneCommand,
  type HealthCheckConfig,
  ListHostedZonesByNameCommand,
  type ResourceRecordSet,
  Route53Client,
} from '@aws-sdk/client-route-53';
import * as z from 'zod';
import { name, writtenStep } from '../step.ts';

const check = z.strictObject({
  /** The name by which records and other checks of this step name it. */
  id: name,
  /** As the API takes it; `ChildHealthChecks` names checks that stand before it here. */
  config: z.record(z.string(), z.json()),
});

const record = z.strictObject({
  name,
  type: z.enum(['A', 'AAAA', 'CNAME', 'TXT']).default('A'),
  ttl: z.int().min(0).default(30),
  values: z.array(name).min(1).optional(),
  alias: z
    .strictObject({ name, zoneId: name.optional(), evaluateTargetHealth: z.boolean().default(false) })
    .optional(),
  failover: z.enum(['PRIMARY', 'SECONDARY']).optional(),
  weight: z.int().min(0).max(255).optional(),
  setIdentifier: name.optional(),
  check: name.optional(),
});

const hostedZone = z.strictObject({
  name,
  checks: z.array(check).default([]),
  records: z.array(record).default([]),
});

type Zone = z.output<typeof hostedZone>;

async function checksOf(client: Route53Client, zone: Zone): Promise<ReadonlyMap<string, string>> {
  const ids = new Map<string, string>();
  for (const { id, config } of zone.checks) {
    const { ChildHealthChecks: children } = config;
    const own = Array.isArray(children)
      ? { ChildHealthChecks: children.map((child) => ids.get(String(child)) ?? String(child)) }
      : {};
    const HealthCheckConfig = { ...config, ...own } as unknown as HealthCheckConfig;
    const CallerReference = `${zone.name} ${id}`;
    const { HealthCheck } = await client.send(
      new CreateHealthCheckCommand({ CallerReference, HealthCheckConfig }),
    );
    ids.set(id, HealthCheck?.Id ?? '');
  }
  return ids;
}

function recordSetOf(
  one: Zone['records'][number],
  zoneId: string,
  checks: ReadonlyMap<string, string>,
): ResourceRecordSet {
  const { alias, values = [] } = one;
  const target = alias
    ? {
        AliasTarget: {
          HostedZoneId: alias.zoneId ?? zoneId,
          DNSName: alias.name,
          EvaluateTargetHealth: alias.evaluateTargetHealth,
        },
      }
    : { TTL: one.ttl, ResourceRecords: values.map((Value) => ({ Value })) };
  return {
    Name: one.name,
    Type: one.type,
    ...target,
    ...(one.failover === undefined ? {} : { Failover: one.failover }),
    ...(one.weight === undefined ? {} : { Weight: one.weight }),
    ...(one.setIdentifier === undefined ? {} : { SetIdentifier: one.setIdentifier }),
    ...(one.check === undefined ? {} : { HealthCheckId: checks.get(one.check) ?? one.check }),
  };
}

/** A hosted zone of the user's, its records and their health checks, as they stand before anything begins. */
export const hostedZoneIs = writtenStep(z.strictObject({ hostedZone }), async ({ hostedZone: zone }, on) => {
  const lay = async (): Promise<void> => {
    const client = new Route53Client({ region: 'us-east-1' });
    const { HostedZones: [held] = [] } = await client.send(
      new ListHostedZonesByNameCommand({ DNSName: zone.name, MaxItems: 1 }),
    );
    const isThere = held?.Name === `${zone.name}.`;
    const made = isThere
      ? undefined
      : await client.send(new CreateHostedZoneCommand({ Name: zone.name, CallerReference: zone.name }));
    const HostedZoneId = (isThere ? held.Id : made?.HostedZone?.Id)?.split('/').at(-1) ?? '';
    const checks = await checksOf(client, zone);
    const Changes = zone.records.map((one) => ({
      Action: 'UPSERT' as const,
      ResourceRecordSet: recordSetOf(one, HostedZoneId, checks),
    }));
    if (Changes.length > 0)
      await client.send(new ChangeResourceRecordSetsCommand({ HostedZoneId, ChangeBatch: { Changes } }));
    // Until the name servers have it.
    await on.world.kernel.sleep(60_000);
  };
  await on.drive(lay());
});

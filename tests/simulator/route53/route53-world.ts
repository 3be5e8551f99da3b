import type * as Route53 from '@aws-sdk/client-route-53';
import type { HealthCheckConfig } from '@aws-sdk/client-route-53';
import { World } from '../../../simulator/world.ts';
import { callerOf } from '../service-calls.ts';
import { standInKernel } from '../stand-in-region.ts';

export const PRIMARY = 'us-east-1';
export const STANDBY = 'us-west-2';
export const WITNESS = 'us-east-2';

/** A world of three regions, and the administrator's calls of Route 53. */
export function route53World(seed = 1) {
  const { kernel, settle } = standInKernel(seed);
  const world = new World({
    kernel,
    accountId: '111122223333',
    regionNames: [PRIMARY, STANDBY, WITNESS],
    load: () => {
      throw new Error('no functions here');
    },
  });
  const call = callerOf<typeof Route53>(world.region(PRIMARY).service('route53'));
  const zone = async (Name = 'example.com') => {
    const { HostedZone } = await call('CreateHostedZone', { Name, CallerReference: `${Name}-1` });
    return HostedZone.Id;
  };
  const change = (HostedZoneId: string, ...changes: readonly (readonly [string, object])[]) =>
    call('ChangeResourceRecordSets', {
      HostedZoneId,
      ChangeBatch: { Changes: changes.map(([Action, ResourceRecordSet]) => ({ Action, ResourceRecordSet })) },
    });
  let references = 0;
  const check = async (config: Partial<HealthCheckConfig>) => {
    references += 1;
    const { HealthCheck } = await call('CreateHealthCheck', {
      CallerReference: `check-${references}`,
      HealthCheckConfig: { Type: 'HTTPS', ...config },
    });
    return HealthCheck.Id;
  };
  const seconds = (count: number) => settle(count * 1000);
  const resolve = (name = 'shop.example.com', type = 'A') => world.dns.nameServers.resolve(name, type);
  return { world, kernel, call, zone, change, check, seconds, resolve };
}

export const a = (Name: string, value: string, more: object = {}) => ({
  Name,
  Type: 'A',
  TTL: 30,
  ResourceRecords: [{ Value: value }],
  ...more,
});

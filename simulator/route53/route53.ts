import { operationsOf } from '../modelled-members.ts';
import type { Region } from '../region.ts';
import type { Authorization, Service } from '../service.ts';
import { bareId } from './answers.ts';
import { healthCheckOperations } from './health-checks.ts';
import { hostedZoneOperations } from './hosted-zones.ts';
import { recordOperations } from './records.ts';
import { healthCheckType, hostedZoneType, recordSetGroupType, recordSetType } from './resource-types.ts';
import type { Route53State } from './state.ts';
import { type StatusPort, statusOperations } from './status-operations.ts';
import { tagOperations } from './tags.ts';

type Input = Readonly<Record<string, unknown>>;

/** Resources of actions (service authorization reference, Amazon Route 53): zones, checks and changes have no region. */
function resourceOf(region: Region, operation: string, input: Input): string {
  const arn = (kind: string, id: unknown) =>
    `arn:${region.partition}:route53:::${kind}/${bareId(String(id))}`;
  if (operation === 'GetChange') return arn('change', input.Id);
  if (['GetHostedZone', 'DeleteHostedZone'].includes(operation)) return arn('hostedzone', input.Id);
  if (input.HostedZoneId !== undefined && operation !== 'ListHostedZonesByName')
    return arn('hostedzone', input.HostedZoneId);
  if (input.HealthCheckId !== undefined) return arn('healthcheck', input.HealthCheckId);
  if (input.ResourceId !== undefined) return arn(String(input.ResourceType), input.ResourceId);
  return '*';
}

/** Condition keys of ChangeResourceRecordSets (developer guide, "Using IAM policy conditions for fine-grained access"). */
function contextOf(operation: string, input: Input): Authorization['context'] {
  if (operation !== 'ChangeResourceRecordSets') return {};
  const changes =
    (
      input.ChangeBatch as
        | { Changes?: { Action?: string; ResourceRecordSet?: { Name?: string; Type?: string } }[] }
        | undefined
    )?.Changes ?? [];
  const distinct = (values: readonly string[]): string[] => [...new Set(values)];
  return {
    'route53:ChangeResourceRecordSetsNormalizedRecordNames': distinct(
      changes.map(({ ResourceRecordSet }) =>
        (ResourceRecordSet?.Name ?? '').toLowerCase().replace(/\.$/, ''),
      ),
    ),
    'route53:ChangeResourceRecordSetsRecordTypes': distinct(
      changes.map(({ ResourceRecordSet }) => ResourceRecordSet?.Type ?? ''),
    ),
    'route53:ChangeResourceRecordSetsActions': distinct(changes.map(({ Action }) => Action ?? '')),
  };
}

/** Route 53's control plane as a region has it: public hosted zones, records, health checks and their tags. */
export function createRoute53(region: Region, state: Route53State, status: StatusPort): Service {
  const operations = operationsOf(region.kernel, 'route53', {
    ...hostedZoneOperations(region, state),
    ...recordOperations(region, state),
    ...healthCheckOperations(region, state),
    ...statusOperations(state, status),
    ...tagOperations(state),
  });
  const authorize: Service['authorize'] = (operation, input) => [
    {
      action: `route53:${operation}`,
      resource: resourceOf(region, operation, input),
      context: contextOf(operation, input) as Record<string, string[]>,
    },
  ];
  const acting = { operations, authorize };
  return {
    signingName: 'route53',
    operations,
    authorize,
    resourceTypes: {
      'AWS::Route53::HostedZone': hostedZoneType(region, state, acting),
      'AWS::Route53::RecordSet': recordSetType(region, acting),
      'AWS::Route53::RecordSetGroup': recordSetGroupType(region, acting),
      'AWS::Route53::HealthCheck': healthCheckType(region, acting),
    },
  };
}

import type { CallFacts } from '../../simulator/fault.ts';
import { isRead } from '../is-read.ts';

/**
 * Services that keep, tell and carry the fleet's knowledge, requests and words of failover plans; all others hold clusters and their parts.
 * The invocation of a forwarder is judged as the call that the forwarder makes of it.
 */
const TELLING: readonly string[] = ['dynamodb', 'events', 'lambda', 's3', 'sns', 'sqs', 'states', 'sts'];
/** Schedules of a region follow Fleet documents; those that other functions make are a cluster's. */
const OF_DOCUMENTS = /-fleet[A-Z]\w*$/;

/** True where a call of a function may change a cluster, or a part of one. */
export const mayChangeCluster = ({ service, operation, functionName }: CallFacts): boolean =>
  functionName !== undefined &&
  !isRead(operation) &&
  !TELLING.includes(service) &&
  !(service === 'scheduler' && OF_DOCUMENTS.test(functionName));

/** The cluster that a changing call is about, where its input or its operation says so. */
export function clusterOf(call: CallFacts): string | undefined {
  const { service, input, invokedWith } = call;
  const given = invokedWith as { readonly operation?: { readonly cluster?: { readonly name?: string } } };
  return clusterIn({ service, input }) ?? given?.operation?.cluster?.name;
}

export function clusterIn({ service, input }: Pick<CallFacts, 'service' | 'input'>): string | undefined {
  if (service === 'eks' || service === 'kubernetes') {
    const name = input.clusterName ?? input.name;
    if (typeof name === 'string') return name;
    return /:(?:cluster|nodegroup|addon|fargateprofile|access-entry|podidentityassociation|capability)\/([^/]+)/.exec(
      String(input.resourceArn ?? ''),
    )?.[1];
  }
  const tags = input.Tags as readonly { readonly Key: string; readonly Value: string }[] | undefined;
  return tags?.find(({ Key }) => Key === 'eks-fleet.dev/cluster')?.Value;
}

import type { ClusterConfig } from '../cluster-config/config.ts';
import type { Account } from './account.ts';
import { digest } from './digest.ts';
import type { DesiredStack, Template } from './template.ts';

/** The IAM path of every role that we create, so that PassRole can be granted by path. */
export const rolePath = '/eks-fleet/';

/** A name of at most `length` characters, the same for the same text, cut with a digest where it is longer. */
export function bounded(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 9)}-${digest(text)}`;
}

/**
 * The name of a generated role. IAM is global, so that the region belongs to it. It is known beforehand, so that
 * users of a role can be planned without waiting for a stack's outputs.
 */
export function roleName(config: ClusterConfig, purpose: string): string {
  const { name, region } = config.metadata;
  return bounded(`${name}-${region}-${purpose}`.replace(/[^\w+=,.@-]/g, '-'), 64);
}

export function roleArnOf(account: Account, name: string): string {
  return `arn:${account.partition}:iam::${account.accountId}:role${rolePath}${name}`;
}

/** A CloudFormation logical id: letters and digits only. */
export function logicalId(...parts: readonly string[]): string {
  return parts
    .map((part) =>
      part.replace(/[^A-Za-z0-9]+(.)?/g, (_, next: string | undefined) => next?.toUpperCase() ?? ''),
    )
    .join('');
}

/** eksctl's suffix of a zone in logical ids: `USWEST2A`. */
export function zoneSuffix(zone: string): string {
  return zone.replaceAll('-', '').toUpperCase();
}

/** The tags of everything we make for a cluster: the document's, and who it belongs to. */
export function ownTags(config: ClusterConfig): Record<string, string> {
  return { ...config.metadata.tags, 'eks-fleet.dev/cluster': config.metadata.name };
}

/** The name of a generated stack; only its tags say for sure which cluster it belongs to. */
export function stackNameOf(clusterName: string, purpose: string): string {
  return bounded(`eks-fleet-${clusterName}-${purpose}`.replace(/[^A-Za-z0-9-]/g, '-'), 128);
}

/** The template is made when it is first looked at: a look for drift goes by most stacks' names alone. */
export function clusterStack(
  config: ClusterConfig,
  purpose: string,
  body: () => Template,
  more: Partial<Pick<DesiredStack, 'capabilities' | 'image'>> = {},
): DesiredStack {
  let made: Template | undefined;
  return {
    key: `stack/${purpose}`,
    stackName: stackNameOf(config.metadata.name, purpose),
    get template() {
      made ??= body();
      return made;
    },
    tags: ownTags(config),
    capabilities: [],
    ...more,
  };
}

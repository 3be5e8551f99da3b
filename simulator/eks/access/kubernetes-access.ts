import { sampleDurationMs } from '../../durations.ts';
import type { Identity } from '../../kubernetes/access/authorization.ts';
import type { Caller } from '../../service.ts';
import type { EksAccount } from '../account.ts';
import type { AccessEntryRecord, ClusterRecord } from '../records.ts';
import { principalOf } from '../roles.ts';

const EVERYONE = 'system:authenticated';

function grantOf({ description, policies }: AccessEntryRecord) {
  return {
    usernameTemplate: description.username ?? '',
    groups: [...(description.kubernetesGroups ?? []), EVERYONE],
    policies: [...policies.values()].map(({ policyArn = '', accessScope }) => ({
      policyArn,
      ...(accessScope?.type === 'namespace' && { namespaces: accessScope.namespaces ?? [] }),
    })),
  };
}

/**
 * Lets the cluster see its access entries as they are now, a moment later: they are eventually consistent. A change never
 * becomes visible before an earlier one.
 */
export function accessChanged(account: EksAccount, cluster: ClusterRecord): void {
  const { kernel, settings } = account.region;
  const lag = sampleDurationMs(kernel, 'eks/access-entry-effective', settings.durationScale);
  const now = kernel.now();
  const isVisible = cluster.access.findLastIndex(({ from }) => from <= now);
  const views = cluster.access.slice(Math.max(0, isVisible));
  const from = Math.max(now + lag, views.at(-1)?.from ?? 0);
  const people = [...cluster.accessEntries].filter(([, { description }]) => description.type === 'STANDARD');
  const entries = new Map(people.map(([principalArn, entry]) => [principalArn, grantOf(entry)]));
  cluster.access = [...views, { from, entries }];
}

/** The session's name in a user name, in which `@` becomes `-` (EKS guide, "Create access entries", username). */
function usernameOf(template: string, caller: Caller): string {
  const session = caller.kind === 'role' ? (caller.arn.split('/').at(-1) ?? '') : '';
  return template
    .replaceAll('{{SessionName}}', session.replaceAll('@', '-'))
    .replaceAll('{{SessionNameRaw}}', session);
}

/** The caller's identity in the cluster; undefined where no access entry names the caller (401). */
export function identityIn(
  account: EksAccount,
  cluster: ClusterRecord,
  caller: Caller,
): Identity | undefined {
  const principal = principalOf(caller);
  if (cluster.description.accessConfig?.authenticationMode !== 'API' && principal === cluster.creatorArn) {
    // "automatically granted system:masters permissions" (EKS guide, aws-auth ConfigMap), unless it was not wanted.
    return { username: 'kubernetes-admin', groups: ['system:masters', EVERYONE], policies: [] };
  }
  const now = account.region.kernel.now();
  const grant = cluster.access.findLast(({ from }) => from <= now)?.entries.get(principal);
  if (!grant) return undefined;
  const { usernameTemplate, ...rest } = grant;
  return { ...rest, username: usernameOf(usernameTemplate, caller) };
}

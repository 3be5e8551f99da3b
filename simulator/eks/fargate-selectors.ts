import type { FargateProfile } from '@aws-sdk/client-eks';

/** A pod as far as profiles select it. */
interface Selected {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** The label by which a pod says which of the profiles that select it is to run it. */
const WANTED = 'eks.amazonaws.com/fargate-profile';

/**
 * Whether a selector's text stands for another: `*` for none, one or more characters, `?` for exactly one, in any place (EKS
 * guide, "Fargate profile wildcards").
 */
function standsFor(pattern: string, text: string): boolean {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`, 's').test(text);
}

function isSelected({ selectors = [] }: FargateProfile, { namespace, labels }: Selected): boolean {
  return selectors.some(
    (selector) =>
      standsFor(selector.namespace ?? '', namespace) &&
      Object.entries(selector.labels ?? {}).every(([key, value]) =>
        Object.entries(labels).some(([name, found]) => standsFor(key, name) && standsFor(value, found)),
      ),
  );
}

/**
 * The profile that runs a pod: the one that it names, else the first by name of those that select it (EKS guide, "Define which
 * Pods use AWS Fargate when launched").
 */
export function profileOf(profiles: Iterable<FargateProfile>, pod: Selected): FargateProfile | undefined {
  const wanted = pod.labels[WANTED];
  return [...profiles]
    .filter(
      ({ status, fargateProfileName }) =>
        status === 'ACTIVE' && (wanted === undefined || fargateProfileName === wanted),
    )
    .sort((one, other) => ((one.fargateProfileName ?? '') < (other.fargateProfileName ?? '') ? -1 : 1))
    .find((profile) => isSelected(profile, pod));
}

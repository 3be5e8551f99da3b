import type { LabelSelector } from '../ports/kubernetes.ts';

/**
 * Whether a selector selects what has these labels (Kubernetes, "Labels and Selectors"); one that is absent, or empty,
 * selects everything. An operator that is not known selects, so that nothing is taken for harmless.
 */
export function selects(
  selector: LabelSelector | undefined,
  labels: Readonly<Record<string, string>>,
): boolean {
  const { matchLabels = {}, matchExpressions = [] } = selector ?? {};
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every(({ key, operator, values = [] }) => {
      const value = labels[key];
      if (operator === 'In') return value !== undefined && values.includes(value);
      if (operator === 'NotIn') return value === undefined || !values.includes(value);
      if (operator === 'Exists') return value !== undefined;
      return operator !== 'DoesNotExist' || value === undefined;
    })
  );
}

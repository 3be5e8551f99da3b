/** The pattern of Karpenter's CustomResourceDefinition for quantities (karpenter.sh_nodepools.yaml, `limits`). */
export const QUANTITY =
  /^(\+|-)?(([0-9]+(\.[0-9]*)?)|(\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\+|-)?(([0-9]+(\.[0-9]*)?)|(\.[0-9]+))))?$/;

const SUFFIXES: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** A quantity as a number: `500m` is 0.5, `4Gi` is 4294967296 (Kubernetes, "Quantity"). */
export function quantity(text: string): number {
  const [, digits = '', suffix = ''] = /^(.*?)([KMGTPE]i|[numkMGTPE])?$/.exec(text) ?? [];
  return Number(digits) * (SUFFIXES[suffix] ?? 1);
}

import type { NodeSpec, PodSpec } from 'kubernetes-types/core/v1.js';
import type { KubeNode, Pod } from '../api/objects.ts';

/** The pod's condition `Ready`; one that is ending counts no more (PodDisruptionBudgets, endpoints). */
export const isReady = ({ status, metadata }: Pod): boolean =>
  metadata.deletionTimestamp === undefined &&
  (status.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True') ?? false);

export const isNodeReady = ({ status }: KubeNode): boolean =>
  status.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True') ?? false;

/** Whether nothing of the node's taints keeps the pod away (Kubernetes, "Taints and Tolerations"). */
export function tolerates(tolerations: PodSpec['tolerations'], taints: NodeSpec['taints']): boolean {
  return (taints ?? []).every(
    (taint) =>
      taint.effect === 'PreferNoSchedule' ||
      tolerations?.some(
        ({ key, operator, value, effect }) =>
          (key === undefined ? operator === 'Exists' : key === taint.key) &&
          (effect === undefined || effect === taint.effect) &&
          (operator === 'Exists' || (value ?? '') === (taint.value ?? '')),
      ),
  );
}

/** Whether the pod may run where these labels and taints are; how much room there is, is not modelled. */
export function fits(
  spec: Partial<PodSpec>,
  labels: Readonly<Record<string, string>>,
  taints: NodeSpec['taints'],
): boolean {
  const selected = Object.entries(spec.nodeSelector ?? {}).every(([key, value]) => labels[key] === value);
  return selected && tolerates(spec.tolerations, taints);
}

/** The StatefulSet that a pod is of. */
export const statefulSetOf = ({ metadata }: Pod): string | undefined =>
  metadata.ownerReferences?.find(({ kind }) => kind === 'StatefulSet')?.name;

/** The Deployment that a pod is of: its ReplicaSet is named after it (`web-7c9f8d6b5`). */
export const deploymentOf = ({ metadata }: Pod): string | undefined =>
  metadata.ownerReferences?.find(({ kind }) => kind === 'ReplicaSet')?.name.replace(/-[^-]+$/, '');

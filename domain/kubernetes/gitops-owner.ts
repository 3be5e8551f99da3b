import type { ObjectMarks } from '../ports/kubernetes.ts';

/** The tool that puts an object back as Git has it, and the name by which a person finds it there. */
export interface GitOpsOwner {
  readonly tool: 'Argo CD' | 'Flux';
  /** The Application, Kustomization or HelmRelease, where the object says. */
  readonly name?: string;
}

/**
 * The GitOps tool that owns an object, by its marks: Argo CD's tracking annotation or label (Argo CD, "Resource
 * tracking"), Flux' labels (Flux, "Kustomization" and "HelmRelease"), or a member that either wrote last under its
 * own field manager.
 */
export function gitOpsOwner({ labels, annotations, managers }: ObjectMarks): GitOpsOwner | undefined {
  const application =
    annotations['argocd.argoproj.io/tracking-id']?.split(':')[0] ?? labels['argocd.argoproj.io/instance'];
  if (application !== undefined) return { tool: 'Argo CD', name: application };
  const flux = labels['kustomize.toolkit.fluxcd.io/name'] ?? labels['helm.toolkit.fluxcd.io/name'];
  if (flux !== undefined) return { tool: 'Flux', name: flux };
  if (managers.includes('argocd-controller')) return { tool: 'Argo CD' };
  if (managers.some((manager) => manager === 'kustomize-controller' || manager === 'helm-controller'))
    return { tool: 'Flux' };
  return undefined;
}

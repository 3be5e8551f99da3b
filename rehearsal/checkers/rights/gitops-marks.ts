import type { CallFacts } from '../../../simulator/fault.ts';
import type { Metadata } from '../../../simulator/kubernetes/api/objects.ts';
import { PODS, RESOURCES } from '../../../simulator/kubernetes/api/resources.ts';
import { isRead } from '../../is-read.ts';
import type { Checker, Watched } from '../checker.ts';
import { insideOf } from '../inside-of.ts';

/** Marks of who brings objects from Git: Argo CD ("Resource tracking") and Flux ("Kustomization", "HelmRelease"). */
const ANNOTATION = 'argocd.argoproj.io/tracking-id';
const LABELS = [
  'argocd.argoproj.io/instance',
  'kustomize.toolkit.fluxcd.io/name',
  'helm.toolkit.fluxcd.io/name',
];

/** True for an object that a GitOps tool puts back as Git has it. */
const isKept = ({ annotations = {}, labels = {} }: Metadata): boolean =>
  ANNOTATION in annotations || LABELS.some((label) => label in labels);

/**
 * Nothing that a GitOps tool owns is ever changed: it would be put back, and changed again. The checker reads the object's
 * marks in the cluster itself as each call begins. A pod's eviction changes nothing that Git has.
 */
export class GitOpsMarksChecker implements Checker {
  readonly #watched: Watched;
  readonly #violations = new Set<string>();
  #held = 0;

  constructor(watched: Watched) {
    this.#watched = watched;
  }

  get checked(): readonly string[] {
    return this.#held === 0 ? [] : ['nothing that a GitOps tool owns is changed'];
  }

  findings(): readonly string[] {
    return [...this.#violations];
  }

  observe(call: CallFacts, moment: 'begun' | 'done'): void {
    const { service, operation, functionName, region, input } = call;
    if (service !== 'kubernetes' || moment !== 'begun') return;
    if (functionName === undefined || isRead(operation)) return;
    const inside = insideOf(this.#watched.world(), region, String(input.clusterName));
    if (!inside) return;
    const [path = ''] = String(input.path).split('?');
    const parts = path.split('/');
    const type = RESOURCES.find(({ plural }) => parts.includes(plural));
    if (!type || type === PODS) return;
    this.#held++;
    const name = parts[parts.indexOf(type.plural) + 1];
    const namespace = parts[parts.indexOf('namespaces') + 1];
    const object = inside.store
      .list(type)
      .find(
        ({ metadata }) => metadata.name === name && (!type.namespaced || metadata.namespace === namespace),
      );
    if (object && isKept(object.metadata))
      this.#violations.add(
        `${functionName} called ${operation} on ${name} of ${region}/${input.clusterName}, which a GitOps tool owns`,
      );
  }
}

import type { HorizontalPodAutoscaler } from 'kubernetes-types/autoscaling/v2.js';
import type { CronJob } from 'kubernetes-types/batch/v1.js';
import type {
  KubernetesApi,
  ObservedAutoscaler,
  ObservedCronJob,
  StandbyKubernetesPort,
} from '../../domain/ports/kubernetes.ts';
import { EksKubernetes } from './kubernetes.ts';

const toCronJob = ({ metadata = {}, spec }: CronJob): ObservedCronJob => ({
  namespace: metadata.namespace ?? '',
  name: metadata.name ?? '',
  labels: metadata.labels ?? {},
  isSuspended: spec?.suspend === true,
});

const toAutoscaler = ({ metadata = {}, spec }: HorizontalPodAutoscaler): ObservedAutoscaler => ({
  namespace: metadata.namespace ?? '',
  name: metadata.name ?? '',
  target: { kind: spec?.scaleTargetRef.kind ?? '', name: spec?.scaleTargetRef.name ?? '' },
  minReplicas: spec?.minReplicas ?? 1,
  maxReplicas: spec?.maxReplicas ?? 0,
});

/** `StandbyKubernetesPort`: what only the readiness of a failover plan reads is in no other task's bundle. */
export class EksStandbyKubernetes extends EksKubernetes implements StandbyKubernetesPort {
  async cronJobs(api: KubernetesApi) {
    return (await this.list<CronJob>(api, '/apis/batch/v1/cronjobs')).map(toCronJob);
  }

  async autoscalers(api: KubernetesApi) {
    const path = '/apis/autoscaling/v2/horizontalpodautoscalers';
    return (await this.list<HorizontalPodAutoscaler>(api, path)).map(toAutoscaler);
  }
}

import { EksStandbyKubernetes } from '../../../../aws/kubernetes/standby-kubernetes.ts';
import { perEnvironment } from '../../execution-environment.ts';
import { asTheFleet } from './kubernetes.ts';

/** Clusters as the fleet's one role in them sees them, with what readiness asks for. */
export const standbyKubernetes = perEnvironment(() => new EksStandbyKubernetes(...asTheFleet()));

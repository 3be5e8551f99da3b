import type { ContentKind } from '../kind.ts';
import { decideCapability, type ObservedCapability } from './decide.ts';
import type { DesiredCapability } from './desired.ts';
import { capabilities } from './desired.ts';

/** "A few minutes" to make or to delete (EKS guide on capabilities). */
const FEW_MINUTES = { minSeconds: 60, maxSeconds: 300 } as const;

/** A capability of EKS. What it made stays: its custom resources are Kubernetes' own, and go with the cluster. */
export const capability: ContentKind<DesiredCapability, ObservedCapability> = {
  port: 'contents',
  task: 'apply-capability',
  admits: 'roleArn',
  desired: capabilities,
  read: (clusterName, name, { contents }) => contents.read('capability', clusterName, name),
  decide: decideCapability,
  create: ({ request }) => ({ operation: 'CreateCapability', request }),
  title: ({ request }) => `Enable capability ${request.capabilityName}`,
  expected: () => FEW_MINUTES,
  deletion: {
    task: 'delete-capability',
    expected: FEW_MINUTES,
    title: (name) => `delete capability ${name}`,
    change: (clusterName, capabilityName) => ({
      operation: 'DeleteCapability',
      request: { clusterName, capabilityName },
    }),
  },
};

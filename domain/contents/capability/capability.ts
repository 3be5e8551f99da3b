import { unsaidMembers } from '../../drift/unsaid.ts';
import type { ContentKind } from '../kind.ts';
import { decideCapability, type ObservedCapability } from './decide.ts';
import type { DesiredCapability } from './desired.ts';
import { capabilities } from './desired.ts';

/** "A few minutes" to make or to delete (EKS guide on capabilities). */
const FEW_MINUTES = { minSeconds: 60, maxSeconds: 300 } as const;

/** Members of a configuration that UpdateCapability changes. */
const OPTIONAL = {
  argoCd: { rbacRoleMappings: undefined, networkAccess: undefined },
  ack: { enableCrossNamespace: false, disabledServices: undefined },
} as const;

const membersOf = (configuration: object | undefined, name: string): object =>
  (configuration as Readonly<Record<string, object>> | undefined)?.[name] ?? {};

/** A capability of EKS. The custom resources that it made are Kubernetes' own: they stay, and go with the cluster. */
export const capability: ContentKind<DesiredCapability, ObservedCapability> = {
  port: 'contents',
  task: 'apply-capability',
  admits: 'roleArn',
  desired: capabilities,
  read: (clusterName, name, { contents }) => contents.read('capability', clusterName, name),
  decide: decideCapability,
  // The decider compares the members that the document says, and EKS adds addresses of its own.
  beyond: ({ key, request: { configuration = {} } }, observed) =>
    Object.entries(OPTIONAL).flatMap(([name, members]) =>
      unsaidMembers(
        `${key}.configuration.${name}`,
        membersOf(configuration, name),
        membersOf(observed.configuration, name),
        members,
      ),
    ),
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

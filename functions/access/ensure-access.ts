import type * as z from 'zod';
import {
  type AccessChange,
  decideAccess,
  entriesToSee,
  type SeenAccess,
  waitAfter,
} from '../../domain/access/decide-access.ts';
import type { FleetPrincipals } from '../../domain/access/principals.ts';
import { apiOf, wayTo } from '../../domain/access/reach.ts';
import { FLEET_ROLE } from '../../domain/kubernetes/fleet-role.ts';
import { failureOf } from '../../domain/operation/failure.ts';
import { elapsedSeconds } from '../../domain/phase-contract.ts';
import type { ContentsPort } from '../../domain/ports/contents.ts';
import type { EksPort } from '../../domain/ports/eks.ts';
import type { KubernetesApi, KubernetesPort } from '../../domain/ports/kubernetes.ts';
import type { RegistryPort } from '../../domain/ports/registry.ts';
import { change, tokenOf } from '../runtime/change.ts';
import { account, type OwnAccount } from '../runtime/ports/account/account.ts';
import { deployment } from '../runtime/ports/account/deployment.ts';
import { principals } from '../runtime/ports/account/principals.ts';
import { contents } from '../runtime/ports/cluster/contents.ts';
import { eks } from '../runtime/ports/cluster/eks.ts';
import { administrator, kubernetes } from '../runtime/ports/cluster/kubernetes.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { registry } from '../runtime/ports/state/registry.ts';
import { task } from '../runtime/task.ts';
import { accessTasks } from './contracts.ts';
import { isWanted } from './is-wanted.ts';
import { probe, probeOf } from './probe.ts';

type Input = z.output<typeof accessTasks.ensureAccess.input>;

interface LookPorts {
  readonly account: OwnAccount;
  readonly contents: ContentsPort;
  readonly deployment: { readonly stage: string };
  readonly eks: EksPort;
  readonly kubernetes: KubernetesPort;
  readonly principals: FleetPrincipals;
  readonly registry: RegistryPort;
}

/** RBAC counts at once; an entry, within seconds. */
const ROLE_SECONDS = 3;

/** An administrator who is not one yet, or no longer, finds the ClusterRole still to be made the next time. */
async function makeRole(api: KubernetesApi | undefined, administrator: KubernetesPort): Promise<void> {
  if (!api) return;
  try {
    await administrator.ensureGroupRole(api, FLEET_ROLE);
  } catch (error) {
    probeOf(error);
  }
}

/** A request without a policy is made under a token; EKS takes none for a policy, and none to delete an entry. */
const keyOf = ({ operation, request }: AccessChange): string => `${operation}/${request.principalArn}`;

/** The facts that the next step is decided on, and the API's address if it is worth asking. */
async function look(
  { operation, noWay: caught, ...times }: Input,
  ports: LookPorts,
): Promise<{ readonly seen: SeenAccess; readonly api: KubernetesApi | undefined }> {
  const { name } = operation.cluster;
  const { clusters, bootstrap } = ports.principals;
  const [wanted, cluster] = await Promise.all([
    isWanted(operation, ports.registry),
    ports.eks.describeCluster(name),
  ]);
  const takesEntries = cluster && cluster.accessConfig?.authenticationMode !== 'CONFIG_MAP';
  // Only a private endpoint takes a way of its own.
  const isPrivate = cluster !== undefined && wayTo(cluster).by === 'forwarder';
  const noWay = isPrivate && caught ? failureOf(caught).reason : undefined;
  const api = takesEntries && wanted ? apiOf(cluster, ports.deployment.stage) : undefined;
  const asked = {
    isWanted: wanted,
    noWay,
    probe: api && (await probe(api, ports.kubernetes)),
    elapsedSeconds: elapsedSeconds(times),
  };
  const worth = entriesToSee(asked);
  const entryOf = async (principalArn: string, isWorth: boolean) =>
    takesEntries && isWorth ? ports.contents.read('accessEntry', name, principalArn) : undefined;
  const [entry, bootstrapEntry] = await Promise.all([
    entryOf(clusters, worth.own),
    entryOf(bootstrap, worth.administrator),
  ]);
  const { principals, account } = ports;
  const { partition } = account;
  return {
    api,
    seen: { ...asked, clusterName: name, cluster, principals, partition, entry, bootstrapEntry },
  };
}

/**
 * Lets the fleet into a cluster's Kubernetes API, or takes it out, a step at a time; says when it has come to an end.
 * What if this runs twice? Each run looks first, and EKS's own names keep anything from being made twice.
 */
export const handler = task(
  accessTasks.ensureAccess,
  { account, administrator, contents, deployment, eks, kubernetes, operations, principals, registry },
  async (input, ports) => {
    const { operation } = input;
    const { arn } = operation.cluster;
    const { seen, api } = await look(input, ports);
    const decision = decideAccess(seen);
    switch (decision.do) {
      case 'wait':
        return { outcome: 'Waiting' as const, waitSeconds: decision.seconds };
      case 'change': {
        const token = tokenOf(operation, keyOf(decision.change), decision.change);
        await change(operation, ports.operations, () => ports.contents.change(decision.change, token));
        return { outcome: 'Waiting' as const, waitSeconds: waitAfter(decision.change, seen.elapsedSeconds) };
      }
      case 'makeRole':
        await change(operation, ports.operations, () => makeRole(api, ports.administrator));
        return { outcome: 'Waiting' as const, waitSeconds: ROLE_SECONDS };
      case 'settle':
        await change(operation, ports.operations, () => ports.registry.recordAccess(arn, decision.access));
        return { outcome: 'Settled' as const, access: decision.access };
    }
  },
);

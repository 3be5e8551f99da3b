import type * as z from 'zod';
import { desiredOf, resourceOf } from '../../domain/observe/contents.ts';
import { decideResource, type EksResource } from '../../domain/observe/decide-resource.ts';
import type { Applied, applyContentInput } from '../../domain/phase-contract.ts';
import type { ContentsPort } from '../../domain/ports/contents.ts';
import type { OperationStore } from '../../domain/ports/operations.ts';
import type { OwnAccount } from '../runtime/ports/account.ts';
import { applyDecision } from './apply.ts';
import { RESOURCE_KINDS } from './resource-kinds.ts';
import { readTarget } from './target.ts';

interface ApplyPorts {
  readonly account: OwnAccount;
  readonly contents: ContentsPort;
  readonly operations: OperationStore;
}

/**
 * Makes the next change to one resource of a kind that EKS's API knows. Each kind has a function of its own,
 * whose role may change that kind alone. What if this runs twice? See `applyDecision`.
 */
export async function applyResource(
  kind: EksResource['kind'],
  input: z.output<typeof applyContentInput>,
  ports: ApplyPorts,
): Promise<Applied> {
  const { operation, key, at } = input;
  const target = await readTarget(operation, ports);
  const resource = resourceOf(await desiredOf(target, input, ports.contents), kind, key) as EksResource;
  return applyDecision({
    operation,
    key,
    at,
    decision: await decideResource(resource, target, ports.contents),
    operations: ports.operations,
    create: (token) =>
      ports.contents.change({ operation: RESOURCE_KINDS[kind].create, request: resource.request }, token),
    update: (change, token) => ports.contents.change(change, token),
  });
}

import { keptResources, mayKeep, stackOutputs } from '../../domain/decide/stack.ts';
import { keptImage } from '../../domain/decide/stack-image.ts';
import type { DesiredStack } from '../../domain/desired/template.ts';
import { decideDatedStack } from '../../domain/observe/foundation.ts';
import type { Target } from '../../domain/observe/target.ts';
import type { OperationRef } from '../../domain/operation/operation.ts';
import type { Applied } from '../../domain/phase-contract.ts';
import type { OperationStore } from '../../domain/ports/operations.ts';
import type { StackPort } from '../../domain/ports/stacks.ts';
import { applyDecision } from '../runtime/change.ts';

interface StackStep {
  readonly operation: OperationRef;
  readonly target: Target;
  readonly ports: { readonly operations: OperationStore; readonly stacks: StackPort };
}

/** Makes the next change to one generated stack. What if this runs twice? See `applyDecision`. */
export async function applyGeneratedStack(
  stack: DesiredStack,
  { operation, target, ports }: StackStep,
): Promise<Applied> {
  const observed = await ports.stacks.describe(stack.stackName);
  const decision = decideDatedStack(stack, observed, target.startedAt);
  const isUpdate = decision.do === 'update' && decision.change.operation === 'UpdateStack';
  const deployed = isUpdate && mayKeep(stack) ? await ports.stacks.resources(stack.stackName) : {};
  return applyDecision({
    operation,
    key: stack.key,
    decision,
    operations: ports.operations,
    create: (token) => ports.stacks.create(stack, token),
    update: (change, token) =>
      change.operation === 'DeleteStack'
        ? ports.stacks.delete(stack.stackName, token)
        : ports.stacks.update(stack, token, {
            resources: keptResources(stack, deployed),
            image: keptImage(stack, stackOutputs(observed ?? {}), deployed),
          }),
  });
}

import { constrained } from '../constraints.ts';
import { operationsOf } from '../modelled-members.ts';
import type { Region } from '../region.ts';
import type { Service } from '../service.ts';
import { authorizeCloudFormation } from './authorize.ts';
import { changeSetOperations } from './change-sets/change-sets.ts';
import { assertRequest } from './constraints.ts';
import type { Providers } from './deployment.ts';
import type { Engine } from './engine.ts';
import { describeOperations } from './stacks/describe.ts';
import { stackOperations } from './stacks/operations.ts';
import type { StackStore } from './stacks/stack.ts';
import { templateOperations } from './template/operations.ts';

/**
 * CloudFormation in one region. `providers` finds the provider of a resource type among all services of the
 * region; a type without one ends the run by name. Not modelled: macros and transforms, nested stacks, stack
 * sets and policies, drift, imports of resources, creation and update policies, templates in S3.
 */
export function createCloudFormation(region: Region, providers: Providers): Service {
  const store: StackStore = { stacks: new Map(), latest: new Map() };
  const engine: Engine = { region, providers, store };
  return {
    signingName: 'cloudformation',
    authorize: authorizeCloudFormation(region, store),
    operations: operationsOf(
      region.kernel,
      'cloudformation',
      constrained(assertRequest, {
        ...stackOperations(engine),
        ...describeOperations(engine),
        ...changeSetOperations(engine),
        ...templateOperations(engine),
      }),
    ),
  };
}

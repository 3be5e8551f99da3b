import { decideLogRetention } from '../../domain/decide/small-resources.ts';
import { desiredOf, resourceOf } from '../../domain/observe/contents.ts';
import { account } from '../runtime/ports/account.ts';
import { contents } from '../runtime/ports/contents.ts';
import { logGroups } from '../runtime/ports/log-groups.ts';
import { operations } from '../runtime/ports/operations.ts';
import { task } from '../runtime/task.ts';
import { applyDecision } from './apply.ts';
import { applyLogRetention } from './apply-log-retention.contract.ts';
import { readTarget } from './target.ts';

/** Makes the control plane's log group, or sets how long it keeps logs. */
export const handler = task(
  applyLogRetention,
  { account, contents, logGroups, operations },
  async (input, ports) => {
    const { operation, key } = input;
    const target = await readTarget(operation, ports);
    const resource = resourceOf(await desiredOf(target, input, ports.contents), 'logRetention', key);
    return applyDecision({
      operation,
      key,
      decision: decideLogRetention(resource, await ports.logGroups.logGroup(resource.request.logGroupName)),
      operations: ports.operations,
      create: () => ports.logGroups.create(resource.request.logGroupName),
      update: () => ports.logGroups.putRetention(resource.request),
    });
  },
);

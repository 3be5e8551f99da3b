import { speaksAt } from '../../domain/registry/level.ts';
import { clusterAdoptionRequested } from '../../events/cluster/adoption-requested.ts';
import { accept } from '../operation/accept.ts';
import { account } from '../runtime/ports/account/account.ts';
import { identities } from '../runtime/ports/account/identities.ts';
import { fleets } from '../runtime/ports/state/fleets.ts';
import { leases } from '../runtime/ports/state/leases.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { records } from '../runtime/ports/state/records.ts';
import { task } from '../runtime/task.ts';
import { adoptTasks } from './contracts.ts';

/** Validates a ClusterAdoptionRequested event and claims it. What if this runs twice? See `accept`. */
export const handler = task(
  adoptTasks.acceptRequest,
  { account, fleets, identities, leases, operations, records },
  (input, ports) =>
    accept(input, ports, {
      kind: 'adopt',
      event: clusterAdoptionRequested,
      ask: ({ cluster: name, level = 'observe' }) => ({ name, request: { level } }),
      records: ['memory'],
      decide: ({ level = 'observe' }, { memory }, { cluster: { name, region } }) => {
        // Nothing of ours could wake it: its schedules would go, and requests be refused.
        if (!memory || speaksAt(level)) return undefined;
        const message = `${name} in ${region} is hibernating, and at level ${level} nothing wakes it: eks-fleet wake ${name} --region ${region}, then lower its level`;
        return { do: 'refuse', problem: { path: 'detail.level', message } };
      },
    }),
);

import { accessTasks } from '../../functions/access/contracts.ts';
import { type Catcher, caughtAs } from './errors.ts';
import { type Caught, errorOutput, now, reference, variables } from './expression.ts';
import { DEADLINE, inTime } from './pause.ts';
import type { Steps } from './states.ts';
import { again, goto, set, way } from './step.ts';
import { task } from './task.ts';

type Since = Record<'forwarderSince' | 'accessSince', string>;
const $ = variables<Since & { noWay: false | Caught; accessFailure: Caught }>();
const endless = (task: string): Caught => ({ Error: 'StepFailed', Cause: `${task}: it came to no end` });
/** It may be beside another branch, which has a deadline of its own. */
const deadline = 'accessDeadline';
const within = inTime(deadline);
/** The operation's own end is told of elsewhere, and a pause is waited for. */
const failures = { errors: 'any', except: ['LeaseLost', 'Paused'], to: [] } as const;

/** The fleet's way into a cluster's Kubernetes API, or out of it. It fails nothing: what came of it is on record. */
export const access = (end: string): Steps => [
  set(
    'BeginForwarder',
    { forwarderLooks: 0, noWay: false, forwarderSince: now, [deadline]: reference(`$${DEADLINE}`) },
    "The way to a private API through the cluster's VPC, or its end. Where there is none is on record.",
  ),
  task(accessTasks.ensureForwarder, {
    given: { since: $.forwarderSince },
    deadline,
    catch: [{ ...failures, assign: { noWay: errorOutput } }],
    choice: 'ForwarderProgress',
    outcomes: {
      Settled: () => way({}),
      Waiting: again({ wait: 'WaitForForwarder', counter: 'forwarderLooks', limit: 500, within }),
    },
    otherwise: { assign: { noWay: endless('ensure-forwarder') }, steps: [] },
  }),
  set(
    'BeginAccess',
    { looks: 0, accessSince: now },
    "The fleet's way into the cluster's Kubernetes API, or out of it. What came of it is on record.",
  ),
  task(accessTasks.ensureAccess, {
    given: { since: $.accessSince, noWay: $.noWay },
    deadline,
    // The administrator must not stay.
    catch: [{ ...failures, assign: { accessFailure: errorOutput } }],
    choice: 'AccessProgress',
    outcomes: {
      Settled: () => goto(end),
      Waiting: again({ wait: 'WaitForAccess', counter: 'looks', limit: 200, within }),
    },
    otherwise: { assign: { accessFailure: endless('ensure-access') }, steps: [] },
  }),
  task(accessTasks.endBootstrap, {
    given: { caught: $.accessFailure },
    name: 'GiveUpAccess',
    catch: [{ errors: 'any', except: ['LeaseLost'], to: [] }],
  }),
];

/** Before a failure is told. */
export const noAdministratorStays: Steps = [
  task(accessTasks.endBootstrap, {
    comment: "No administrator of the fleet's stays in the cluster.",
    catch: [{ errors: 'any', to: [] }],
  }),
];

const notLeft = (lost: readonly Catcher[]): Steps => [
  task(accessTasks.endBootstrap, {
    comment: 'What letting the fleet in had left to end, where its operation lost the lease.',
    catch: [...lost, { errors: 'any', except: ['LeaseLost'], to: [] }],
  }),
];

/** After the wait for a former owner's tasks. */
export const noAdministratorIsLeft: Steps = notLeft([caughtAs(['LeaseLost'], [goto('EndSuperseded')])]);
/** The same inside the work, which sees to a lost lease itself. */
export const noAdministratorIsLeftBeside: Steps = notLeft([]);

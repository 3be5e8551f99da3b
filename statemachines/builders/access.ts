import { accessTasks } from '../../functions/access/contracts.ts';
import { type Caught, errorOutput, now, reference, variables } from './expression.ts';
import { DEADLINE, inTime } from './pause.ts';
import { goto, loop, type Steps, set, way } from './step.ts';
import { task } from './task.ts';

type Since = Record<'forwarderSince' | 'accessSince', string>;
const $ = variables<Since & { noWay: false | Caught; accessFailure: Caught }>();
const endless = (task: string): Caught => ({ Error: 'StepFailed', Cause: `${task}: it came to no end` });
/** It may be beside another branch, which has a deadline of its own. */
const deadline = 'accessDeadline';
/** The operation's own end is told of elsewhere, and a pause is waited for. */
const failures = { errors: 'any', except: ['LeaseLost', 'Paused'] } as const;

/** The fleet's way into a cluster's Kubernetes API, or out of it. It fails nothing: what came of it is on record. */
export const access = (end: string): Steps => [
  set(
    'BeginForwarder',
    { forwarderLooks: 0, noWay: false, forwarderSince: now, [deadline]: reference(`$${DEADLINE}`) },
    {
      comment:
        "The way to a private API through the cluster's VPC, or its end. Where there is none is on record.",
    },
  ),
  task(accessTasks.ensureForwarder, {
    given: { since: $.forwarderSince },
    deadline,
    catch: [{ ...failures, assign: { noWay: errorOutput }, to: [] }],
    choice: 'ForwarderProgress',
    outcomes: {
      Settled: () => way({}),
      Waiting: ({ waitSeconds: seconds }) =>
        loop({
          to: 'EnsureForwarder',
          wait: 'WaitForForwarder',
          seconds,
          counter: 'forwarderLooks',
          limit: 500,
          within: inTime(deadline),
        }),
    },
    otherwise: { assign: { noWay: endless('ensure-forwarder') }, steps: [] },
  }),
  set(
    'BeginAccess',
    { looks: 0, accessSince: now },
    {
      comment:
        "The fleet's way into the cluster's Kubernetes API, or out of it. What came of it is on record.",
    },
  ),
  task(accessTasks.ensureAccess, {
    given: { since: $.accessSince, noWay: $.noWay },
    deadline,
    // The administrator must not stay.
    catch: [{ ...failures, assign: { accessFailure: errorOutput }, to: [] }],
    choice: 'AccessProgress',
    outcomes: {
      Settled: () => goto(end),
      Waiting: ({ waitSeconds: seconds }) =>
        loop({
          to: 'EnsureAccess',
          wait: 'WaitForAccess',
          seconds,
          counter: 'looks',
          limit: 200,
          within: inTime(deadline),
        }),
    },
    otherwise: { assign: { accessFailure: endless('ensure-access') }, steps: [] },
  }),
  task(accessTasks.endBootstrap, {
    given: { caught: $.accessFailure },
    name: 'GiveUpAccess',
    catch: [{ errors: 'any', except: ['LeaseLost'], to: [] }],
  }),
];

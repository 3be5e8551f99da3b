import type { CallFacts } from '../../../simulator/fault.ts';

/** A call that needs less before it than a look at lease and pauses. */
interface LookException {
  readonly service: string;
  /** Functions whose names end so; all where absent. */
  readonly functions?: RegExp;
  /** These operations alone; all where absent. */
  readonly operations?: readonly string[];
  readonly needs: 'nothing' | 'lease';
  readonly why: string;
}

/** All calls that change something and come without the whole look, each with its reason. */
export const LOOK_EXCEPTIONS: readonly LookException[] = [
  {
    service: 'dynamodb',
    needs: 'nothing',
    why: 'records of what was seen and done: what must not be written by two carries a condition of its own',
  },
  {
    service: 'events',
    operations: ['PutEvents'],
    needs: 'nothing',
    why: 'facts and requests are told at least once, whoever holds the lease by then, and change nothing of a cluster',
  },
  {
    service: 'sns',
    operations: ['Publish'],
    functions: /-notify[A-Z]\w*$/,
    needs: 'nothing',
    why: 'notices tell of facts, and change nothing of a cluster',
  },
  {
    service: 'lambda',
    operations: ['Invoke'],
    // A hook of the user's is a change like any other.
    functions: /(?<!-upgradeRunHook)$/,
    needs: 'nothing',
    why: 'a forwarder is judged by the call that it makes',
  },
  {
    service: 'states',
    operations: ['SendTaskSuccess'],
    functions: /-operation(AwaitResume|WakeOperation)$/,
    needs: 'nothing',
    why: 'ends a wait, whose task looks again before it changes anything',
  },
  {
    service: 'scheduler',
    functions: /-fleet[A-Z]\w*$/,
    needs: 'nothing',
    why: "schedules follow a Fleet document and are no cluster's: no lease is of them, and a pause holds what they ask for when they fire",
  },
  {
    service: 'scheduler',
    functions: /-wavesScheduleAdvance$/,
    needs: 'nothing',
    why: 'has the upgrade of a fleet looked at: the look decides by the record, and each cluster by its own lease',
  },
  {
    service: 'eks',
    operations: ['DeleteAccessEntry'],
    functions: /-accessEndBootstrap$/,
    needs: 'lease',
    why: "takes the fleet's own administrator out of a cluster: a pause must not keep it in there",
  },
  ...['s3', 'cloudformation', 'scheduler', 'route53'].map(
    (service): LookException => ({
      service,
      functions: /-failoverReadiness[A-Z]\w*$/,
      needs: 'nothing',
      why: "what a failover plan needs is no cluster's, and is changed over what was read alone; a pause holds moves, not their preparation",
    }),
  ),
  ...['s3', 'eks', 'autoscaling', 'kubernetes', 'states', 'lambda'].map(
    (service): LookException => ({
      service,
      functions: /-failover(?!Readiness)[A-Z]\w*$/,
      needs: 'lease',
      why: 'a move that was claimed goes on through pauses: a plan between two sides serves nobody',
    }),
  ),
];

/** The row of a call that needs less than others, if there is one. */
export const exceptionOf = (
  functionName: string,
  { service, operation }: Pick<CallFacts, 'service' | 'operation'>,
): LookException | undefined =>
  LOOK_EXCEPTIONS.find(
    (row) =>
      row.service === service &&
      (row.functions?.test(functionName) ?? true) &&
      (row.operations?.includes(operation) ?? true),
  );

import { ERRORS, type ErrorName } from '../../domain/errors.ts';
import type { Catcher } from './definition.ts';
import { isSuccess, ledTo, type Place, placesIn } from './places.ts';
import { fileOf } from './product.ts';
import { type Finding, type Reviewed, type Rule, unlessReviewed } from './rule.ts';

const LIST = 'scripts/rules/swallowed.ts';

/**
 * The optional states, with the reason: a failure in one does not fail its operation. A lost lease always does,
 * unless the row says otherwise.
 */
const OPTIONAL: Reviewed = {
  'adopt-cluster/EnsureForwarder': 'The cluster is adopted without a way in, and its record says so',
  'adopt-cluster/EnsureAccess': 'The cluster is adopted without access, and its record says so',
  'adopt-cluster/GiveUpAccess': 'What is left of the bootstrap is on record, and the next operation ends it',
  'advance-fleet-upgrade/RequestUpgrades':
    'Its clusters stay asked for in the record, and are asked again within the hour',
  'create-cluster/EnsureForwarder': 'The cluster is made without a way in, and its record says so',
  'create-cluster/EnsureAccess': 'The cluster is made without access, and its record says so',
  'create-cluster/GiveUpAccess': 'What is left of the bootstrap is on record, and the next operation ends it',
  'release-cluster/EnsureForwarder': 'A release asks for nothing inside of the cluster',
  'release-cluster/EnsureAccess': 'A release asks for nothing inside of the cluster',
  'release-cluster/GiveUpAccess': 'A release asks for nothing inside of the cluster',
  'detect-drift/CompareClusters': 'The others are compared; of this one it is told that it was not',
  'detect-drift/PublishDrift': 'The others are compared; of this one it is told that it was not',
  'detect-drift/RecordDrift': 'Told already; without the record it is told once more',
  'drill-failover/EndSkipped': 'Nothing was changed; the reaper finds the record',
  'drill-failover/ReleaseLeaseAfterSkipped': 'Nothing was changed; the reaper frees the lease',
  'drill-failover/SayWord': 'What name servers answer is looked at, and told where it is not the standby',
  'drill-failover/TakeWordBack': 'Told with the drill; preparation takes it back within a quarter of an hour',
  'drill-failover/TryPlan': 'Told as what the drill fell short in; whatever failed, the standby is put back',
  'fail-over/EndBootstrap': 'Of an operation that lost the lease; a failover does not need it',
  'fail-over/EndSkipped': 'Nothing was changed; the reaper finds the record',
  'fail-over/ReleaseLeaseAfterSkipped': 'Nothing was changed; the reaper frees the lease',
  'fail-over/SayWord':
    'One word moves traffic, and what name servers answer is looked at; until then it is said again',
  'fail-over/StepNothing': 'It writes nothing; the step that counts comes behind the fence',
  'fail-over/FindWord': 'It says nothing; the word that counts is said behind the fence',
  'notify-topics/PublishNotice': 'The other topics are told; that this one was not is a fact',
  'prepare-failovers/ApplyWords': 'Told with the readiness of each plan of the region',
  'prepare-failovers/DetachChecks':
    'What stands in the way is told with the readiness of the plan, and tried again in a quarter of an hour',
  'prepare-failovers/ApplyGuard':
    'What stands in the way is told with the readiness of the plan, and tried again in a quarter of an hour',
  'prepare-failovers/EnterPlan':
    'What stands in the way is told with the readiness of the plan, and tried again in a quarter of an hour',
  'prepare-failovers/RecordSizes':
    'What stands in the way is told with the readiness of the plan, and tried again in a quarter of an hour',
  'prepare-failovers/ApplyWitnessWord':
    'What stands in the way is told with the readiness of the plan, and tried again in a quarter of an hour',
  'prepare-failovers/ApplyStandbyWord':
    'What stands in the way is told with the readiness of the plan, and tried again in a quarter of an hour',
  'prepare-failovers/ApplyChecks':
    'What stands in the way is told with the readiness of the plan, and tried again in a quarter of an hour',
  'prepare-failovers/AttachChecks':
    'What stands in the way is told with the readiness of the plan, and tried again in a quarter of an hour',
  'prepare-failovers/CompareSides':
    'What stands in the way is told with the readiness of the plan, and tried again in a quarter of an hour',
  'prepare-failovers/MeasureRoom':
    'What stands in the way is told with the readiness of the plan, and tried again in a quarter of an hour',
  'prepare-failovers/JudgeReadiness': 'The other plans are looked at; then the execution fails, with why',
  'prepare-failovers/PublishReadiness': 'The other plans are looked at; then the execution fails, with why',
  'prepare-failovers/PublishLateness': 'The other plans are looked at; then the execution fails, with why',
  'prepare-failovers/RecordReadiness': 'The other plans are looked at; then the execution fails, with why',
  'reap-operations/EndBootstrap':
    'The lease is freed all the same; the next operation of the cluster ends it',
  'reap-operations/EndBootstrap: LeaseLost': 'A newer operation holds the cluster, which ends it',
  'reconcile-schedules/ReconcileCluster': 'The others are reconciled; which were not is in the fact',
  'resume-operations/WakeOperation': 'It is woken within the hour, and looks by itself each day',
  'scale-cluster/EndBootstrap': 'Of an operation that lost the lease; scaling does not need it',
  'scale-cluster/EndSkipped': 'Nothing was changed; the reaper finds the record',
  'scale-cluster/ReleaseLeaseAfterSkipped': 'Nothing was changed; the reaper frees the lease',
  'upgrade-cluster/EndBootstrap': 'Of an operation that lost the lease; an upgrade does not need it',
};

interface Swallowed extends Finding {
  readonly key: string;
}

const holds = (error: string): boolean => ERRORS[error as ErrorName]?.retry === 'hold';

/** True where the time of a pause is waited for: there, or where the branch that answers `Paused` leads. */
function waitsForPause({ scope, around }: Place, next: string): boolean {
  const awaits = (one: Place['scope'], from: string) =>
    [...ledTo(one, from)].some((name) => /waitForTaskToken$/.test(one.States[name]?.Resource ?? ''));
  const [outer] = around;
  return awaits(scope, next) || (outer !== undefined && awaits(outer.scope, outer.name));
}

function swallowedBy(workflow: string, file: string, place: Place, catcher: Catcher): readonly Swallowed[] {
  const reached = [...ledTo(place.scope, catcher.Next)];
  if (!reached.some((name) => isSuccess(place.scope.States[name] ?? { Type: 'Fail' }))) return [];
  const paused = catcher.ErrorEquals.filter(holds);
  const others = catcher.ErrorEquals.filter((error) => !holds(error));
  const of = { file, place: place.place };
  const unwaited = paused.length > 0 && !waitsForPause(place, catcher.Next);
  const key = `${workflow}/${place.name}`;
  const found = (errors: readonly string[]) => `${errors.join(', ')} leads to a success, by ${catcher.Next}`;
  const allowed = `a failure, or a row in ${LIST} that says why it may fail`;
  return [
    ...(unwaited
      ? [{ ...of, key: '', found: `${found(paused)}`, allowed: 'a wait for the end of the pause' }]
      : []),
    ...(others.includes('LeaseLost')
      ? [
          {
            ...of,
            key: `${key}: LeaseLost`,
            found: found(['LeaseLost']),
            allowed: 'the end of who is superseded',
          },
        ]
      : []),
    ...(others.some((error) => error !== 'LeaseLost') ? [{ ...of, key, found: found(others), allowed }] : []),
  ];
}

/**
 * A failure is no success, unless the part is declared optional; nor is a change that a pause holds back, or a lost
 * lease.
 */
export const swallowed: Rule = {
  name: 'swallowed',
  why: 'an operation says that it succeeded where a part of it failed',
  check: ({ machines }) => {
    const found = machines.flatMap((machine) =>
      placesIn(machine).flatMap((place) =>
        (place.state.Catch ?? []).flatMap((catcher) =>
          swallowedBy(machine.name, fileOf(machine), place, catcher),
        ),
      ),
    );
    return unlessReviewed(found, OPTIONAL, ({ key }) => key, LIST);
  },
};

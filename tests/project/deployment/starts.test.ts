import { describe, expect, it } from '@jest/globals';
import { ofType } from '../../../scripts/rules/resources.ts';
import { cyclesOf, type Graph } from './starts/cycles.ts';
import { startsOf, unknownTypes } from './starts/graph.ts';
import { compileStage, withProperty } from './starts/stage.ts';

/*
 * The circles in which things start one another (by rules and events, schedules, tasks and their roles, ends of
 * executions, alarms), each with the reason why it ends. No other circle may be there.
 */
/** Each attempt at a cluster is asked for once (`requestIdOf`), and another one is a person's wish. */
const ONCE = 'a fleet has so many clusters, and each is asked once';
const ENDING: Readonly<Record<string, string>> = {
  'eks-fleet-prod-home: ClusterRolledBack → prod: rule UpgradesToAdvanceFleetUpgradeRule → prod: AdvanceFleetUpgradeStateMachine → eks-fleet-prod: ClusterUpgradeRequested → prod: rule ClusterUpgradeRequestedToUpgradeClusterRule → prod: UpgradeClusterStateMachine → eks-fleet-prod: ClusterRolledBack → eks-fleet-prod-home: ClusterRolledBack':
    ONCE,
  'eks-fleet-prod-home: ClusterUpgraded → prod: rule UpgradesToAdvanceFleetUpgradeRule → prod: AdvanceFleetUpgradeStateMachine → eks-fleet-prod: ClusterUpgradeRequested → prod: rule ClusterUpgradeRequestedToUpgradeClusterRule → prod: UpgradeClusterStateMachine → eks-fleet-prod: ClusterUpgraded → eks-fleet-prod-home: ClusterUpgraded':
    ONCE,
  // The task asks for one return, of a request with `until`; a return has none (domain/scale/until/return-schedule.ts).
  'eks-fleet-prod: ClusterScaleRequested → prod: rule ClusterScaleRequestedToScaleClusterRule → prod: ScaleClusterStateMachine → prod: schedules → eks-fleet-prod: ClusterScaleRequested':
    'a return is asked for once, and asks for none',
};

const prod = await compileStage('prod');
const dev = await compileStage('dev');
const alone = startsOf([prod]);
const together = startsOf([prod, dev]);

/** As the rule of the reaper once was. */
const everyones = {
  source: ['aws.states'],
  'detail-type': ['Step Functions Execution Status Change'],
  detail: {
    status: ['FAILED', 'TIMED_OUT', 'ABORTED'],
    stateMachineArn: [{ wildcard: '*:stateMachine:eks-fleet-*' }],
  },
};
const REAPER_RULE = 'ExecutionEndedToReapOperationsRule';
const asOnce = (stage: typeof prod) => withProperty(stage, REAPER_RULE, 'EventPattern', everyones);

/** Steps from something of one stage to something of another. */
const crossings = (graph: Graph): readonly string[] => {
  const isOf = (stage: string, name: string) =>
    name.startsWith(`${stage}: `) || name.includes(`eks-fleet-${stage}`) || name.includes(`: ${stage} `);
  return [...graph].flatMap(([from, starts]) =>
    [...starts].flatMap((to) =>
      (isOf('prod', from) && isOf('dev', to)) || (isOf('dev', from) && isOf('prod', to))
        ? `${from} → ${to}`
        : [],
    ),
  );
};

describe('what can start what', () => {
  it('is known of every type of resource in the templates', () => {
    expect(unknownTypes(prod)).toEqual([]);
    const mapping = { 'AWS::Lambda::EventSourceMapping': { Type: 'AWS::Lambda::EventSourceMapping' } };
    const resources = { ...prod.resources, ...mapping };
    expect(unknownTypes({ ...prod, resources })).toHaveLength(1);
  });

  it('is followed through every rule that has a pattern, and to every workflow', () => {
    const started = new Set([...alone.values()].flatMap((starts) => [...starts]));
    const followed = [
      ...ofType(prod.resources, 'AWS::Events::Rule').filter(({ properties }) => properties.EventPattern),
      ...ofType(prod.resources, 'AWS::StepFunctions::StateMachine'),
    ].map(({ logicalId, properties }) => `prod: ${properties.EventPattern ? 'rule ' : ''}${logicalId}`);
    // This rule is for mistyped events: no event of ours matches it.
    const unseen = followed.filter(
      (name) => !started.has(name) && !name.endsWith('UnknownToRejectsQueueRule'),
    );
    expect(unseen).toEqual([]);
    expect(followed.length).toBeGreaterThan(20);
  });

  it('has no circle but those that end, each for its reason', () => {
    expect(cyclesOf(alone)).toEqual(Object.keys(ENDING));
  });

  it('never leads from one stage of an account to another', () => {
    expect(crossings(together)).toEqual([]);
    expect(cyclesOf(together)).toHaveLength(2 * Object.keys(ENDING).length);
  });

  it('is told where a rule starts its own workflow again, or what another stage has', () => {
    const [once, both] = [startsOf([asOnce(prod)]), startsOf([asOnce(prod), asOnce(dev)])];
    expect(cyclesOf(once)).toContain(
      `default: prod ReapOperationsStateMachine FAILED → prod: rule ${REAPER_RULE} → prod: ReapOperationsStateMachine → default: prod ReapOperationsStateMachine FAILED`,
    );
    expect(crossings(both)).toContain(
      `default: prod ReapOperationsStateMachine FAILED → dev: rule ${REAPER_RULE}`,
    );
    expect(cyclesOf(both).some((cycle) => cycle.includes('prod: Reap') && cycle.includes('dev: Reap'))).toBe(
      true,
    );
  });
});

describe('the reaper', () => {
  const machines = ofType(prod.resources, 'AWS::StepFunctions::StateMachine');
  const startedBy = (isCause: (name: string) => boolean) =>
    new Set([...alone].filter(([name]) => isCause(name)).flatMap(([, starts]) => [...starts]));

  /** A minute's watch of failover plans is followed by the next one's, and an alarm tells where each fails. */
  const UNANSWERED = 'WatchPlansStateMachine';

  it('is started by ends of every workflow that a request starts or that frees a lease, but its own', () => {
    // That an approval was requested is a fact.
    const rules = startedBy((name) => /(?<!Approval)Requested$/.test(name));
    const asked = startedBy((name) => rules.has(name));
    const answering = machines
      .filter(({ logicalId }) => ![UNANSWERED, 'ReapOperationsStateMachine'].includes(logicalId))
      .filter(
        ({ logicalId, properties }) =>
          asked.has(`prod: ${logicalId}`) ||
          'OperationReleaseLeaseFunctionArn' in (properties.DefinitionSubstitutions as object),
      );
    const seen = machines.filter(({ logicalId }) =>
      alone.get(`default: prod ${logicalId} ABORTED`)?.has(`prod: rule ${REAPER_RULE}`),
    );
    expect(seen.map(({ logicalId }) => logicalId)).toEqual(answering.map(({ logicalId }) => logicalId));
    expect(seen.length).toBeGreaterThan(5);
  });
});

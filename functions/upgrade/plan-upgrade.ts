import { parse } from 'yaml';
import type * as z from 'zod';
import { pausedBy } from '../../domain/operation/pause.ts';
import { elapsedSeconds } from '../../domain/phase-contract.ts';
import {
  checkUpgrade,
  decideUpgrade,
  hopsFrom,
  onlyUpdatesRun,
} from '../../domain/upgrade/decide-upgrade.ts';
import type { UpgradeFacts } from '../../domain/upgrade/facts.ts';
import type { Finding } from '../../domain/upgrade/finding.ts';
import { readLastUpgrade } from '../../domain/upgrade/last-upgrade.ts';
import { lookForUpgrade } from '../../domain/upgrade/look.ts';
import type { UpgradePlan } from '../../domain/upgrade/plan.ts';
import type { UpgradeRequest } from '../../domain/upgrade/request.ts';
import type { UpgradeStep } from '../../domain/upgrade/steps.ts';
import { problemOf } from '../../domain/upgrade/waivers.ts';
import { recordOf } from '../operation/read-operation.ts';
import { requireLease } from '../runtime/change.ts';
import { deployment } from '../runtime/ports/account/deployment.ts';
import { upgradeOffers } from '../runtime/ports/account/upgrade-offers.ts';
import { alarms } from '../runtime/ports/cluster/alarms.ts';
import { contents } from '../runtime/ports/cluster/contents.ts';
import { eks } from '../runtime/ports/cluster/eks.ts';
import { insights } from '../runtime/ports/cluster/insights.ts';
import { kubernetes } from '../runtime/ports/cluster/kubernetes.ts';
import { ownGroups } from '../runtime/ports/cluster/own-groups.ts';
import { probes } from '../runtime/ports/cluster/probes.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { records } from '../runtime/ports/state/records.ts';
import { task } from '../runtime/task.ts';
import { upgradeTasks } from './contracts.ts';

type Answer = z.input<typeof upgradeTasks.planUpgrade.output>;

const GOES_BY = ['lease', 'pause', 'operation', 'access', 'memory'] as const;
/** A pause is looked at again after so long by executions that do not wait for its end. */
const PAUSED_SECONDS = 240;
/**
 * A scaling that was taken over may have left a group UPDATING: that passes in minutes, and no person has to ask again.
 * It counts from the beginning, which insights take the first minutes of.
 */
const PASSES_WITHIN_SECONDS = 900;
const BUSY_SECONDS = 30;

const held = (findings: readonly Finding[]): Answer => ({
  outcome: 'Held',
  waitSeconds: BUSY_SECONDS,
  isPaused: false,
  reason: findings.map(({ found }) => found).join('; '),
});

/** Looks once more before a further minor: changes have been made by then, so that nothing is refused any more. */
function checked(
  step: UpgradeStep,
  { request, plan, facts }: { request: UpgradeRequest; plan: UpgradePlan; facts: UpgradeFacts },
): Answer {
  const { blockers } = checkUpgrade(request, plan, step.to, facts, parse);
  if (blockers.length === 0) return { outcome: 'Planned', checked: step.key };
  if (onlyUpdatesRun(blockers)) return held(blockers);
  const failures = blockers.map((one) => {
    const { path: key, message } = problemOf(one);
    return { key, reason: `before ${step.to}: ${message}` };
  });
  return { outcome: 'Failed', failures };
}

/**
 * Looks at everything that an upgrade could fail by, and resolves every version that it installs, before anything is
 * changed. With `check`, it looks again before a further minor, and keeps to the plan. What if this runs twice? The
 * first plan that was recorded stays.
 */
export const handler = task(
  upgradeTasks.planUpgrade,
  {
    alarms,
    contents,
    deployment,
    eks,
    insights,
    kubernetes,
    operations,
    ownGroups,
    probes,
    records,
    upgradeOffers,
  },
  async ({ operation, at, since, check }, ports): Promise<Answer> => {
    const { cluster, id } = operation;
    const read = await ports.records.read({ arn: cluster.arn, operationId: id }, GOES_BY);
    const { request, plan } = recordOf('upgrade', read.operation, operation);
    if (plan && !check) return { outcome: 'Planned', checked: '' };
    requireLease(operation, read.lease);
    if (read.pause) {
      const reason = `${pausedBy(cluster.name, read.pause)}; \`eks-fleet get pauses\` says how each is lifted`;
      return { outcome: 'Held', waitSeconds: PAUSED_SECONDS, isPaused: true, reason };
    }
    const about = {
      clusterName: cluster.name,
      at,
      access: read.access,
      isAsleep: read.memory !== undefined,
      ...(plan && check ? { hops: hopsFrom(plan, check.to) } : {}),
    };
    const facts = await lookForUpgrade(request, about, {
      ...ports,
      last: (version) => readLastUpgrade(cluster.arn, version, ports.operations),
    });
    if (!facts) {
      const message = `EKS has no cluster ${cluster.name} in ${cluster.region}`;
      if (check) return { outcome: 'Failed', failures: [{ key: 'controlPlane', reason: message }] };
      return { outcome: 'Refused', problems: [{ path: 'detail.cluster', message }] };
    }
    if (plan && check) return checked(check, { request, plan, facts });
    const decided = decideUpgrade(request, facts, parse);
    if (decided.outcome === 'Refused') {
      const passes = elapsedSeconds({ since, at }) < PASSES_WITHIN_SECONDS;
      if (passes && onlyUpdatesRun(decided.blockers)) return held(decided.blockers);
      return { outcome: 'Refused', problems: [...decided.problems] };
    }
    await ports.operations.recordPlan('upgrade', operation, decided.plan);
    return { outcome: 'Planned', checked: '' };
  },
);

import type * as z from 'zod';
import type { StepKind } from '../step.ts';
import { acceptCapacity, acceptDataLoss } from './accept-capacity.ts';
import { administrator } from './administrator.ts';
import { adopt } from './adopt.ts';
import { alarmState } from './alarm.ts';
import { applicationChange, applicationServes } from './application.ts';
import { apply } from './apply.ts';
import { applyFleet } from './apply-fleet.ts';
import { awsHealthSays } from './aws-health.ts';
import { cancelFailover } from './cancel-failover.ts';
import { clientsAsk } from './clients.ts';
import { convergeWithinSeconds } from './converge.ts';
import { countCalls } from './count-calls.ts';
import { decide } from './decide.ts';
import { deleteCluster } from './delete.ts';
import { deleteFleet } from './delete-fleet.ts';
import { deprecatedClient } from './deprecated-client.ts';
import { drill } from './drill.ts';
import { eksAnswers } from './eks-answers.ts';
import { executions } from './executions.ts';
import { expect } from './expect.ts';
import { failover } from './failover.ts';
import { fault } from './fault.ts';
import { foreignNodes } from './foreign-nodes.ts';
import { forget } from './forget.ts';
import { givenNetwork } from './given-network.ts';
import { goOn } from './go-on.ts';
import { historyBelow } from './history-below.ts';
import { hostedZoneIs } from './hosted-zone.ts';
import { insight } from './insight.ts';
import { metricIs } from './metric.ts';
import { of } from './of.ts';
import { pause, resume } from './pauses.ts';
import { plant } from './plant.ts';
import { publish } from './publish.ts';
import { recover } from './recover.ts';
import { release } from './release.ts';
import { resizeGroups } from './resize-groups.ts';
import { runLate } from './run-late.ts';
import { sampleFaults } from './sample-faults.ts';
import { scale } from './scale.ts';
import { siteAnswers } from './site.ts';
import { uninstall } from './uninstall.ts';
import { upgrade } from './upgrade.ts';
import { upgradeFleet } from './upgrade-fleet.ts';
import { wait } from './wait.ts';
import { waitUntil } from './wait-until.ts';
import { watch } from './watch.ts';
import { workloads } from './workloads.ts';

/** Every kind of step, by the member that a step of it has. Files are read by the first that fits. */
export const STEPS = {
  of,
  apply,
  givenNetwork,
  plant,
  workloads,
  release,
  delete: deleteCluster,
  adopt,
  scale,
  upgrade,
  upgradeFleet,
  decide,
  forget,
  administrator,
  resizeGroups,
  pause,
  resume,
  publish,
  drill,
  failover,
  goOn,
  acceptCapacity,
  acceptDataLoss,
  cancelFailover,
  fault,
  recover,
  wait,
  watch,
  expect,
  applyFleet,
  deleteFleet,
  convergeWithinSeconds,
  sampleFaults,
  waitUntil,
  countCalls,
  runLate,
  executions,
  historyBelow,
  uninstall,
  alarm: alarmState,
  metric: metricIs,
  site: siteAnswers,
  application: applicationServes,
  applicationChanges: applicationChange,
  hostedZone: hostedZoneIs,
  clients: clientsAsk,
  awsHealth: awsHealthSays,
  deprecatedClient,
  insight,
  eksAnswers,
  foreignNodes,
};

type Kinds = (typeof STEPS)[keyof typeof STEPS];

/** A step with its files read, as a simulation gets it. */
export type Step = Kinds extends infer Kind ? (Kind extends StepKind<infer Given> ? Given : never) : never;

type Written = Extract<Kinds['written'], z.ZodType>;

/** One step of a scenario, as a file writes it. */
export type ScenarioStep = z.output<Written>;

/** The form in a file of each kind that files may have. */
export const WRITTEN: readonly Written[] = Object.values(STEPS).flatMap(({ written }) => written ?? []);

/** The kind of a step. */
export function kindOf(step: Step): StepKind<Step> {
  const found = Object.entries(STEPS).find(([member]) => member in step);
  if (!found) throw new Error(`no kind of step has the members ${Object.keys(step).join(', ')}`);
  return found[1] as StepKind<unknown>;
}

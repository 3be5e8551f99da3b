import type {
  DisableMetricsCollectionQuery,
  EnableMetricsCollectionQuery,
  ScalingProcessQuery,
} from '@aws-sdk/client-auto-scaling';
import type { ModelledOperation } from '../modelled-members.ts';
import { convergeSoon } from './converge.ts';
import { type AutoScalingState, validationError } from './state.ts';

/** Scaling processes and group metrics ("Types of processes" and "Group metrics", Auto Scaling user guide). */
const PROCESSES = [
  'Launch',
  'Terminate',
  'AddToLoadBalancer',
  'AlarmNotification',
  'AZRebalance',
  'HealthCheck',
  'InstanceRefresh',
  'ReplaceUnhealthy',
  'ScheduledActions',
];
const METRICS = [
  'GroupMinSize',
  'GroupMaxSize',
  'GroupDesiredCapacity',
  'GroupInServiceInstances',
  'GroupPendingInstances',
  'GroupStandbyInstances',
  'GroupTerminatingInstances',
  'GroupTotalInstances',
  'GroupInServiceCapacity',
  'GroupPendingCapacity',
  'GroupStandbyCapacity',
  'GroupTerminatingCapacity',
  'GroupTotalCapacity',
  'WarmPoolDesiredCapacity',
  'WarmPoolWarmedCapacity',
  'WarmPoolPendingCapacity',
  'WarmPoolTerminatingCapacity',
  'WarmPoolTotalCapacity',
  'GroupAndWarmPoolDesiredCapacity',
  'GroupAndWarmPoolTotalCapacity',
];

function processesIn(query: ScalingProcessQuery): string[] {
  const names = query.ScalingProcesses?.length ? query.ScalingProcesses : PROCESSES;
  for (const name of names) {
    if (!PROCESSES.includes(name)) throw validationError(`${name} is not a valid process type`);
  }
  return [...names];
}

function suspend(state: AutoScalingState, query: ScalingProcessQuery) {
  const group = state.group(query.AutoScalingGroupName);
  const names = processesIn(query);
  const others = (group.SuspendedProcesses ?? []).filter((held) => !names.includes(held.ProcessName ?? ''));
  const SuspensionReason = `User suspended at ${state.now().toISOString().slice(0, 19)}Z`;
  group.SuspendedProcesses = [...others, ...names.map((ProcessName) => ({ ProcessName, SuspensionReason }))];
  return {};
}

function resume(state: AutoScalingState, query: ScalingProcessQuery) {
  const group = state.group(query.AutoScalingGroupName);
  const names = processesIn(query);
  group.SuspendedProcesses = (group.SuspendedProcesses ?? []).filter(
    (held) => !names.includes(held.ProcessName ?? ''),
  );
  group.failingSince = undefined;
  convergeSoon(
    state,
    group,
    'an instance was started in response to a difference between desired and actual capacity.',
  );
  return {};
}

function enableMetrics(state: AutoScalingState, query: EnableMetricsCollectionQuery) {
  const group = state.group(query.AutoScalingGroupName);
  if (query.Granularity !== '1Minute')
    throw validationError(`1Minute is the only valid value for Granularity`);
  const names = query.Metrics?.length ? query.Metrics : METRICS;
  for (const name of names)
    if (!METRICS.includes(name)) throw validationError(`${name} is not a valid metric`);
  const others = (group.EnabledMetrics ?? []).filter((held) => !names.includes(held.Metric ?? ''));
  group.EnabledMetrics = [...others, ...names.map((Metric) => ({ Metric, Granularity: '1Minute' }))];
  return {};
}

function disableMetrics(state: AutoScalingState, query: DisableMetricsCollectionQuery) {
  const group = state.group(query.AutoScalingGroupName);
  group.EnabledMetrics = (group.EnabledMetrics ?? []).filter(
    (held) => query.Metrics?.length && !query.Metrics.includes(held.Metric ?? ''),
  );
  return {};
}

/** Operations that switch a group's processes and metrics on and off. */
export function processOperations(state: AutoScalingState): Record<string, ModelledOperation> {
  const process = ['AutoScalingGroupName', 'ScalingProcesses'];
  return {
    SuspendProcesses: { members: process, run: (input: ScalingProcessQuery) => suspend(state, input) },
    ResumeProcesses: { members: process, run: (input: ScalingProcessQuery) => resume(state, input) },
    EnableMetricsCollection: {
      members: ['AutoScalingGroupName', 'Metrics', 'Granularity'],
      run: (input: EnableMetricsCollectionQuery) => enableMetrics(state, input),
    },
    DisableMetricsCollection: {
      members: ['AutoScalingGroupName', 'Metrics'],
      run: (input: DisableMetricsCollectionQuery) => disableMetrics(state, input),
    },
  };
}

import { operationsOf } from '../modelled-members.ts';
import type { Region } from '../region.ts';
import type { Authorization, Service } from '../service.ts';
import { describeOperations } from './describe.ts';
import { groupOperations } from './groups.ts';
import { processOperations } from './processes.ts';
import { groupType } from './resource-type.ts';
import { AutoScalingState } from './state.ts';
import { tagOperations } from './tags.ts';
import { groupOfInstance, noticeEnd, terminateOperations } from './terminate.ts';

interface TagsIn {
  readonly Tags?: readonly { readonly Key?: string; readonly Value?: string; readonly ResourceId?: string }[];
  readonly AutoScalingGroupName?: string;
  readonly InstanceId?: string;
}

/**
 * Auto Scaling's actions on the group's ARN (its name where the group is not there yet), with the group's and
 * the request's tags.
 */
function authorize(state: AutoScalingState, operation: string, input: TagsIn): Authorization[] {
  const action = `autoscaling:${operation}`;
  if (operation.startsWith('Describe')) return [{ action, resource: '*' }];
  const ofInstance = input.InstanceId === undefined ? undefined : groupOfInstance(state, input.InstanceId);
  const names = [
    input.AutoScalingGroupName,
    ofInstance?.AutoScalingGroupName,
    ...(input.Tags ?? []).map((tag) => tag.ResourceId),
  ].filter((name) => name !== undefined);
  const requestTags: Record<string, string | readonly string[]> = {};
  for (const { Key, Value } of input.Tags ?? []) requestTags[`aws:RequestTag/${Key}`] = Value ?? '';
  if (input.Tags?.length) requestTags['aws:TagKeys'] = input.Tags.map(({ Key }) => Key ?? '');
  const answers: Authorization[] = [...new Set(names)].map((name) => {
    const group = state.groups.get(name);
    const resourceTags: Record<string, string> = {};
    for (const { Key, Value } of group?.tags ?? []) {
      resourceTags[`aws:ResourceTag/${Key}`] = Value ?? '';
      resourceTags[`autoscaling:ResourceTag/${Key}`] = Value ?? '';
    }
    const resource =
      group?.AutoScalingGroupARN ??
      state.region.arn('autoscaling', `autoScalingGroup:*:autoScalingGroupName/${name}`);
    return { action, resource, context: { ...resourceTags, ...requestTags } };
  });
  return answers.length > 0 ? answers : [{ action, resource: '*' }];
}

/** Auto Scaling, and what EC2 tells it. */
export interface AutoScalingService extends Service {
  /** Told that somebody ended an instance; false where it is in no group of the account's own. */
  noticeEnd(instanceId: string): boolean;
}

/** Auto Scaling of one region: groups from launch templates, whose instances are EC2's. */
export function createAutoScaling(region: Region): AutoScalingService {
  const state = new AutoScalingState(region);
  const service: Service = {
    signingName: 'autoscaling',
    operations: operationsOf(region.kernel, 'autoscaling', {
      ...groupOperations(state),
      ...processOperations(state),
      ...terminateOperations(state),
      ...tagOperations(state),
      ...describeOperations(state),
    }),
    authorize: (operation, input) => authorize(state, operation, input),
  };
  return {
    ...service,
    noticeEnd: (instanceId) => noticeEnd(state, instanceId),
    resourceTypes: { 'AWS::AutoScaling::AutoScalingGroup': groupType(state, service) },
  };
}

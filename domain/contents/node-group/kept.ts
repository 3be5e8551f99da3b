import { same, sameItems } from '../../decide/compare.ts';
import { type Decision, nothing, refuse } from '../../decide/decision.ts';
import type { DesiredNodeGroup, NodegroupRequest } from './managed.ts';
import type { ObservedNodegroup } from './observed.ts';

type LaunchTemplate = NonNullable<NodegroupRequest['launchTemplate']>;

function refused({ request }: DesiredNodeGroup, member: string, what: string): Decision<never> {
  return refuse(
    `managedNodeGroups.${request.nodegroupName}.${member}`,
    `EKS cannot change ${what} of a node group`,
    'add a group of another name, move the workloads, and remove this one',
  );
}

function role(desired: DesiredNodeGroup, { nodeRole }: ObservedNodegroup): Decision<never> {
  if (desired.request.nodeRole === nodeRole) return nothing;
  return refused(desired, 'iam.instanceRoleARN', 'the role');
}

function subnets(desired: DesiredNodeGroup, observed: ObservedNodegroup): Decision<never> {
  if (sameItems(desired.request.subnets, observed.subnets)) return nothing;
  return refused(desired, 'subnets', 'the subnets');
}

function imageFamily(desired: DesiredNodeGroup, { amiType }: ObservedNodegroup): Decision<never> {
  const wanted = desired.request.amiType;
  if (!wanted || !amiType || wanted === amiType) return nothing;
  return refused(desired, 'amiFamily', `the image family (${amiType})`);
}

function capacityType(desired: DesiredNodeGroup, observed: ObservedNodegroup): Decision<never> {
  const { capacityType: wanted = 'ON_DEMAND' } = desired.request;
  if (wanted === (observed.capacityType ?? 'ON_DEMAND')) return nothing;
  return refused(desired, 'spot', 'the capacity type');
}

function instanceTypes(desired: DesiredNodeGroup, observed: ObservedNodegroup): Decision<never> {
  const wanted = desired.request.instanceTypes;
  if (!wanted || !observed.instanceTypes || same(wanted, observed.instanceTypes)) return nothing;
  return refused(desired, 'instanceType', `the instance types (${observed.instanceTypes.join(', ')})`);
}

function launchTemplate(desired: DesiredNodeGroup, observed: ObservedNodegroup): Decision<never> {
  if (isOfSameTemplate(desired.request.launchTemplate, observed.launchTemplate)) return nothing;
  return refused(desired, 'launchTemplate', `the launch template (${observed.launchTemplate?.id ?? 'none'})`);
}

/** One that is named is named as it was made: of a template that was made anew the group still has the former id. */
function isOfSameTemplate(wanted: LaunchTemplate | undefined, seen: LaunchTemplate | undefined): boolean {
  if (!wanted) return true;
  return wanted.id === undefined ? wanted.name === seen?.name : wanted.id === seen?.id;
}

/** Members of a group that EKS never changes, each by itself: one that is refused does not hide another. */
export const keptForLife = [role, subnets, imageFamily, capacityType, instanceTypes, launchTemplate];

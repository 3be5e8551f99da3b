/** Names that belong to the forwarder of a VPC. They are known beforehand, so that grants can name them. */
export interface ForwarderNames {
  readonly stackName: string;
  readonly functionName: string;
  readonly logGroupName: string;
  /** The export by which clusters' rules know the function's security group, and hold the stack. */
  readonly groupExport: string;
}

const prefixOf = (stage: string): string => `eks-fleet-${stage}-forwarder-`;

export function forwarderOf(vpcId: string, stage: string): ForwarderNames {
  const name = `${prefixOf(stage)}${vpcId}`;
  return {
    stackName: name,
    functionName: name,
    logGroupName: `/aws/lambda/${name}`,
    groupExport: `${name}-group`,
  };
}

/** The VPC of a forwarder's stack, by its name; undefined where it is another stack's. */
export function vpcOfForwarder(stackName: string, stage: string): string | undefined {
  const prefix = prefixOf(stage);
  return stackName.startsWith(`${prefix}vpc-`) ? stackName.slice(prefix.length) : undefined;
}

/** True for a network interface by which a forwarder of any stage sends: Lambda takes it away itself. */
export const isForwarderInterface = (description: string): boolean =>
  /^AWS Lambda VPC ENI-eks-fleet-.+-forwarder-vpc-/.test(description);

/** The purpose in the name of the stack of a cluster's rule. */
export const RULE_PURPOSE = 'forwarder-rule';

/** The tag of a cluster's rule that names the VPC: the cluster may be gone before its rule. */
export const VPC_TAG = 'eks-fleet.dev/vpc';

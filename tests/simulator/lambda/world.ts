import { AwsError } from '../../../simulator/aws-error.ts';
import { CredentialStore } from '../../../simulator/credentials.ts';
import { createEc2 } from '../../../simulator/ec2/ec2.ts';
import type { Handler } from '../../../simulator/lambda/handler.ts';
import { LambdaService } from '../../../simulator/lambda/service.ts';
import type { NetworkPort, Region } from '../../../simulator/region.ts';
import type { Authorization, Caller, Properties, ResourceContext } from '../../../simulator/service.ts';
import { standInKernel, standInRegion, standInServiceLinked } from '../stand-in-region.ts';

export const ACCOUNT = '111122223333';
const ROLE_ARN = `arn:aws:iam::${ACCOUNT}:role/forwarder`;
const administrator: Caller = {
  kind: 'administrator',
  arn: `arn:aws:iam::${ACCOUNT}:root`,
  accountId: ACCOUNT,
};
const asRole: Caller = {
  kind: 'role',
  arn: `arn:aws:sts::${ACCOUNT}:assumed-role/forwarder/fn`,
  roleArn: ROLE_ARN,
  accountId: ACCOUNT,
};

const denied = (action: string): AwsError =>
  new AwsError('AccessDeniedException', `not authorized to perform: ${action}`, { statusCode: 403 });

/**
 * Lambda and EC2 of one region. `refused` holds actions, or actions on resources, that the function's role or the
 * deploying caller may not use.
 */
export function lambdaWorld(handler: Handler = async () => 'done') {
  const { kernel, settle } = standInKernel();
  const refused = { role: new Set<string>(), deployer: new Set<string>() };
  const authorize = (caller: Caller, { action, resource }: Authorization): void => {
    const isRefused = refused.role.has(action) || refused.role.has(`${action} on ${resource}`);
    if (caller === asRole && isRefused) throw denied(action);
  };
  const ports: { network?: NetworkPort } = {};
  const logged: string[] = [];
  const region: Region = standInRegion({
    kernel,
    authorize,
    roles: {
      assume: () => asRole,
      assertPassable: () => undefined,
      find: () => undefined,
      serviceLinked: standInServiceLinked,
      holdInProfile: () => () => undefined,
    },
    logs: { write: (_group, _stream, line) => void logged.push(line) },
    get network() {
      return ports.network as NetworkPort;
    },
  });
  // Parts are spread into the region, so that it would have read the port before it is there.
  Object.defineProperty(region, 'network', { get: () => ports.network });
  const ec2 = createEc2(region);
  ports.network = ec2 as unknown as NetworkPort;
  const credentials = new CredentialStore(kernel, ACCOUNT);
  const lambda = new LambdaService(region, { credentials, load: async () => handler });
  const context: ResourceContext = {
    stackId: 'arn:aws:cloudformation:us-east-1:111122223333:stack/forwarder/1',
    stackName: 'forwarder',
    logicalId: 'Function',
    tags: {},
    caller: administrator,
    authorize: ({ action }) => {
      if (refused.deployer.has(action)) throw denied(action);
    },
  };
  const call = <T>(operation: string, input: object): Promise<T> =>
    Promise.resolve(
      ec2.operations[operation]?.(input, { operation, caller: administrator, requestId: 'test' }) as T,
    );
  /** Runs virtual time until it has settled; answers the value, or throws the error. */
  const inTime = async <T>(promise: Promise<T>, ms = 3 * 3_600_000): Promise<T> => {
    promise.catch(() => undefined);
    await settle(ms);
    return promise;
  };
  const provider = lambda.resourceTypes['AWS::Lambda::Function'];
  const properties = (more: Properties = {}): Properties => ({
    FunctionName: 'fn',
    Handler: 'fn.handler',
    Role: ROLE_ARN,
    Runtime: 'nodejs24.x',
    Code: { S3Bucket: 'artifacts', S3Key: 'fn.zip' },
    ...more,
  });
  return {
    logged,
    kernel,
    settle,
    lambda,
    refused,
    call,
    inTime,
    network: ports.network,
    plants: ec2.plants,
    properties,
    /** A VPC with two subnets and a group of its own. */
    newVpc: async (cidr: string) => {
      const { Vpc } = await call<{ Vpc: { VpcId: string } }>('CreateVpc', { CidrBlock: cidr });
      const blocks = ['0.0/24', '1.0/24'].map((end) => `${cidr.split('.').slice(0, 2).join('.')}.${end}`);
      const subnetIds: string[] = [];
      for (const CidrBlock of blocks) {
        const made = await call<{ Subnet: { SubnetId: string } }>('CreateSubnet', {
          VpcId: Vpc.VpcId,
          CidrBlock,
        });
        subnetIds.push(made.Subnet.SubnetId);
      }
      const newGroup = async (GroupName: string): Promise<string> =>
        (
          await call<{ GroupId: string }>('CreateSecurityGroup', {
            GroupName,
            Description: 'for a test',
            VpcId: Vpc.VpcId,
          })
        ).GroupId;
      return { vpcId: Vpc.VpcId, subnetIds, groupId: await newGroup('functions'), newGroup };
    },
    create: (more: Properties = {}) => provider.create(properties(more), context),
    update: (more: Properties, before: Properties = {}) =>
      provider.update('fn', properties(more), properties(before), context),
    remove: (name = 'fn') => provider.delete(name, properties(), context),
    invoke: (payload: object | Uint8Array = {}, name = 'fn') =>
      lambda.operations.Invoke?.(
        {
          FunctionName: name,
          Payload:
            payload instanceof Uint8Array ? payload : new TextEncoder().encode(JSON.stringify(payload)),
        },
        { operation: 'Invoke', caller: asRole, requestId: 'test' },
      ) as Promise<{ FunctionError?: string; Payload: Uint8Array }>,
    interfaces: async () =>
      (
        await call<{
          NetworkInterfaces: {
            Description: string;
            Status: string;
            InterfaceType: string;
            SubnetId: string;
            NetworkInterfaceId: string;
            Attachment?: { AttachmentId: string };
          }[];
        }>('DescribeNetworkInterfaces', {})
      ).NetworkInterfaces,
  };
}

/** The name and message of a promise's error. */
export async function failureOf(promise: Promise<unknown>): Promise<{ code: string; message: string }> {
  const thrown = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(thrown instanceof AwsError)) throw new Error(`nothing failed as AWS does: ${String(thrown)}`);
  return { code: thrown.code, message: thrown.message };
}

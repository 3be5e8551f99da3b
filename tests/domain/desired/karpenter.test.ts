import { describe, expect, it } from '@jest/globals';
import type { ClusterConfig } from '../../../domain/cluster-config/config.ts';
import { parseClusterConfig } from '../../../domain/cluster-config/parse.ts';
import { type DesiredContent, desiredContents } from '../../../domain/contents/kinds.ts';
import { desiredFoundation } from '../../../domain/desired/foundation.ts';
import { deviations } from '../../../domain/plan/deviations.ts';
import { plannedFacts } from '../../../domain/plan/planned-facts.ts';
import { account, configOf } from './fixtures.ts';

const withKarpenter = (karpenter: Record<string, unknown> = {}, metadata: Record<string, unknown> = {}) =>
  configOf({ iam: { withOIDC: true }, karpenter: { version: '1.8.1', ...karpenter } }, metadata);

const contentsOf = (config: ClusterConfig): readonly DesiredContent[] =>
  desiredContents(config, plannedFacts(config, account, '2026-11-24', []));

function stackOf(config: ClusterConfig) {
  const found = contentsOf(config).find(({ key }) => key === 'stack/karpenter');
  if (found?.kind !== 'stack') throw new Error('there is no stack for Karpenter');
  return found;
}

interface Statement {
  readonly Action: readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

function controllerStatements(config: ClusterConfig): readonly Statement[] {
  const role = stackOf(config).stack.template.Resources.RoleKarpenter?.Properties as unknown as {
    Policies: { PolicyDocument: { Statement: Statement[] } }[];
  };
  return role.Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
}

const statementsFor = (config: ClusterConfig, action: string) =>
  controllerStatements(config).filter(({ Action }) => Action.includes(action));

function problemsOf(more: Record<string, unknown>) {
  const document = {
    apiVersion: 'eksctl.io/v1alpha5',
    kind: 'ClusterConfig',
    metadata: { name: 'shop', region: 'us-west-2' },
    ...more,
  };
  return parseClusterConfig(document, 'shop.yaml', { today: '2026-11-24' }).problems ?? [];
}

const installation = (config: ClusterConfig) =>
  deviations(config, account).find(({ path }) => path === 'karpenter')?.eksFleet ?? '';

describe("Karpenter's stack", () => {
  it('is made only where the document asks for Karpenter', () => {
    expect(contentsOf(configOf({ iam: { withOIDC: true } })).map(({ key }) => key)).not.toContain(
      'stack/karpenter',
    );
  });

  it('comes after the provider that its controller is trusted through, and is named for the cluster', () => {
    const { needs, stack } = stackOf(withKarpenter());
    expect(needs).toEqual([{ keys: ['stack/service-accounts'], until: 'ready' }]);
    expect(stack.stackName).toBe('eks-fleet-shop-karpenter');
    expect(stack.tags['eks-fleet.dev/cluster']).toBe('shop');
  });

  it('lets only the service account of the controller take its role', () => {
    const role = stackOf(withKarpenter()).stack.template.Resources.RoleKarpenter;
    expect(JSON.stringify(role?.Properties?.AssumeRolePolicyDocument)).toContain(
      ':sub":"system:serviceaccount:karpenter:karpenter"',
    );
    expect(role?.Properties?.PermissionsBoundary).toBe(account.permissionsBoundaryArn);
  });

  it('names the instance profile as the document does', () => {
    const profile = (config: ClusterConfig) =>
      stackOf(config).stack.template.Resources.KarpenterNodeInstanceProfile?.Properties?.InstanceProfileName;
    expect(profile(withKarpenter())).toBe('shop-us-west-2-karpenter-node');
    expect(profile(withKarpenter({ defaultInstanceProfile: 'mine' }))).toBe('mine');
  });

  it("bounds its roles by the boundary of the control plane's, as eksctl does", () => {
    const boundary = 'arn:aws:iam::111122223333:policy/team';
    const config = configOf({
      iam: { withOIDC: true, serviceRolePermissionsBoundary: boundary },
      karpenter: { version: '1.8.1' },
    });
    const { Resources } = stackOf(config).stack.template;
    expect(Resources.RoleKarpenterNode?.Properties?.PermissionsBoundary).toBe(boundary);
  });

  it('has a queue and four rules where interruptions are asked for, and none where they are not', () => {
    const typesOf = (config: ClusterConfig) =>
      Object.values(stackOf(config).stack.template.Resources).map(({ Type }) => Type);
    expect(typesOf(withKarpenter()).filter((type) => !type.startsWith('AWS::IAM::'))).toEqual([]);
    const types = typesOf(withKarpenter({ withSpotInterruptionQueue: true }));
    expect(types.filter((type) => type === 'AWS::Events::Rule')).toHaveLength(4);
    expect(types).toEqual(expect.arrayContaining(['AWS::SQS::Queue', 'AWS::SQS::QueuePolicy']));
  });

  it('keeps names of rules within 64 characters, with the end that grants go by', () => {
    const config = withKarpenter({ withSpotInterruptionQueue: true }, { name: 'a'.repeat(90) });
    const names = Object.values(stackOf(config).stack.template.Resources).flatMap(({ Type, Properties }) =>
      Type === 'AWS::Events::Rule' ? [String(Properties?.Name)] : [],
    );
    expect(names).toHaveLength(4);
    for (const name of names) {
      expect(name.length).toBeLessThanOrEqual(64);
      expect(name).toMatch(/^eks-fleet-.*-karpenter-/);
    }
  });
});

describe("the policy of Karpenter's controller", () => {
  it.each(['1.8.1', '0.31.0'])('of %s changes nothing without saying what', (version) => {
    const reading = /^(ec2:Describe|pricing:Get|iam:List)/;
    const unbounded = controllerStatements(withKarpenter({ version })).filter(
      ({ Action, Resource }) => Resource === '*' && !Action.every((action) => reading.test(action)),
    );
    expect(unbounded).toEqual([]);
  });

  it('ends only instances of the cluster', () => {
    const [statement, ...others] = statementsFor(withKarpenter(), 'ec2:TerminateInstances');
    expect(others).toEqual([]);
    expect(statement?.Condition?.StringEquals).toEqual({
      'aws:ResourceTag/kubernetes.io/cluster/shop': 'owned',
    });
  });

  it('knows instances of versions before 0.32 by their provisioner', () => {
    const [statement] = statementsFor(withKarpenter({ version: 'v0.31.0' }), 'ec2:TerminateInstances');
    expect(statement?.Condition?.StringLike).toEqual({
      'aws:ResourceTag/karpenter.sh/provisioner-name': '*',
    });
  });

  it('passes the role of its nodes to EC2 alone', () => {
    const [statement] = statementsFor(withKarpenter(), 'iam:PassRole');
    expect(statement).toMatchObject({
      Resource: 'arn:aws:iam::111122223333:role/eks-fleet/shop-us-west-2-karpenter-node',
      Condition: { StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' } },
    });
  });

  it('reads its own queue, where it has one', () => {
    expect(statementsFor(withKarpenter(), 'sqs:ReceiveMessage')).toEqual([]);
    const [statement] = statementsFor(
      withKarpenter({ withSpotInterruptionQueue: true }),
      'sqs:ReceiveMessage',
    );
    expect(statement?.Resource).toBe('arn:aws:sqs:us-west-2:111122223333:eks-fleet-shop-karpenter');
  });

  it("fits into a role's inline policies, which IAM keeps under 10,240 characters", () => {
    const config = withKarpenter({ withSpotInterruptionQueue: true }, { name: 'a'.repeat(100) });
    expect(JSON.stringify(controllerStatements(config)).length).toBeLessThan(10_000);
  });
});

describe('nodes that Karpenter starts', () => {
  it('may join, as soon as their role is there', () => {
    const entry = contentsOf(withKarpenter()).find(({ kind }) => kind === 'accessEntry');
    expect(entry).toMatchObject({
      key: 'accessEntry/arn:aws:iam::111122223333:role/eks-fleet/shop-us-west-2-karpenter-node',
      request: { type: 'EC2_LINUX' },
      needs: [{ keys: ['stack/karpenter'], until: 'ready' }],
    });
  });

  it('find subnets and a security group that lets them reach the cluster by the tags of the document', () => {
    const config = withKarpenter({}, { tags: { 'karpenter.sh/discovery': 'shop' } });
    const { network } = desiredFoundation(config, account);
    // CloudFormation gives the tags of a stack to the stack's resources.
    expect(network?.tags['karpenter.sh/discovery']).toBe('shop');
    expect(network?.template.Resources).toHaveProperty('ClusterSharedNodeSecurityGroup');
    expect(contentsOf(config).map(({ key }) => key)).toContain('stack/shared-node-rules');
  });
});

describe('what is left to do for Karpenter', () => {
  it('is one command with what was made', () => {
    const command = installation(withKarpenter({ withSpotInterruptionQueue: true }));
    expect(command).toContain(
      'helm upgrade --install karpenter oci://public.ecr.aws/karpenter/karpenter --version 1.8.1',
    );
    expect(command).toContain('--set settings.clusterName=shop');
    expect(command).toContain('--set settings.interruptionQueue=eks-fleet-shop-karpenter');
    expect(command).toContain('role-arn=arn:aws:iam::111122223333:role/eks-fleet/shop-us-west-2-karpenter');
    expect(command).toContain('shop-us-west-2-karpenter-node');
  });

  it('gives versions before 0.32 their settings where they look for them', () => {
    const command = installation(
      withKarpenter({ version: 'v0.20.0', withSpotInterruptionQueue: true, defaultInstanceProfile: 'mine' }),
    );
    expect(command).toContain('--version v0.20.0');
    expect(command).toContain('--set settings.aws.defaultInstanceProfile=mine');
    expect(command).toContain('--set settings.aws.interruptionQueueName=eks-fleet-shop-karpenter');
  });

  it('includes the service account, unless the chart makes it', () => {
    const accountOf = (config: ClusterConfig) =>
      deviations(config, account).find(({ path }) => path === 'karpenter.createServiceAccount')?.eksFleet;
    const ours = withKarpenter();
    expect(accountOf(ours)).toContain('"kind":"ServiceAccount"');
    expect(installation(ours)).toContain('serviceAccount.create=false');
    const charts = withKarpenter({ createServiceAccount: true });
    expect(accountOf(charts)).toBeUndefined();
    expect(installation(charts)).toContain('serviceAccount.create=true');
  });
});

describe('a document with Karpenter', () => {
  it.each([
    ['without an OIDC provider', { karpenter: { version: '1.8.1' } }, 'iam.withOIDC'],
    ['without a version', { iam: { withOIDC: true }, karpenter: {} }, 'karpenter.version'],
    [
      'with a range of versions',
      { iam: { withOIDC: true }, karpenter: { version: '1.x' } },
      'karpenter.version',
    ],
    [
      'with an ARN for a profile name',
      {
        iam: { withOIDC: true },
        karpenter: { version: '1.8.1', defaultInstanceProfile: 'arn:aws:iam::1:instance-profile/x' },
      },
      'karpenter.defaultInstanceProfile',
    ],
  ])('%s is refused by path', (_what, more, path) => {
    expect(problemsOf(more).map((problem) => problem.path)).toEqual([path]);
  });
});

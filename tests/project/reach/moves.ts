import type { Role } from '../../../simulator/iam/state.ts';
import type { Holder, ReachAccount } from './account.ts';
import { type Ask, callerOf, may } from './asks.ts';
import { isHandedOver } from './handovers.ts';
import { retrusts } from './identities.ts';
import { REGION } from './resolve.ts';

/** Ways to change the resource that runs as a role and keeps it. */
const changes = (holder: Holder): readonly (readonly Ask[])[] => {
  const resource = holder.arn;
  const tags = Object.fromEntries(
    Object.entries(holder.tags ?? {}).map(([key, value]) => [`aws:ResourceTag/${key}`, value]),
  );
  switch (holder.kind) {
    case 'function':
      return ['UpdateFunctionCode', 'UpdateFunctionConfiguration'].map((name) => [
        { action: `lambda:${name}`, resource },
      ]);
    case 'stateMachine':
      return [[{ action: 'states:UpdateStateMachine', resource }]];
    case 'stack': {
      // A stack keeps its service role: a call that names none uses that one, without iam:PassRole.
      const kept = ['UpdateStack', 'CreateChangeSet'].map((name) => [
        { action: `cloudformation:${name}`, resource, context: tags },
      ]);
      const named: Ask[] = [
        {
          action: 'cloudformation:UpdateStack',
          resource,
          context: { ...tags, 'cloudformation:RoleArn': holder.roleArn },
        },
        {
          action: 'iam:PassRole',
          resource: holder.roleArn,
          context: { 'iam:PassedToService': 'cloudformation.amazonaws.com' },
        },
      ];
      return [...kept, named];
    }
    case 'instance':
      return [
        [
          { action: 'ssm:SendCommand', resource },
          { action: 'ssm:SendCommand', resource: `arn:aws:ssm:${REGION}::document/AWS-RunShellScript` },
        ],
        [{ action: 'ssm:StartSession', resource }],
        [{ action: 'ec2-instance-connect:SendSSHPublicKey', resource }],
      ];
    case 'build':
      return [[{ action: 'codebuild:StartBuild', resource }]];
  }
};

function isAssumed(account: ReachAccount, from: string, role: Role): boolean {
  try {
    account.iam.assertAssumable(callerOf(from), role.arn);
    return true;
  } catch {
    return false;
  }
}

/** Existing roles that one comes to be by one step, with the step's name. */
export function rolesFrom(account: ReachAccount, from: string): readonly (readonly [string, string])[] {
  const found: [string, string][] = [];
  const held = account.holders.filter((holder) =>
    changes(holder).some((step) => may(account, from, ...step)),
  );
  for (const { roleArn, arn: through } of held) found.push([roleArn, `changes ${through}`]);
  for (const role of account.roles.values()) {
    if (role.arn === from) continue;
    if (isAssumed(account, from, role)) found.push([role.arn, 'takes it']);
    if (isHandedOver(account, from, role)) found.push([role.arn, 'hands it over']);
    if (retrusts(account, from, role)) found.push([role.arn, 'changes whom it trusts']);
  }
  return found;
}

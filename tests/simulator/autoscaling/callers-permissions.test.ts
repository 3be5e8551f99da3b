import { describe, expect, it } from '@jest/globals';
import { asked, IMAGE, NODE_ROLE, world } from './world.ts';

describe('an Auto Scaling group', () => {
  it('is made by who may launch from its template, and pass the role of its instance profile', async () => {
    const { call, questions, denied, ec2 } = world();
    ec2.plants.plantLaunchTemplate({
      launchTemplateId: 'lt-2',
      launchTemplateName: 'own-nodes',
      versions: [
        {
          ImageId: IMAGE,
          InstanceType: 'm5.large',
          IamInstanceProfile: { Arn: 'arn:aws:iam::111122223333:instance-profile/nodes' },
          TagSpecifications: [{ ResourceType: 'instance', Tags: [{ Key: 'team', Value: 'web' }] }],
        },
      ],
    });
    const request = asked({ LaunchTemplate: { LaunchTemplateId: 'lt-2', Version: '1' } });
    for (const action of ['ec2:RunInstances', 'ec2:CreateTags', 'iam:PassRole']) {
      denied.add(action);
      await expect(call('CreateAutoScalingGroup', request)).rejects.toMatchObject({
        code: 'AccessDenied',
        message: 'You are not authorized to use launch template: own-nodes',
      });
      denied.clear();
    }
    await call('CreateAutoScalingGroup', request);
    expect(questions).toContainEqual({
      action: 'iam:PassRole',
      resource: NODE_ROLE,
      context: { 'iam:PassedToService': 'ec2.amazonaws.com' },
    });
    denied.add('ec2:RunInstances');
    const { AutoScalingGroupName, LaunchTemplate } = request;
    await expect(
      call('UpdateAutoScalingGroup', { AutoScalingGroupName, LaunchTemplate }),
    ).rejects.toMatchObject({
      code: 'AccessDenied',
    });
  });
});

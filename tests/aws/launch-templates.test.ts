import * as clientEc2 from '@aws-sdk/client-ec2';
import { describe, expect, it } from '@jest/globals';
import { Ec2LaunchTemplates } from '../../aws/ec2/launch-templates.ts';
import { ec2World } from '../simulator/ec2/world.ts';
import { wireClient } from '../simulator/wire-client.ts';

const OLD = 'ami-00000000000000001';
const NEW = 'ami-00000000000000002';

/** A launch template of two versions, of which the second has another type. */
async function withTemplate() {
  const world = ec2World();
  const client = wireClient(clientEc2, clientEc2.EC2Client, world.ec2);
  const templates = new Ec2LaunchTemplates(() => client);
  const LaunchTemplateData = { ImageId: OLD, InstanceType: 'm5.large' as const };
  const { LaunchTemplate } = await world.call('CreateLaunchTemplate', {
    LaunchTemplateName: 'own',
    LaunchTemplateData,
  });
  const id = LaunchTemplate?.LaunchTemplateId ?? '';
  const add = (SourceVersion: string, data: object) =>
    world.call('CreateLaunchTemplateVersion', {
      LaunchTemplateId: id,
      SourceVersion,
      LaunchTemplateData: data,
    });
  const dataOf = async (version: string) => {
    const given = { LaunchTemplateId: id, Versions: [version] };
    const { LaunchTemplateVersions } = await world.call('DescribeLaunchTemplateVersions', given);
    return LaunchTemplateVersions?.[0]?.LaunchTemplateData;
  };
  await add('1', { InstanceType: 'm5.xlarge' });
  return { templates, id, add, dataOf };
}

describe('a version of a launch template with another image', () => {
  it('is as the one that it comes from but for the image, and made once for a token', async () => {
    const { templates, id, dataOf } = await withTemplate();
    const like = { id, version: '1' };
    expect(await templates.addVersion(NEW, like, 'token')).toBe('3');
    expect(await templates.addVersion(NEW, like, 'token')).toBe('3');
    expect(await dataOf('3')).toMatchObject({ ImageId: NEW, InstanceType: 'm5.large' });
  });

  it('is found again by its image, the newest of several', async () => {
    const { templates, id, add } = await withTemplate();
    const like = { id, version: '1' };
    expect(await templates.versionWith(NEW, like)).toBeUndefined();
    await add('1', { ImageId: NEW });
    await add('1', { ImageId: NEW });
    expect(await templates.versionWith(NEW, like)).toBe('4');
    expect(await templates.versionWith(NEW, like, 4)).toBe('4');
    expect(await templates.versionWith(NEW, like, 5)).toBeUndefined();
  });

  it('is not one that differs in more than the image', async () => {
    const { templates, id, add } = await withTemplate();
    await add('2', { ImageId: NEW });
    expect(await templates.versionWith(NEW, { id, version: '1' })).toBeUndefined();
    expect(await templates.versionWith(NEW, { id, version: '2' })).toBe('3');
  });

  it('comes from no version that is not there', async () => {
    const { templates, id } = await withTemplate();
    const gone = { id, version: '9' };
    await expect(templates.versionWith(NEW, gone)).rejects.toMatchObject({ name: 'NotFound' });
    await expect(templates.addVersion(NEW, gone, 'token')).rejects.toMatchObject({ name: 'NotFound' });
    const none = { id: 'lt-00000000000000009', version: '1' };
    await expect(templates.versionWith(NEW, none)).rejects.toMatchObject({ name: 'NotFound' });
  });
});

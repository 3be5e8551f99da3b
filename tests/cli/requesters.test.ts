import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isArnLike } from '../../aws/deployment/requesters.ts';
import { denied, notAmong } from '../../cli/requesters.ts';
import { type RunningDev, runCommand, runUntilSaid, startDev } from './running-dev.ts';
import { somebody } from './somebody.ts';

const region = 'us-east-1';
const DEFAULT = 'arn:*:iam::*:role/administrator';
const role = (name: string) => `arn:aws:iam::111122223333:role/${name}`;

describe('a pattern of requesters', () => {
  it.each([
    [role('administrator'), DEFAULT],
    [role('platform-ci'), 'arn:aws:iam::*:role/platform-*'],
    [role('a/b/c'), 'arn:aws:iam::111122223333:role/a/?/c'],
    ['arn:aws-us-gov:iam::111122223333:user/administrator', 'arn:*:iam::*:user/administrator'],
  ])('takes %s as IAM would: %s', (arn, pattern) => {
    expect(isArnLike(arn, pattern)).toBe(true);
  });

  it.each([
    [role('Admin'), DEFAULT],
    [role('people/administrator'), DEFAULT],
    [role('platform.ci'), 'arn:aws:iam::*:role/platformXci'],
    [role('x'), 'arn:aws:*'],
  ])('does not take %s: %s', (arn, pattern) => {
    expect(isArnLike(arn, pattern)).toBe(false);
  });
});

describe('whoever deploys', () => {
  it('is told nothing where it may request', () => {
    expect(notAmong([DEFAULT], role('administrator'))).toBeUndefined();
  });

  it('is told otherwise, with the option that lets it, and keeps the others', () => {
    expect(notAmong([DEFAULT, role('ci')], role('Admin'))).toContain(
      `to be among them: eks-fleet deploy --requesters '${DEFAULT},${role('ci')},${role('Admin')}'`,
    );
  });

  it('has the option named where the bus denies', () => {
    expect(denied(region, role('Admin'), 'AccessDenied')).toContain('eks-fleet deploy --requesters');
  });
});

describe('eks-fleet, of an administrator whom the defaults do not name', () => {
  let dev: RunningDev;
  let environment: NodeJS.ProcessEnv;
  beforeAll(async () => {
    dev = await startDev('--regions', region, '--speed', '100');
    environment = await somebody(dev, region, 'Admin', ['*'], { path: '/people/' });
  }, 60_000);
  afterAll(() => dev.stop('SIGKILL'));

  it('says at deploy that its requests will be denied, whatever the path of its role', async () => {
    const stderr = await runUntilSaid('packaging', ['deploy', '--regions', region], environment);
    const [note = ''] = stderr.split('\n').filter((line) => line.startsWith('note: '));
    expect(note).toContain(`${role('people/Admin')} deploys, and may not request`);
    expect(note).toMatch(
      /--requesters 'arn:\*:iam::\*:user\/administrator,.*,arn:aws:iam::111122223333:role\/people\/Admin'$/,
    );
  }, 60_000);

  it('says of a request that is denied how it would be taken', async () => {
    const { code, stderr } = await runCommand(
      ['delete', 'web', '--region', region, '--confirm', 'web'],
      environment,
    );
    expect(code).toBe(1);
    expect(stderr).toContain(`takes no request of ${role('people/Admin')}`);
    expect(stderr).toContain('eks-fleet deploy --requesters');
  }, 60_000);
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type RunningDev, runCommand, startDev } from './running-dev.ts';

let dev: RunningDev;
beforeAll(async () => {
  dev = await startDev('--regions', 'us-east-2,us-east-1', '--speed', '3000');
}, 60_000);
afterAll(() => dev.stop('SIGKILL'));

const deploy = (regions: string) => runCommand(['deploy', '--regions', regions], dev.environment);

describe('eks-fleet deploy, in a region that does not know who asks', () => {
  // An account that has not enabled a region is answered there as one with bad credentials is.
  it('names the region, and what to look at, before anything is deployed', async () => {
    const environment = { ...dev.environment, AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE' };
    const { code, stderr } = await runCommand(['deploy', '--regions', 'us-east-1'], environment);
    expect(code).toBe(1);
    expect(stderr).toBe(
      'eks-fleet: us-east-1 does not know your credentials: The security token included in the request is invalid.; ' +
        'nothing is deployed; see whether they are good (aws sts get-caller-identity), and the account has the region ' +
        'enabled (aws account get-region-opt-status --region-name us-east-1)\n',
    );
  }, 30_000);
});

describe('eks-fleet deploy, over a fleet that is there', () => {
  it('leaves the home where it is, whichever region is named first', async () => {
    const { code, stdout, stderr } = await deploy('us-east-1,us-east-2');
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toBe(
      "eks-fleet: the fleet's home is us-east-2, and cannot be moved; " +
        'home first: eks-fleet deploy --regions us-east-2,us-east-1\n',
    );
  }, 30_000);

  it('takes no region away, whose stack would go on unseen, and says what does', async () => {
    const { code, stderr } = await deploy('us-east-2');
    expect(code).toBe(1);
    expect(stderr).toBe(
      'eks-fleet: the fleet is in us-east-1 too, which a deployment does not take away; ' +
        'home first: eks-fleet deploy --regions us-east-2,us-east-1; ' +
        'or take it out: eks-fleet uninstall --confirm prod --regions us-east-1\n',
    );
  }, 30_000);
});

const takeOut = (region: string) =>
  runCommand(['uninstall', '--confirm', 'prod', '--regions', region], dev.environment);

describe('eks-fleet uninstall --regions', () => {
  it('keeps the home, and knows no region that the fleet is not in', async () => {
    expect((await takeOut('us-east-2')).stderr).toContain("us-east-2 is the fleet's home");
    expect((await takeOut('eu-west-1')).stderr).toContain(
      'the fleet is not in eu-west-1; it is in us-east-1, us-east-2',
    );
  }, 30_000);

  it('takes a region out, and leaves the fleet in the others', async () => {
    const { code, stdout } = await takeOut('us-east-1');
    expect([code, stdout]).toEqual([0, 'taken out: us-east-1\nthe fleet is in us-east-2\n']);
    const get = (region: string) => runCommand(['get', 'clusters', '--region', region], dev.environment);
    expect(await get('us-east-2')).toMatchObject({ code: 0, stdout: 'no clusters\n' });
    expect((await get('us-east-1')).stderr).toContain('no fleet of stage prod is deployed in us-east-1');
  }, 60_000);

  it('after which a deployment that knows only that region is told where the fleet is', async () => {
    expect((await deploy('us-east-1')).stderr).toBe(
      'eks-fleet: a fleet of stage prod is in us-east-2 already, and not in us-east-1; name its regions, home first, ' +
        'and those to add: eks-fleet deploy --regions us-east-2; or give another --stage\n',
    );
  }, 30_000);
});

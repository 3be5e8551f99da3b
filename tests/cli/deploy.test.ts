import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type RunningDev, runCommand, startDev } from './running-dev.ts';

let dev: RunningDev;
beforeAll(async () => {
  dev = await startDev('--regions', 'us-east-2,us-east-1', '--speed', '3000');
}, 60_000);
afterAll(() => dev.stop('SIGKILL'));

const deploy = (regions: string) => runCommand(['deploy', '--regions', regions], dev.environment);

describe('eks-fleet deploy, over a fleet that is there', () => {
  it('leaves the home where it is, whichever region is named first', async () => {
    const { code, stdout, stderr } = await deploy('us-east-1,us-east-2');
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toBe(
      "eks-fleet: the fleet's home is us-east-2, and cannot be moved; " +
        'home first: eks-fleet deploy --regions us-east-2,us-east-1\n',
    );
  }, 30_000);

  it('takes no region away, whose stack would go on unseen', async () => {
    const { code, stderr } = await deploy('us-east-2');
    expect(code).toBe(1);
    expect(stderr).toBe(
      'eks-fleet: the fleet is in us-east-1 too, and a region cannot be taken away from it; ' +
        'home first: eks-fleet deploy --regions us-east-2,us-east-1\n',
    );
  }, 30_000);
});

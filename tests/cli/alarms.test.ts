import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { protocolOf } from '../../aws/deployment/alarm-protocols.ts';
import { subscribeToAlarms } from '../../aws/deployment/alarm-subscriptions.ts';
import { listenersIn } from '../../cli/alarms.ts';
import { type RunningDev, runCommand, startDev } from './running-dev.ts';

const region = 'us-east-1';
const QUEUE = `arn:aws:sqs:${region}:111122223333:pager`;

describe('an endpoint of alarms', () => {
  it.each([
    ['ops@example.com', 'email'],
    ['https://pager.example.com/in?key=1', 'https'],
    [QUEUE, 'sqs'],
    ['http://pager.example.com', undefined],
    ['ops', undefined],
    ['arn:aws:lambda:us-east-1:111122223333:function:pager', undefined],
    ['https://localhost', undefined],
    ['', undefined],
  ])('%j is told by %s', (endpoint, protocol) => {
    expect(protocolOf(endpoint)).toBe(protocol);
  });

  it('that alarms are told by in no way is refused before anything is deployed', async () => {
    const { code, stderr } = await runCommand(['deploy', '--alarm-subscribe', 'ops@example.com,+49170']);
    expect(code).toBe(1);
    expect(stderr).toContain(
      '"+49170" is neither a mail address, nor an https URL, nor the ARN of an SQS queue',
    );
  }, 30_000);
});

describe('the topic of alarms', () => {
  let dev: RunningDev;
  const before = { ...process.env };
  beforeAll(async () => {
    dev = await startDev('--regions', region, '--speed', '100');
    Object.assign(process.env, dev.environment);
  }, 60_000);
  afterAll(async () => {
    process.env = before;
    await dev.stop('SIGKILL');
  });

  it('has each endpoint once, however often it is deployed, and keeps those of before', async () => {
    const nobody = await subscribeToAlarms(region, 'prod', []);
    expect([nobody, listenersIn(region, nobody)]).toEqual([[], 'told to nobody: --alarm-subscribe']);
    await subscribeToAlarms(region, 'prod', ['ops@example.com']);
    await subscribeToAlarms(region, 'prod', ['ops@example.com', QUEUE]);
    const all = await subscribeToAlarms(region, 'prod', []);
    expect(all).toEqual([
      { region, endpoint: 'ops@example.com', isPending: true },
      { region, endpoint: QUEUE, isPending: false },
    ]);
    expect(listenersIn(region, all)).toBe(`ops@example.com (to be confirmed), ${QUEUE}`);
  }, 60_000);
});

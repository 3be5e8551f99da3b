import { describe, expect, it } from '@jest/globals';
import type { Caller } from '../../../simulator/service.ts';
import {
  ACCOUNT,
  attributesOf,
  DEAD_LETTERS,
  group,
  ROLE,
  refusal,
  schedule,
  schedulerWorld,
} from './world.ts';

const DAY = 86_400_000;
const once = { Name: 'once', ScheduleExpression: 'at(2026-01-01T02:00:00)' };

describe('the execution role', () => {
  const refused =
    'ValidationException: The execution role you provide must allow AWS EventBridge Scheduler to assume the role.';

  it('must trust Scheduler, and be there', async () => {
    const { call, makeRole } = await schedulerWorld();
    await makeRole('other', ['*'], { Principal: { Service: 'events.amazonaws.com' } });
    const RoleArn = `arn:aws:iam::${ACCOUNT}:role/other`;
    expect(await refusal(call('CreateSchedule', schedule({}, { RoleArn })))).toBe(refused);
    expect(await refusal(call('CreateSchedule', schedule({}, { RoleArn: `${ROLE}-not` })))).toBe(refused);
    await call('CreateSchedule', schedule());
    expect(await refusal(call('UpdateSchedule', schedule({}, { RoleArn })))).toBe(refused);
  });

  it('may be trusted for a group of schedules in this account, never for one schedule', async () => {
    const conditions = (arn: string, account = ACCOUNT) => ({
      Condition: { StringEquals: { 'aws:SourceAccount': account }, ArnLike: { 'aws:SourceArn': arn } },
    });
    const created = async (trust: object) => {
      const { call } = await schedulerWorld({ trust });
      return call('CreateSchedule', schedule());
    };
    await created(conditions(group('default')));
    await created(conditions(group('*')));
    expect(await refusal(created(conditions(group('other'))))).toBe(refused);
    expect(await refusal(created(conditions(group('*'), '999999999999')))).toBe(refused);
    const oneSchedule = `arn:aws:scheduler:us-east-1:${ACCOUNT}:schedule/default/nightly`;
    expect(await refusal(created(conditions(oneSchedule)))).toBe(refused);
  });

  it('must be passable by whoever makes the schedule', async () => {
    const { call, makeRole } = await schedulerWorld();
    const caller = (name: string): Caller => ({
      kind: 'role',
      arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${name}/session`,
      roleArn: `arn:aws:iam::${ACCOUNT}:role/${name}`,
      accountId: ACCOUNT,
    });
    await makeRole('deployer', ['scheduler:CreateSchedule']);
    await makeRole('passer', ['scheduler:CreateSchedule', 'iam:PassRole']);
    expect(await refusal(call('CreateSchedule', schedule(), caller('deployer')))).toMatch(
      /^AccessDeniedException: User: .*assumed-role\/deployer\/session is not authorized to perform: iam:PassRole on resource: .*role\/schedules/,
    );
    await call('CreateSchedule', schedule(), caller('passer'));
    expect(await refusal(call('DeleteSchedule', { Name: 'nightly' }, caller('passer')))).toMatch(
      /not authorized to perform: scheduler:DeleteSchedule on resource: arn:aws:scheduler:us-east-1:111122223333:schedule\/default\/nightly/,
    );
  });

  it('is who invokes the target, and who sends to the dead-letter queue', async () => {
    const only = async (allowedOn: string) => {
      const { call, settle, messages } = await schedulerWorld({ allowedOn });
      await call('CreateSchedule', schedule(once, { DeadLetterConfig: { Arn: DEAD_LETTERS } }));
      await settle(DAY);
      return { inbox: await messages(), letters: await messages('dead-letters') };
    };
    const denied = await only(DEAD_LETTERS);
    expect(denied.inbox).toEqual([]);
    expect(attributesOf(denied.letters[0])).toMatchObject({
      ERROR_CODE: 'AccessDenied',
      ERROR_MESSAGE: expect.stringContaining(
        'sqs:SendMessage on resource: arn:aws:sqs:us-east-1:111122223333:inbox',
      ),
      RETRY_ATTEMPTS: '0',
    });
    expect(attributesOf(denied.letters[0])).not.toHaveProperty('EXHAUSTED_RETRY_CONDITION');
    expect(await only('arn:aws:sqs:us-east-1:111122223333:nothing')).toEqual({ inbox: [], letters: [] });
  });
});

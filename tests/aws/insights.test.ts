import { EKSClient } from '@aws-sdk/client-eks';
import { describe, expect, it } from '@jest/globals';
import { EksInsights } from '../../aws/eks/insights.ts';

type Answers = Readonly<Record<string, (input: Readonly<Record<string, unknown>>) => object>>;

function insightsBy(answers: Answers) {
  const asked: string[] = [];
  const client = new EKSClient({ region: 'us-west-2' });
  const send = async (command: { readonly input: Readonly<Record<string, unknown>> }) => {
    const name = command.constructor.name.replace('Command', '');
    asked.push(`${name} ${JSON.stringify(command.input)}`);
    const answer = answers[name];
    if (!answer) throw new Error(`nobody answers ${name}`);
    return answer(command.input);
  };
  return { insights: new EksInsights(Object.assign(client, { send })), asked };
}
const fails = (name: string) => () => {
  throw Object.assign(new Error(name), { name });
};
const summary = (id: string, status: string) => ({ id, name: id, insightStatus: { status, reason: '' } });

describe('insights of EKS', () => {
  it('are read of all pages, and only those that do not pass with their details', async () => {
    const pages = [
      { insights: [summary('a', 'PASSING')], nextToken: 'more' },
      { insights: [summary('b', 'ERROR')] },
    ];
    const { insights, asked } = insightsBy({
      ListInsights: () => pages.shift() ?? {},
      DescribeInsight: () => ({
        insight: {
          ...summary('b', 'ERROR'),
          kubernetesVersion: '1.35',
          recommendation: 'mend it',
          resources: [{ kubernetesResourceUri: '/api/v1/nodes/n' }, { arn: 'arn:addon' }],
          categorySpecificSummary: {
            addonCompatibilityDetails: [{ name: 'coredns', compatibleVersions: ['v1'] }],
            deprecationDetails: [
              {
                usage: '/old',
                replacedWith: '/new',
                clientStats: [
                  {
                    userAgent: 'x',
                    numberOfRequestsLast30Days: 7,
                    lastRequestTime: new Date('2026-11-20T00:00:00Z'),
                  },
                ],
              },
            ],
          },
        },
      }),
    });
    const found = await insights.insights('shop', 'UPGRADE_READINESS');
    expect(found.map(({ name, status }) => [name, status])).toEqual([
      ['a', 'PASSING'],
      ['b', 'ERROR'],
    ]);
    expect(found[1]).toMatchObject({
      kubernetesVersion: '1.35',
      recommendation: 'mend it',
      resources: ['/api/v1/nodes/n', 'arn:addon'],
      addons: ['coredns'],
      deprecations: [
        {
          usage: '/old',
          replacedWith: '/new',
          clients: [{ userAgent: 'x', requests: 7, lastRequestAt: '2026-11-20T00:00:00.000Z' }],
        },
      ],
    });
    expect(asked.filter((call) => call.startsWith('DescribeInsight '))).toHaveLength(1);
    expect(asked[0]).toContain('"categories":["UPGRADE_READINESS"]');
  });

  it('that have gone in between are as their summary says', async () => {
    const { insights } = insightsBy({
      ListInsights: () => ({ insights: [summary('b', 'UNKNOWN')] }),
      DescribeInsight: fails('ResourceNotFoundException'),
    });
    expect(await insights.insights('shop', 'ROLLBACK_READINESS', 'UNKNOWN')).toMatchObject([
      { id: 'b', status: 'UNKNOWN', deprecations: [] },
    ]);
  });

  it('have no refresh where nobody has asked for one', async () => {
    const { insights } = insightsBy({ DescribeInsightsRefresh: fails('ResourceNotFoundException') });
    expect(await insights.lastRefresh('shop')).toBeUndefined();
    const { insights: other } = insightsBy({
      DescribeInsightsRefresh: () => ({ status: 'COMPLETED', startedAt: new Date('2026-11-20T00:00:00Z') }),
    });
    expect(await other.lastRefresh('shop')).toEqual({
      status: 'COMPLETED',
      startedAt: '2026-11-20T00:00:00.000Z',
    });
  });
});

import type { Rule } from '../../rule.ts';

const GUIDE = 'EKS guide, view cluster insights';
const ROLLBACK = 'EKS guide, roll back a cluster to a previous Kubernetes version';
const SDK = 'SDK typings of @aws-sdk/client-eks';

/** The rules of cluster insights. */
export const INSIGHT_RULES: readonly Rule[] = [
  {
    rule: 'EKS looks at health, Amazon Linux 2, kubelets, kube-proxy, add-ons and deprecated APIs for the next minor',
    source: `${GUIDE}, example output; observed answers of ListInsights`,
    test: 'are those that the guide shows, for the next minor',
  },
  {
    rule: 'The skew of a cluster without nodes is UNKNOWN',
    source: `${GUIDE}, example output`,
    test: 'cannot tell the skew of a cluster without nodes, and tell it once there are some',
  },
  {
    rule: 'Nodes that the next minor would leave more than three behind are an error, others that lag a warning',
    source: 'Kubernetes version skew policy; description of the insight',
    test: 'warn of nodes that lag, and are an error where the next minor would leave them too far behind',
  },
  {
    rule: 'Add-ons that do not serve the next minor are an error; the versions that do are named',
    source: `${SDK}, AddonCompatibilityDetail; terraform-provider-aws#42031`,
    test: 'name the add-ons that do not serve the next minor, with the versions that do',
  },
  {
    rule: 'kube-proxy may lag by three minors',
    source: 'Kubernetes version skew policy; description of the insight',
    test: 'hold the version of kube-proxy against the skew',
  },
  {
    rule: 'There are no Amazon Linux 2 AMIs from 1.33 on',
    source: 'description of the insight Amazon Linux 2 compatibility',
    test: 'tell of nodes of Amazon Linux 2',
  },
  {
    rule: 'Health issues of the cluster are repeated as an insight',
    source: `${GUIDE}, example output`,
    test: 'repeat the health issues of the cluster',
  },
  {
    rule: 'Calls of deprecated APIs are told for 30 days after the last, with user agent, count and last time',
    source: `${SDK}, ClientStat; aws/containers-roadmap#2569`,
    test: 'tell who calls APIs that the next minor no longer serves, for 30 days after the last call',
  },
  {
    rule: 'What applies to N+1 is an error, what applies to N+2 or later a warning',
    source: `${GUIDE}, insight status`,
    test: 'warn of calls that a later minor no longer serves',
  },
  {
    rule: 'Insights are refreshed every 24 hours and by StartInsightsRefresh, and stale in between',
    source: 'EKS guide, cluster insights, considerations',
    test: 'are as they were at the last refresh: daily, or when it is asked for',
  },
  {
    rule: 'A check that EKS cannot make is UNKNOWN',
    source: `${GUIDE}, insight status`,
    test: 'are UNKNOWN where EKS cannot tell',
  },
  {
    rule: 'Rollback insights appear after an upgrade and stay for the seven days of the window',
    source: `${ROLLBACK}, review rollback readiness insights`,
    test: 'are there only after an upgrade, and for seven days',
  },
  {
    rule: 'Nodes, kube-proxy and EKS-managed add-ons that are too new for the former version are errors',
    source: `${ROLLBACK}, rollback readiness checks; best practices for cluster version rollback`,
    test: 'tell of nodes and add-ons that the former version does not take',
  },
  {
    rule: 'A disruption budget of 0 is a rollback error of Auto Mode, a PDB of maxUnavailable 0 a warning',
    source: 'EKS guide, roll back EKS Auto Mode clusters, disruption controls',
    test: 'hold the disruption budgets of Auto Mode against its way back',
  },
];

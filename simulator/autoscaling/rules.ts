import type { Rule } from '../rule.ts';

const GUIDE = 'Auto Scaling guide';
const API = 'Auto Scaling API reference';

/** The rules of Auto Scaling, kept true by `tests/simulator/rules.test.ts`. */
export const AUTO_SCALING_RULES: readonly Rule[] = [
  {
    rule: 'Instances are balanced over the zones',
    source: `${GUIDE}, "Auto Scaling benefits for application architecture", instance distribution`,
    test: 'starts its instances in balance over its zones, with its propagated tags',
  },
  {
    rule: 'Sizes fit: minimum, desired, maximum',
    source: `${API}, CreateAutoScalingGroup, ValidationError`,
    test: 'refuses sizes that do not fit, a subnet or template that is not there, and its name twice',
  },
  {
    rule: 'Who makes a group may launch from its template, and pass the role of its instance profile',
    source: `${GUIDE}, "Amazon EC2 Auto Scaling API permissions"; eksctl-io/eksctl#834`,
    test: 'is made by who may launch from its template, and pass the role of its instance profile',
  },
  {
    rule: 'A desired capacity outside of the bounds is refused',
    source: `${API}, SetDesiredCapacity`,
    test: 'holds a new desired capacity to its bounds and scales to it',
  },
  {
    rule: 'A suspended process does nothing until it is resumed',
    source: `${GUIDE}, "Suspend and resume processes"`,
    test: 'launches nothing while Launch is suspended, and catches up when it is resumed',
  },
  {
    rule: 'A failed launch is tried again and says why, and a group that fails for a day is suspended',
    source: `${GUIDE}, "Troubleshoot", "Administrative suspensions"`,
    test: 'keeps trying while a zone has no capacity, tells why, and gives up launching after a day',
  },
  {
    rule: 'A group of mixed instances says what it could not launch, with the code of EC2',
    source: 'Observed in activities of node groups; aws/containers-roadmap#2204',
    test: 'says with EC2 code what it could not launch, where its instances are mixed',
  },
  {
    rule: 'An instance that a managed node group drains waits for its end',
    source: `${GUIDE}, "Amazon EC2 Auto Scaling instance lifecycle", lifecycle hooks`,
    test: 'the group of a managed node group shows an instance that is drained as waiting for its end',
  },
  {
    rule: 'A mixed group starts its base and percentage On-Demand, the rest Spot',
    source: `${GUIDE}, "Mixed instances groups", instances distribution`,
    test: 'splits a mixed group into On-Demand and Spot instances',
  },
  {
    rule: "Auto Scaling makes its own role as whoever makes the account's first group",
    source: 'Auto Scaling guide, "Amazon EC2 Auto Scaling API permissions"',
    test: "needs the account's role of Auto Scaling, made as whoever makes the first group",
  },
  {
    rule: 'A group with instances is deleted by force only',
    source: `${API}, DeleteAutoScalingGroup`,
    test: 'is deleted with its instances only by force',
  },
  {
    rule: 'An instance that a user ends is replaced, unless the desired capacity goes down with it',
    source: `${API}, TerminateInstanceInAutoScalingGroup`,
    test: 'ends one instance that is asked for, and replaces it unless its size is to shrink',
  },
  {
    rule: 'No instance ends below the minimum without another in its place',
    source: `${API}, TerminateInstanceInAutoScalingGroup, ValidationError; observed in eksctl and kops threads`,
    test: 'refuses to end an instance that it has not, or below its minimum',
  },
  {
    rule: 'An instance is launched from the version of the template that the group names at that moment',
    source: `${GUIDE}, "Auto Scaling launch templates", $Latest and $Default`,
    test: 'launches what its template says at that moment',
  },
  {
    rule: 'An instance that EC2 ends is taken out by the health check and replaced',
    source: `${GUIDE}, "Health checks for instances in an Auto Scaling group"`,
    test: 'replaces an instance that somebody ends past it',
  },
];

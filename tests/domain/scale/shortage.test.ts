import { expect, it } from '@jest/globals';
import { shortagesInWords } from '../../../domain/scale/outcome/shortage.ts';

it.each([
  [
    'We currently do not have sufficient m6i.large capacity in the Availability Zone you requested (us-west-2a). Our system will be working on provisioning additional capacity.',
    'insufficient capacity: EC2 has no m6i.large left in us-west-2a',
  ],
  [
    'There is no Spot capacity available that matches your request.',
    'insufficient capacity: EC2 has no Spot capacity left for its instance types and zones',
  ],
  [
    'UnfulfillableCapacity - Unable to fulfill capacity due to your request configuration.',
    'insufficient capacity: EC2 has no Spot capacity left for its instance types and zones',
  ],
  [
    'You have requested more vCPU capacity than your current vCPU limit of 32 allows for the instance bucket that the specified instance type belongs to.',
    "quota: the account's 32 vCPUs for this family of instances are used up; ask AWS for more",
  ],
  [
    'Could not launch Spot Instances. MaxSpotInstanceCountExceeded',
    "quota: the account's Spot instances are used up; ask AWS for more",
  ],
  ['Max spot instance count exceeded', "quota: the account's Spot instances are used up; ask AWS for more"],
  [
    "There are not enough free addresses in subnet 'subnet-0a1b' to satisfy the requested number of instances.",
    'IP addresses: subnet-0a1b has none free',
  ],
  [
    'There are not enough free addresses in the subnet to satisfy the requested number of instances.',
    'IP addresses: its subnet has none free',
  ],
  [
    'Your requested instance type (m8g.large) is not supported in your requested Availability Zone (us-west-2d).',
    'EC2 offers no m8g.large in us-west-2d',
  ],
  ['Something that nobody has seen before', 'Something that nobody has seen before'],
])('what EC2 is short of is said in words, and once: %s', (issue, words) => {
  expect(shortagesInWords([issue, issue])).toEqual([words]);
});

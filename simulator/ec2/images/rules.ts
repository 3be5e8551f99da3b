import type { Rule } from '../../rule.ts';

/** Rules of the simulated EC2 about public images. */
export const IMAGE_RULES: readonly Rule[] = [
  {
    rule: 'Former releases of a public image are listed beside the newest, by their names',
    source: 'awslabs/amazon-eks-ami#53: "you can query the EC2 API to see previous versions"',
    test: 'lists former releases by their names, each under one id and with the date of its release',
  },
  {
    rule: 'A public image is deprecated two years after its creation at the latest, and then listed no more',
    source: 'EC2 guide, "Deprecate an Amazon EC2 AMI"; EC2 API reference, EnableImageDeprecation',
    test: 'lists none after two years',
  },
  {
    rule: "EKS's Windows images are public for four months, and nobody's after that",
    source: 'EKS guide, "Create nodes with optimized Windows AMIs": "older AMIs are made private"',
    test: "has EKS's Windows images for four months alone",
  },
  {
    rule: 'There is no image of a minor that EKS did not have yet',
    source: 'EKS guide, "Kubernetes versions: release calendar"',
    test: 'has none of a minor from before the minor',
  },
];

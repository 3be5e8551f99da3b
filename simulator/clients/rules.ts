import type { Rule } from '../rule.ts';

/** The rules of clients and of what they ask, kept true by `tests/simulator/rules.test.ts`. */
export const CLIENT_RULES: readonly Rule[] = [
  {
    rule: 'A resolver keeps an answer for its TTL, and asks again at the next question',
    source: 'RFC 1034, section 4.3.5; RFC 1035, section 3.2.1',
    test: 'move to the other side as their resolvers ask again, over a TTL',
  },
  {
    rule: 'What resolvers hold is counted; it is what each would hold if it asked each time',
    source: 'the same, asking by asking, in the test itself',
    test: 'holds what it would if it asked each time that its answer has run out',
  },
  {
    rule: 'Some resolvers keep answers for longer than their TTL',
    source: 'Moura et al., "Cache Me If You Can", IMC 2019; a share that the scenario says',
    test: 'that ignore the TTL lose more, and count for no objective',
  },
  {
    rule: 'An inverted string match moves traffic by a word, and silence moves nothing',
    source:
      'AWS Networking blog, Creating disaster recovery mechanisms using Amazon Route 53: standby takes over primary',
    test: 'stays where it is when either side or both fall silent',
  },
  {
    rule: 'A Deployment serves while it has Ready pods',
    source: 'Kubernetes, Service: endpoints are Ready pods',
    test: 'answers while it has Ready pods, and serves as much as these can',
  },
  {
    rule: 'A read-only replica takes no writes until it is promoted',
    source: 'Aurora user guide, Using Amazon Aurora global databases: secondary clusters are read-only',
    test: 'that is read-only looks well, and serves the reads alone',
  },
];

import type { Rule } from '../rule.ts';

/** The rules of sites outside of AWS, kept true by `tests/simulator/rules.test.ts`. */
export const SITE_RULES: readonly Rule[] = [
  {
    rule: 'A name that no site has is denied by name servers',
    source: 'RFC 2308, section 2.1 (NXDOMAIN); node, dns: ENOTFOUND',
    test: 'is not there under a name that nobody has laid',
  },
  {
    rule: 'A resolver goes on with the name that a CNAME leads to',
    source: 'RFC 1034, section 3.6.2',
    test: 'is found by a name that leads to its own',
  },
  {
    rule: 'A path that a site does not have is not found',
    source: 'RFC 9110, section 15.5.5',
    test: 'answers each path as it was laid, and others with 404',
  },
  {
    rule: 'A request whose signal is aborted ends with ABORT_ERR, unless its answer has come',
    source: 'node, http.request: signal; errors: ABORT_ERR',
    test: 'that answers nothing is waited for until the signal of the request',
  },
  {
    rule: 'A connection that is turned away, or whose certificate nobody vouches for, fails by its code',
    source:
      'node, common system errors: ECONNREFUSED; tls, X509 certificate error codes: DEPTH_ZERO_SELF_SIGNED_CERT',
    test: 'tells by its code why there is no connection',
  },
];

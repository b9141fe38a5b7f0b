// Which path speaks which subprotocol. Hosts, Origins and methods are judged over real HTTP in net/gateway/handshake.test.ts.

import { expect, it } from 'vitest';
import { createRequestPolicy, judgeUpgrade } from '../../server/core/request-policy.ts';

const policy = createRequestPolicy('127.0.0.1', []);

function judge(target: string, subprotocols: readonly string[], origins: readonly string[] = []) {
  return judgeUpgrade(policy, {
    method: 'GET',
    httpVersion: '1.1',
    target,
    localAddress: '127.0.0.1',
    hosts: ['127.0.0.1:8080'],
    origins,
    versions: ['13'],
    subprotocols,
  });
}

it.each([
  ['/bridge?target=echo', 'echo-bridge.v1'],
  ['/observe?room=lab', 'echo-bridge.observe.v1'],
  ['/check?target=echo&only=smoke', 'echo-bridge.check.v1'],
])('%s speaks %s', (target, subprotocol) => {
  const [path, query] = target.split('?');
  expect(judge(target, ['other', subprotocol])).toMatchObject({
    ok: true,
    admission: { path, query, subprotocol },
  });
});

it.each([
  ['/observe', 'echo-bridge.v1'],
  ['/observe', 'echo-bridge.check.v1'],
  ['/check', 'echo-bridge.v1'],
  ['/check', 'echo-bridge.observe.v1'],
  ['/check', 'binary'],
  ['/bridge', 'echo-bridge.check.v1'],
])('%s does not speak %s', (target, subprotocol) => {
  expect(judge(target, [subprotocol])).toMatchObject({ ok: false, refusal: { status: 400 } });
});

it('a check needs its subprotocol, a bridge needs none', () => {
  expect(judge('/check', [])).toMatchObject({ ok: false, refusal: { status: 400 } });
  expect(judge('/bridge', [])).toMatchObject({ ok: true });
});

it('nobody else’s page may have a check run', () => {
  const verdict = judge('/check?target=echo', ['echo-bridge.check.v1'], ['http://evil.example']);
  expect(verdict).toMatchObject({ ok: false, refusal: { status: 403 } });
});

it('a path that only begins like a check’s is none', () => {
  expect(judge('/check/', ['echo-bridge.check.v1'])).toMatchObject({ ok: false, refusal: { status: 404 } });
});

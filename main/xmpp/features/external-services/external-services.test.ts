import { expect, test } from 'vitest';
import { CONTEXT, iqOf } from '../incoming.fixture.ts';
import { credentialsQuery, serviceUrl, servicesQuery, type ExternalService } from './external-services.codec.ts';
import { externalServices } from './external-services.ts';

const service = (over: Partial<ExternalService>): ExternalService => ({
  kind: 'turn',
  host: 'relay.capulet.lit',
  port: 3478,
  transport: 'udp',
  username: 'juliet',
  password: 'rosemary',
  expiresAt: undefined,
  restricted: false,
  ...over,
});

test.each([
  ['turn:relay.capulet.lit:3478?transport=udp', service({})],
  ['turn:relay.capulet.lit', service({ port: undefined, transport: undefined })],
  ['turns:[2001:db8::7]:443?transport=tcp', service({ kind: 'turns', host: '2001:db8::7', port: 443, transport: 'tcp' })],
  ['stun:192.0.2.1:3478', service({ kind: 'stun', host: '192.0.2.1', username: undefined, password: undefined })],
  [undefined, service({ password: undefined })],
  [undefined, service({ kind: 'turns' })],
  [undefined, service({ kind: 'stun', transport: 'tcp' })],
])('a browser knows it as %s', (url, one) => {
  expect(serviceUrl(one)).toBe(url);
});

test('all are asked for at once, and the credentials of one', () => {
  expect(servicesQuery().toString()).toBe('<services xmlns="urn:xmpp:extdisco:2"/>');
  expect(credentialsQuery(service({})).toString()).toBe(
    '<credentials xmlns="urn:xmpp:extdisco:2"><service type="turn" host="relay.capulet.lit" port="3478"/></credentials>',
  );
});

test('a change is believed of our own server alone', () => {
  const push = `<services xmlns='urn:xmpp:extdisco:2'><service action='delete' type='turn' host='relay.capulet.lit'/></services>`;
  const answer = (over: Parameters<typeof iqOf>[1]) => externalServices.iq!(iqOf(push, { type: 'set', ...over }), CONTEXT);
  expect(answer({ from: 'capulet.lit', trusted: true })).toEqual({ result: undefined, effects: [{ do: 'services-changed' }] });
  expect(answer({})).toBeUndefined();
  expect(answer({ type: 'get', trusted: true })).toBeUndefined();
});

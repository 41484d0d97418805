import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../../test/actors/fake-clock.ts';
import { ScriptedNetwork } from '../../../test/actors/scripted-server.ts';
import { attr, child, el } from '../element.ts';
import { openPreAuth } from './pre-auth.ts';

async function open() {
  const network = new ScriptedNetwork();
  const clock = new FakeClock();
  const opening = openPreAuth(
    { domain: 'verona.test', route: {}, log: () => undefined },
    { openTransport: network.openTransport, clock, random: { unit: () => 0, bytes: randomBytes } },
  );
  const connection = await network.accept();
  connection.features('<register xmlns="http://jabber.org/features/iq-register"/>');
  return { connection, clock, stream: await opening };
}
const ask = () => el('iq', undefined, { type: 'get' }, el('query', 'jabber:iq:register'));

describe('a stream before sign-in', () => {
  it('shows the features and asks one question after the other', async () => {
    const { connection, stream } = await open();
    expect(child(stream.features, 'register')).toBeDefined();
    const [one, two] = [stream.iq(ask()), stream.iq(ask())];
    const first = await connection.next();
    expect(connection.sent).toHaveLength(1);
    connection.say('<iq type="result" id="another"/>');
    connection.say(`<iq type="result" id="${attr(first, 'id')}" from="verona.test"><query xmlns="jabber:iq:register"/></iq>`);
    expect(child(await one, 'query')).toBeDefined();
    const second = await connection.next();
    connection.say(`<iq type="error" id="${attr(second, 'id')}"/>`);
    expect(attr(await two, 'type')).toBe('error');
    await stream.close();
    expect(connection.ended).toBe('closed');
  });
  it('an answer by somebody else is none, and a server that is silent or gone is named', async () => {
    const { connection, clock, stream } = await open();
    const one = stream.iq(ask());
    connection.say(`<iq type="result" id="${attr(await connection.next(), 'id')}" from="mallory.test"/>`);
    await expect(one).rejects.toMatchObject({ problem: 'bad-stream' });
    const two = stream.iq(ask());
    const late = expect(two).rejects.toMatchObject({ problem: 'timeout' });
    await connection.next();
    await clock.pass(30_000);
    await late;
    connection.cut();
    await expect(stream.iq(ask())).rejects.toMatchObject({ problem: 'refused' });
  });
});

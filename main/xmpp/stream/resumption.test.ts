// Resumption (XEP-0198 §5): nothing lost, nothing twice.
import { describe, expect, it } from 'vitest';
import {
  AFTER,
  BIND2,
  INLINE_RESUME,
  bindClassic,
  mechanisms,
  mechanisms2,
  signInClassic,
  signInSasl2,
  type ScriptedConnection,
} from '../../../test/actors/scripted-server.ts';
import { settled } from '../../../test/actors/fake-clock.ts';
import { bound, bringBack, bringOnline, makeBench, type Bench } from '../../../test/actors/stream-bench.ts';
import { attr, child, el, textOf, type Element } from '../element.ts';

const message = (text: string, id = text): Element => el('message', undefined, { to: 'romeo@verona.test', id }, el('body', undefined, {}, text));
const incoming = (text: string): string => `<message from="romeo@verona.test/x"><body>${text}</body></message>`;
const bodies = (stanzas: readonly Element[]) => stanzas.map(stanza => textOf(stanza, 'body'));
const names = (elements: readonly Element[]) => elements.map(one => one.getName());
const R = '<r xmlns="urn:xmpp:sm:3"/>';
const A = (h: number | string) => `<a xmlns="urn:xmpp:sm:3" h="${h}"/>`;
/** The count in the client's last acknowledgement. */
const acknowledged = (connection: ScriptedConnection) =>
  attr(
    connection.sent.findLast(one => one.getName() === 'a'),
    'h',
  );

describe('a resumption', () => {
  it('sends again what was lost, as it was, before anything new', async () => {
    const bench = makeBench();
    const connection = await bringOnline(bench);
    for (const text of ['one', 'two', 'three']) bench.stream.send(message(text));
    const before = connection.sent.filter(one => one.getName() === 'message').map(String);
    connection.cut();
    expect(bench.stream.state).toMatchObject({ state: 'waiting', problem: 'refused' });
    expect(bench.stream.send(message('four'))).toBe(true);
    bench.stream.onState(state => state.state === 'online' && bench.stream.send(message('five')));
    const { connection: second } = await bringBack(bench, 1);
    expect(bench.states.at(-1)).toMatchObject({ state: 'online', resumed: true, address: bench.full });
    expect(bodies(bench.acked)).toEqual(['one']);
    const again = second.sent.filter(one => one.getName() === 'message');
    expect(bodies(again)).toEqual(['two', 'three', 'four', 'five']);
    expect(again.slice(0, 2).map(String)).toEqual(before.slice(1));
    second.say(A(5));
    expect(bodies(bench.acked)).toEqual(['one', 'two', 'three', 'four', 'five']);
  });

  it('goes on where the counts were', async () => {
    const bench = makeBench();
    const connection = await bringOnline(bench);
    connection.say(incoming('one'));
    await settled();
    connection.cut();
    const { connection: second, authenticate } = await bringBack(bench, 0);
    expect(attr(child(authenticate, 'resume', 'urn:xmpp:sm:3'), 'previd')).toBe('session-1');
    expect(child(authenticate, 'bind', 'urn:xmpp:bind:0')).toBeDefined();
    second.say(incoming('two'));
    await settled();
    second.say(R);
    expect(acknowledged(second)).toBe('2');
  });

  it('that counts what was never sent is an error, and a new session follows', async () => {
    const bench = makeBench();
    const connection = await bringOnline(bench);
    bench.stream.send(message('one'));
    connection.cut();
    bench.stream.send(message('never sent'));
    bench.stream.retryNow();
    const second = await bench.network.accept();
    second.features(mechanisms2(['SCRAM-SHA-256'], BIND2 + INLINE_RESUME));
    await signInSasl2(second, bench.signing, ['<resumed xmlns="urn:xmpp:sm:3" h="2" previd="session-1"/>']);
    expect(await bench.reach('waiting')).toMatchObject({ problem: 'bad-stream' });
    expect(second.sent.at(-1)?.toString()).toContain('handled-count-too-high');
    expect(bench.stream.send(message('three'))).toBe(false);
  });

  it('of a session that was not asked for is refused', async () => {
    const bench = makeBench();
    const connection = await bringOnline(bench);
    connection.cut();
    bench.stream.retryNow();
    const second = await bench.network.accept();
    second.features(mechanisms2(['SCRAM-SHA-256'], BIND2 + INLINE_RESUME));
    await signInSasl2(second, bench.signing, ['<resumed xmlns="urn:xmpp:sm:3" h="0" previd="another"/>']);
    expect(await bench.reach('waiting')).toMatchObject({ problem: 'bad-stream' });
  });

  it('that fails acknowledges what the server had, and begins anew in the same breath', async () => {
    const bench = makeBench();
    const connection = await bringOnline(bench);
    for (const text of ['one', 'two']) bench.stream.send(message(text));
    connection.say(incoming('x'));
    await settled();
    connection.cut();
    const second = await fails(bench, ' h="1"');
    expect(bench.states.at(-1)).toMatchObject({ state: 'online', resumed: false });
    expect(bodies(bench.acked)).toEqual(['one']);
    expect(names(second.sent)).not.toContain('message');
    bench.stream.send(message('two'));
    second.say(A(1));
    expect(bodies(bench.acked)).toEqual(['one', 'two']);
    second.say(R);
    expect(acknowledged(second)).toBe('0');
  });

  it('that fails with a count that cannot be acknowledges nothing', async () => {
    const bench = makeBench();
    const connection = await bringOnline(bench);
    bench.stream.send(message('one'));
    connection.cut();
    await fails(bench, ' h="7"');
    expect(bench.acked).toEqual([]);
    expect(bench.stream.state).toMatchObject({ state: 'online', resumed: false });
  });

  async function fails(bench: Bench, h: string): Promise<ScriptedConnection> {
    bench.stream.retryNow();
    const second = await bench.network.accept();
    second.features(mechanisms2(['SCRAM-SHA-256'], BIND2 + INLINE_RESUME));
    const failed = `<failed xmlns="urn:xmpp:sm:3"${h}><item-not-found xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></failed>`;
    await signInSasl2(second, bench.signing, [failed, ...bound(bench)]);
    second.say(`<stream:features>${AFTER}</stream:features>`);
    await bench.reach('online');
    return second;
  }

  it('is asked for step by step where the server knows it no other way, and a bind follows a refusal', async () => {
    for (const resumes of [true, false]) {
      const bench = makeBench();
      const connection = await bringOnline(bench);
      bench.stream.send(message('one'));
      connection.cut();
      bench.stream.retryNow();
      const second = await bench.network.accept();
      second.features(mechanisms(['SCRAM-SHA-256']));
      second.features(AFTER);
      await signInClassic(second, bench.signing);
      expect((await second.next()).toString()).toContain('previd="session-1"');
      if (resumes) second.say('<resumed xmlns="urn:xmpp:sm:3" h="1" previd="session-1"/>');
      else {
        second.say('<failed xmlns="urn:xmpp:sm:3" h="1"><item-not-found xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></failed>');
        await bindClassic(second, bench.full, '<enabled xmlns="urn:xmpp:sm:3" id="session-2" resume="true"/>');
      }
      expect(await bench.reach('online')).toMatchObject({ resumed: resumes });
      expect(bodies(bench.acked)).toEqual(['one']);
    }
  });

  it('comes with no bind where SASL2 cannot resume inline', async () => {
    const bench = makeBench();
    const connection = await bringOnline(bench);
    connection.cut();
    bench.stream.retryNow();
    const second = await bench.network.accept();
    second.features(mechanisms2(['SCRAM-SHA-256'], BIND2));
    const authenticate = await signInSasl2(second, bench.signing, [`<authorization-identifier>${bench.address}</authorization-identifier>`]);
    expect(child(authenticate, 'bind', 'urn:xmpp:bind:0')).toBeUndefined();
    second.say(`<stream:features>${AFTER}</stream:features>`);
    expect((await second.next()).getName()).toBe('resume');
    second.say('<resumed xmlns="urn:xmpp:sm:3" h="0" previd="session-1"/>');
    expect(await bench.reach('online')).toMatchObject({ resumed: true });
  });

  it('is not waited for longer than the server keeps the session', async () => {
    const bench = makeBench();
    const connection = await bringOnline(bench, '<enabled xmlns="urn:xmpp:sm:3" id="session-1" resume="true" max="10" location="198.51.100.1:5222"/>');
    connection.cut();
    expect(bench.stream.send(message('one'))).toBe(true);
    bench.network.failures.push(...Array.from({ length: 100 }, () => new Error('no network')));
    await bench.clock.pass(11_000);
    expect(bench.stream.send(message('two'))).toBe(false);
    bench.network.failures.length = 0;
    bench.stream.retryNow();
    const second = await bench.network.accept();
    expect(second.options.route).toEqual({});
    second.features(mechanisms2(['SCRAM-SHA-256'], BIND2 + INLINE_RESUME));
    expect(child(await second.next(), 'resume', 'urn:xmpp:sm:3')).toBeUndefined();
  });

  it('is not possible where the server only acknowledges', async () => {
    const bench = makeBench();
    const connection = await bringOnline(bench, '<enabled xmlns="urn:xmpp:sm:3" id="x"/>');
    bench.stream.send(message('one'));
    connection.say(A(1));
    expect(bodies(bench.acked)).toEqual(['one']);
    connection.cut();
    expect(bench.stream.send(message('two'))).toBe(false);
  });
});

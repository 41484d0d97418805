// Stream management (XEP-0198): the traps, each with a test.
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
import { ENABLED, bound, bringBack, bringOnline, makeBench, type Bench } from '../../../test/actors/stream-bench.ts';
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

describe('what comes in', () => {
  it('is acknowledged when it was handled, not when it arrived', async () => {
    const release: (() => void)[] = [];
    const bench = makeBench({ handle: () => new Promise(resolve => release.push(resolve)) });
    const connection = await bringOnline(bench);
    connection.say(incoming('one'));
    connection.say(incoming('two'));
    connection.say(R);
    await settled();
    expect(acknowledged(connection)).toBe('0');
    expect(release).toHaveLength(1);
    release[0]?.();
    await settled();
    expect(acknowledged(connection)).toBe('0');
    release[1]?.();
    await settled();
    // The question is answered once more, now that all of it is handled.
    expect(acknowledged(connection)).toBe('2');
    expect(bodies(bench.handled)).toEqual(['one', 'two']);
  });

  it('is handed over in order, one at a time', async () => {
    let running = 0;
    let most = 0;
    const bench = makeBench({
      handle: async () => {
        most = Math.max(most, ++running);
        await settled();
        running--;
      },
    });
    const connection = await bringOnline(bench);
    for (let i = 0; i < 50; i++) connection.say(incoming(String(i)));
    while (bench.handled.length < 50) await settled();
    expect(most).toBe(1);
    expect(bodies(bench.handled)).toEqual(Array.from({ length: 50 }, (_, i) => String(i)));
  });

  it('that cannot be handled is not acknowledged: the connection is dropped, and it comes again', async () => {
    let fail = true;
    const bench = makeBench({
      handle: async stanza => {
        if (fail && textOf(stanza, 'body') === 'two') throw new Error('the disk is full');
      },
    });
    const connection = await bringOnline(bench);
    connection.say(incoming('one'));
    connection.say(incoming('two'));
    connection.say(incoming('three'));
    expect(await connection.end()).toBe('destroyed');
    expect(names(connection.sent)).not.toContain('a');
    expect(bench.stream.state).toMatchObject({ state: 'waiting', detail: expect.stringContaining('the disk is full') });
    expect(bodies(bench.handled)).toEqual(['one']);
    fail = false;
    const { connection: second, authenticate } = await bringBack(bench, 0);
    expect(attr(child(authenticate, 'resume', 'urn:xmpp:sm:3'), 'h')).toBe('1');
    second.say(incoming('two'));
    second.say(incoming('three'));
    second.say(R);
    await settled();
    expect(bodies(bench.handled)).toEqual(['one', 'two', 'three']);
    expect(acknowledged(second)).toBe('3');
  });

  it('a stanza in hand when the cable is cut is counted before the session is resumed', async () => {
    let release = (): void => undefined;
    const bench = makeBench({ handle: () => new Promise(resolve => (release = resolve)) });
    const connection = await bringOnline(bench);
    connection.say(incoming('one'));
    connection.say(incoming('two'));
    await settled();
    connection.cut();
    bench.stream.retryNow();
    await bench.clock.pass(0);
    expect(bench.network.connections).toHaveLength(1);
    release();
    const { authenticate } = await bringBack(bench, 0);
    expect(attr(child(authenticate, 'resume', 'urn:xmpp:sm:3'), 'h')).toBe('1');
    // The second was not begun, and comes again.
    expect(bodies(bench.handled)).toEqual(['one']);
  });

  it('before <enabled/> is handled and not counted', async () => {
    const bench = makeBench();
    bench.stream.start();
    const connection = await bench.network.accept();
    connection.features(mechanisms(['SCRAM-SHA-256']));
    connection.features(AFTER);
    await signInClassic(connection, bench.signing);
    const bind = await connection.next();
    connection.say(`<iq type="result" id="${attr(bind, 'id')}"><bind xmlns="urn:ietf:params:xml:ns:xmpp-bind"><jid>${bench.full}</jid></bind></iq>`);
    connection.say(incoming('early'));
    expect((await connection.next()).getName()).toBe('enable');
    connection.say(incoming('earlier than the answer'));
    connection.say(ENABLED);
    connection.say(incoming('counted'));
    await bench.reach('online');
    connection.say(R);
    await settled();
    expect(bodies(bench.handled)).toEqual(['early', 'earlier than the answer', 'counted']);
    connection.say(R);
    expect(acknowledged(connection)).toBe('1');
  });

  it('after an inline <enabled/> is counted from the first', async () => {
    const bench = makeBench();
    bench.stream.start();
    const connection = await bench.network.accept();
    connection.features(mechanisms2(['SCRAM-SHA-256'], BIND2));
    await signInSasl2(connection, bench.signing, bound(bench));
    connection.say(incoming('before the features'));
    connection.say(`<stream:features>${AFTER}</stream:features>`);
    await bench.reach('online');
    await settled();
    connection.say(R);
    expect(acknowledged(connection)).toBe('1');
  });

  it('only stanzas are handed over', async () => {
    const bench = makeBench();
    const connection = await bringOnline(bench);
    connection.say(`<stream:features>${AFTER}</stream:features>`);
    connection.say('<odd xmlns="urn:odd"/>');
    connection.say('<message xmlns="urn:odd"/>');
    connection.say('<presence/>');
    connection.say('<iq type="get" id="1"><query xmlns="jabber:iq:version"/></iq>');
    await settled();
    expect(names(bench.handled)).toEqual(['presence', 'iq']);
    connection.say(R);
    expect(acknowledged(connection)).toBe('2');
  });

  it('the last acknowledgement goes before a clean end', async () => {
    const bench = makeBench();
    const connection = await bringOnline(bench);
    connection.say(incoming('one'));
    await settled();
    await bench.stream.stop();
    expect(attr(connection.sent.at(-1), 'h')).toBe('1');
    expect(connection.ended).toBe('closed');
    expect(bench.stream.state).toEqual({ state: 'offline' });
    expect(bench.stream.send(message('late'))).toBe(false);
  });
});

describe('what goes out', () => {
  it('is asked about after a moment, and after a burst', async () => {
    const bench = makeBench();
    const connection = await bringOnline(bench);
    connection.unread();
    bench.stream.send(message('one'));
    expect(names(connection.unread())).toEqual(['message']);
    await bench.clock.pass(249);
    expect(connection.unread()).toEqual([]);
    await bench.clock.pass(1);
    expect(names(connection.unread())).toEqual(['r']);
    for (let i = 0; i < 25; i++) bench.stream.send(message(String(i)));
    expect(names(connection.unread()).at(-1)).toBe('r');
    await bench.clock.pass(1000);
    expect(connection.unread()).toEqual([]);
  });

  it('is told to be taken over, once and in order', async () => {
    const bench = makeBench();
    const connection = await bringOnline(bench);
    for (const text of ['one', 'two', 'three']) bench.stream.send(message(text));
    connection.say(A(2));
    expect(bodies(bench.acked)).toEqual(['one', 'two']);
    connection.say(A(2));
    connection.say(A(3));
    expect(bodies(bench.acked)).toEqual(['one', 'two', 'three']);
  });

  it('more than was sent, or less than before, ends the stream with an error and a new session follows', async () => {
    for (const h of ['4', '0', '', '-1', 'x', '99999999999']) {
      const bench = makeBench();
      const connection = await bringOnline(bench);
      bench.stream.send(message('one'));
      bench.stream.send(message('two'));
      connection.say(A(1));
      connection.say(A(h));
      expect(connection.sent.at(-1)?.toString()).toContain('handled-count-too-high');
      expect(connection.ended).toBe('closed');
      expect(bench.stream.state).toMatchObject({ state: 'waiting', problem: 'bad-stream', retryAt: expect.any(Number) });
      expect(bench.stream.send(message('three'))).toBe(false);
      bench.stream.retryNow();
      const second = await bench.network.accept();
      second.features(mechanisms2(['SCRAM-SHA-256'], BIND2 + INLINE_RESUME));
      expect(child(await second.next(), 'resume', 'urn:xmpp:sm:3')).toBeUndefined();
    }
  });

  it('has a bound', async () => {
    const bench = makeBench();
    await bringOnline(bench);
    let taken = 0;
    while (bench.stream.send(message('more')) && taken < 20_000) taken++;
    expect(taken).toBe(5000);
  });
});

describe('a server without stream management', () => {
  async function online(bench: Bench): Promise<ScriptedConnection> {
    bench.stream.start();
    const connection = await bench.network.accept();
    connection.features(mechanisms(['SCRAM-SHA-256']));
    connection.features('<bind xmlns="urn:ietf:params:xml:ns:xmpp-bind"/>');
    await signInClassic(connection, bench.signing);
    await bindClassic(connection, bench.full);
    await bench.reach('online');
    return connection;
  }
  const pong = (ping: Element | undefined, from = 'verona.test', type = 'result') => `<iq type="${type}" id="${attr(ping, 'id')}" from="${from}"/>`;

  it('an answered ping tells what it has taken over', async () => {
    const bench = makeBench();
    const connection = await online(bench);
    connection.unread();
    bench.stream.send(message('one'));
    await bench.clock.pass(250);
    bench.stream.send(message('two'));
    const ping = connection.unread().find(one => one.getName() === 'iq');
    expect(attr(ping, 'to')).toBe('verona.test');
    // Nobody else can answer for the server.
    connection.say(pong(ping, 'mallory@verona.test/x'));
    expect(bench.acked).toEqual([]);
    connection.say(pong(ping));
    expect(bodies(bench.acked)).toEqual(['one']);
    await bench.clock.pass(250);
    connection.say(
      pong(
        connection.unread().find(one => one.getName() === 'iq'),
        'verona.test',
        'error',
      ),
    );
    expect(bodies(bench.acked)).toEqual(['one', 'two']);
    await settled();
    expect(bodies(bench.handled)).toEqual([undefined]);
    expect(names(connection.sent)).not.toContain('r');
    expect(names(connection.sent)).not.toContain('a');
  });

  it('what came before the cut is handled to the end', async () => {
    let release = (): void => undefined;
    const held = new Promise<void>(resolve => (release = resolve));
    const bench = makeBench({ handle: () => held });
    const connection = await online(bench);
    connection.say(incoming('one'));
    connection.say(incoming('two'));
    await settled();
    connection.cut();
    release();
    await settled();
    expect(bodies(bench.handled)).toEqual(['one', 'two']);
  });
});

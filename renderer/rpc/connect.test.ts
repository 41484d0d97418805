import { expect, test, vi } from 'vitest';
import type { Conversation, conversations } from '../../preload/contract/conversations.ts';
import { conversationId } from '../../preload/contract/ids.ts';
import type { Wire } from '../../preload/contract/wire.ts';
import { connect, type LinkPort } from './connect.ts';

/** A port whose other end is the test. */
function scripted() {
  const messages = new Set<(message: unknown) => void>();
  const closes = new Set<() => void>();
  const sent: Wire[] = [];
  const port: LinkPort = {
    send: message => void sent.push(message),
    onMessage: listener => (messages.add(listener), () => void messages.delete(listener)),
    onClose: listener => (closes.add(listener), () => void closes.delete(listener)),
  };
  const say = (message: unknown): void => messages.forEach(listen => listen(message));
  return { port, sent, say, close: () => closes.forEach(listen => listen()), client: connect(port)<typeof conversations>('conversations') };
}

test('a call names its service and method, and resolves with the value of its own answer', async () => {
  const { client, sent, say } = scripted();
  const [first, second] = [client.list({}), client.markRead({ conversation: conversationId(7) })];
  expect(sent).toEqual([
    { t: 'call', id: 1, service: 'conversations', method: 'list', input: {} },
    { t: 'call', id: 2, service: 'conversations', method: 'markRead', input: { conversation: 7 } },
  ]);
  say({ t: 'ok', id: 2 });
  say({ t: 'ok', id: 1, value: [] });
  expect(await first).toEqual([]);
  expect(await second).toBeUndefined();
});

test('a failure arrives with its name and what belongs to it', async () => {
  const { client, say } = scripted();
  const answer = client.list({});
  say({ t: 'fail', id: 1, failure: { code: 'bad-address', hint: 'juliet@capulet.lit' } });
  await expect(answer).rejects.toMatchObject({ name: 'FailureError', failure: { code: 'bad-address', hint: 'juliet@capulet.lit' } });
});

test('a failure without a name is told as an internal one', async () => {
  const { client, say } = scripted();
  const answer = client.list({});
  say({ t: 'fail', id: 1, failure: null });
  await expect(answer).rejects.toMatchObject({ failure: { code: 'internal' } });
});

test('an event reaches the listeners of its own service and name until they leave', () => {
  const { client, say } = scripted();
  const [changed, removed] = [vi.fn<(conversation: Conversation) => void>(), vi.fn<(conversation: number) => void>()];
  const stop = client.onChanged(changed);
  client.onRemoved(removed);
  say({ t: 'event', service: 'conversations', name: 'changed', payload: { id: 1 } });
  say({ t: 'event', service: 'messages', name: 'changed', payload: { id: 2 } });
  stop();
  say({ t: 'event', service: 'conversations', name: 'changed', payload: { id: 3 } });
  expect(changed.mock.calls).toEqual([[{ id: 1 }]]);
  expect(removed).not.toHaveBeenCalled();
});

test('everything that waits is rejected when the port closes, and a late answer changes nothing', async () => {
  const { client, say, close } = scripted();
  const answers = [client.list({}), client.list({})];
  close();
  say({ t: 'ok', id: 1, value: [] });
  for (const answer of answers) await expect(answer).rejects.toMatchObject({ failure: { code: 'offline' } });
});

test('a client can be awaited: it is not taken for a promise', async () => {
  const { client } = scripted();
  // oxlint-disable-next-line typescript/await-thenable -- that it is no promise is what is tested
  expect(await client).toBe(client);
});

test('a method is the same function each time it is asked for', () => {
  const { client } = scripted();
  expect(client.list).toBe(client.list);
  expect(client.onChanged).toBe(client.onChanged);
});

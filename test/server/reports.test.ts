// Reports to one's own server (XEP-0377), by the module of Debian's Prosody that passes them on to who runs it.
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, test } from 'vitest';
import { randomText } from '../actors/app.ts';
import { heard } from '../actors/heard.ts';
import { leave, signIn } from '../actors/people.ts';
import { startPeer, type Peer } from '../actors/peer.ts';
import { startProsody, type Prosody } from '../actors/prosody.ts';
import { hears, joinRoom, makeRoom, occupantBecomes, says, tells } from '../actors/rooms.ts';

/** Debian has the module that passes a report on, and not the one that hears it (mod_spam_reporting): this stands in its place. */
const LISTENER = `
module:depends("blocklist")
module:add_feature("urn:xmpp:reporting:1")
module:hook("iq-set/self/urn:xmpp:blocking:block", function (event)
  for item in event.stanza.tags[1]:childtags("item") do
    local report = item:get_child("report", "urn:xmpp:reporting:1")
    local kind = report and report.attr.reason:match("^urn:xmpp:reporting:(%a+)$")
    if kind then
      module:fire_event("spam_reporting/" .. kind .. "-report", { stanza = event.stanza, jid = item.attr.jid, report = report, reason = report:get_child_text("text") })
    end
  end
end, 1)`;

let server: Prosody;
/** Who runs the server. */
let warden: Peer;

beforeAll(async () => {
  const user = `warden-${randomText()}`;
  const folder = await mkdtemp(join(tmpdir(), 'balcony-prosody-'));
  await mkdir(join(folder, 'modules'));
  await writeFile(join(folder, 'modules', 'mod_spam_reporting.lua'), LISTENER);
  server = await startProsody({ folder, modules: ['spam_reporting', 'watch_spam_reports'], settings: { admins: [`${user}@verona.test`] } });
  warden = await startPeer(server, await server.register({ user }));
}, 60_000);
afterAll(async () => {
  await warden.stop();
  await server.stop();
});

test('a report reaches who runs the server, with who it is and why; its writer is blocked only where that was asked for', { timeout: 60_000 }, async () => {
  const [juliet, mallory] = [await signIn(server), await signIn(server)];
  const hers = await makeRoom(juliet, 'Juliet');
  const theirs = await joinRoom(mallory, hers.peer, 'Mallory');
  await occupantBecomes(juliet, hers, 'Mallory', one => one?.address === mallory.account.address);
  const coming = hears(juliet, 'thou art a villain');
  await says(mallory, theirs, 'thou art a villain');
  const said = await coming;
  await juliet.app.rooms.report({ conversation: hers.id, message: said.id, why: 'abuse', text: 'rude', block: false });
  await warden.hears(`${juliet.account.address} reported abuse from ${mallory.account.address}: rude`);
  await tells(mallory, theirs, juliet, 'still here');
  const blocked = heard(juliet.app.contacts.onBlocked, ({ addresses }) => addresses.some(one => one === mallory.account.address));
  await juliet.app.rooms.report({ conversation: hers.id, message: said.id, why: 'spam', block: true });
  await warden.hears(`${juliet.account.address} reported spam from ${mallory.account.address}: no reason given`);
  await blocked;
  await leave(juliet, mallory);
});

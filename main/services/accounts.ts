import { accounts, type Account, type XmppLink } from '../../preload/contract/accounts.ts';
import type { AccountId } from '../../preload/contract/ids.ts';
import { FailureError } from '../../preload/contract/wire.ts';
import type { Service } from '../base/service.ts';
import { inviteGoOn, inviteRequest, readInvitation, inviteCommand } from '../xmpp/features/invitations/invitations.codec.ts';
import { discoItemsRequest, readDiscoItems } from '../xmpp/features/disco/disco.codec.ts';
import { changePassword, removeRegistration } from '../xmpp/features/registration/registration.codec.ts';
import { localOf } from '../xmpp/jid.ts';
import { NS } from '../xmpp/ns.ts';
import type { Session } from '../xmpp/session.ts';
import { parseLink } from '../xmpp/uri.ts';
import type { Core, WhenReady } from './core.ts';
import { whenAttached } from './settings.ts';

/** Starts the private server of the demo; undefined where it cannot be had. */
export type TryHere = (() => Promise<{ readonly address: string; readonly password: string; readonly host: string; readonly port: number }>) | undefined;
type OnLink = (listener: (link: XmppLink) => void) => () => void;

export function accountsService(ready: WhenReady, onLink: OnLink, tryHere: TryHere): Service<typeof accounts> {
  return {
    spec: accounts,
    handlers: {
      list: async () => {
        const core = await ready();
        return named(core, core.accounts.list());
      },
      signIn: async ({ address, password, route }) => (await ready()).accounts.signIn({ address, password, route }),
      cancel: async () => {
        const core = await ready();
        core.accounts.cancel();
        await core.signUp.cancel();
      },
      signUpForm: async ({ domain, token, route }) => (await ready()).signUp.form({ domain, token, route }),
      signUp: async ({ form, values }) => (await ready()).signUp.submit(form, values),
      setEnabled: async change => setEnabled(await ready(), change),
      reconnect: async ({ account }) => (await ready()).accounts.reconnect(account),
      setPassword: async ({ account, password }) => (await ready()).accounts.setPassword(account, password),
      changePassword: async ({ account, current, next }) => {
        const core = await ready();
        await core.accounts.prove(account, current);
        const session = core.accounts.onlineSession(account);
        await session.iq('set', session.domain, changePassword(localOf(session.address) ?? '', next));
        await core.accounts.setPassword(account, next);
      },
      route: async ({ account }) => (await ready()).accounts.row(account).route,
      setRoute: async ({ account, route }) => (await ready()).accounts.setRoute(account, route),
      remove: async ({ account, onServer, password }) => {
        const core = await ready();
        if (onServer) {
          await core.accounts.prove(account, password ?? '');
          await deleteOnServer(core.accounts.onlineSession(account));
        }
        core.calls.hangUpAll(account);
        await core.accounts.remove(account);
      },
      invite: async ({ account }) => invite((await ready()).accounts.onlineSession(account)),
      readLink: async ({ link }) => {
        const read = parseLink(link);
        if (!read) throw new FailureError({ code: 'bad-address' });
        return read;
      },
      tryHere: async () => {
        if (!tryHere) throw new FailureError({ code: 'unsupported' });
        const core = await ready();
        const { address, password, host, port } = await tryHere();
        return core.accounts.signIn({ address, password, route: { host, port } });
      },
    },
    attach: emit =>
      whenAttached(ready, core => [
        core.accounts.onChanged(list => emit('changed', named(core, list))),
        core.people.onChanged(({ account, address }) => address === core.accounts.address(account) && emit('changed', named(core, core.accounts.list()))),
        onLink(link => emit('link', link)),
      ]),
  };
}

/** Called as its owner named it here, else by the nickname that it shows to others. */
const named = (core: Core, list: readonly Account[]): readonly Account[] =>
  list.map(one => ({ ...one, name: one.name ?? core.people.row(one.id, one.address)?.nickname }));

async function setEnabled(core: Core, { account, enabled }: { readonly account: AccountId; readonly enabled: boolean }): Promise<void> {
  if (!enabled) core.calls.hangUpAll(account);
  await core.accounts.setEnabled(account, enabled);
}

/** XEP-0077 §3.2: instead of answering, a server may end the stream, because the account that it belonged to is gone. */
async function deleteOnServer(session: Session): Promise<void> {
  let gone = false;
  const stop = session.onState(state => {
    gone ||= state.state === 'waiting' && state.problem === 'not-authorized';
  });
  try {
    await session.iq('set', undefined, removeRegistration());
  } catch (error) {
    if (!gone) throw error;
  } finally {
    stop();
  }
}

async function invite(session: Session): Promise<{ readonly link: string; readonly landing: string | undefined }> {
  const items = readDiscoItems(await session.iq('get', session.domain, discoItemsRequest(NS.commands))) ?? [];
  const command = inviteCommand(items);
  if (!command) throw new FailureError({ code: 'unsupported' });
  let answer = readInvitation(await session.iq('set', session.domain, inviteRequest()));
  if (answer && 'session' in answer) answer = readInvitation(await session.iq('set', session.domain, inviteGoOn(NS.invite, answer.session)));
  if (!answer || 'session' in answer) throw new FailureError({ code: 'unsupported' });
  return { link: answer.uri, landing: answer.landing };
}

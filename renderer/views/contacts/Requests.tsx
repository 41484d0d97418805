import type { ReactElement } from 'react';
import type { ContactRequest } from '../../../preload/contract/contacts.ts';
import { useText } from '../../i18n/text.tsx';
import { Avatar } from '../../ui/Avatar.tsx';
import { Button } from '../../ui/Button.tsx';
import { Problem } from '../problem/Problem.tsx';
import { useAction } from '../problem/use-action.ts';
import styles from './Contacts.module.css';
import type { ContactsModel } from './contacts.model.ts';

/** People who ask to see when we are available. */
export function Requests({ model, requests }: { readonly model: ContactsModel; readonly requests: readonly ContactRequest[] }): ReactElement | null {
  const say = useText();
  if (requests.length === 0) return null;
  return (
    <section aria-label={say('contacts.requests')}>
      <h2 className={styles['groupName']}>{say('contacts.requests')}</h2>
      <ul className={styles['requests']}>
        {requests.map(request => (
          <Request key={`${request.account} ${request.address}`} model={model} request={request} />
        ))}
      </ul>
    </section>
  );
}

function Request({ model, request }: { readonly model: ContactsModel; readonly request: ContactRequest }): ReactElement {
  const say = useText();
  const { busy, failure, run } = useAction();
  const { address, name, text } = request;
  return (
    <li className={styles['request']} aria-label={name ?? address}>
      <div className={styles['asker']}>
        <Avatar name={name ?? address} address={address} size={36} />
        <span className={styles['words']}>
          <span className={styles['name']} title={name ?? address} dir="auto">
            {name ?? address}
          </span>
          {name !== undefined && (
            <span className={styles['second']} title={address} dir="auto">
              {address}
            </span>
          )}
        </span>
      </div>
      <p className={styles['why']}>{say('contacts.asks')}</p>
      {text !== undefined && text !== '' && (
        <blockquote className={styles['quote']} dir="auto">
          {text.slice(0, 500)}
        </blockquote>
      )}
      <Problem failure={failure} />
      <div className={styles['buttons']}>
        <Button kind="primary" size="small" isPending={busy} onPress={() => void run(() => model.allow(request))}>
          {say('contacts.allow')}
        </Button>
        <Button size="small" isDisabled={busy} onPress={() => void run(() => model.deny(request))}>
          {say('contacts.deny')}
        </Button>
        <Button size="small" kind="quiet" isDisabled={busy} onPress={() => void run(() => model.block(request))}>
          {say('contacts.block')}
        </Button>
      </div>
    </li>
  );
}

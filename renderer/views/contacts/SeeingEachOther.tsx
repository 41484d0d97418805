import type { ReactElement } from 'react';
import type { Contact } from '../../../preload/contract/contacts.ts';
import { useText } from '../../i18n/text.tsx';
import { Button } from '../../ui/Button.tsx';
import { Problem } from '../problem/Problem.tsx';
import { useAction } from '../problem/use-action.ts';
import styles from './Contacts.module.css';
import type { ContactsModel } from './contacts.model.ts';

/** Who of the two sees when the other is available, and how to change it. */
export function SeeingEachOther({ model, contact }: { readonly model: ContactsModel; readonly contact: Contact }): ReactElement | null {
  const say = useText();
  const { busy, failure, run } = useAction();
  const { subscription, pending, blocked } = contact;
  const weSee = subscription === 'to' || subscription === 'both';
  const theySee = subscription === 'from' || subscription === 'both';
  if (blocked) return <p className={styles['notice']}>{say('contacts.blockedText')}</p>;
  return (
    <section className={styles['seeing']} aria-label={say('contacts.seeing')}>
      <div className={styles['fact']}>
        <p>{say(weSee ? 'contacts.weSee' : pending ? 'contacts.weAsked' : 'contacts.weDoNotSee')}</p>
        {!weSee && (
          <Button size="small" isPending={busy} onPress={() => void run(() => model.ask(contact))}>
            {say(pending ? 'contacts.askAgain' : 'contacts.ask')}
          </Button>
        )}
      </div>
      <div className={styles['fact']}>
        <p>{say(theySee ? 'contacts.theySee' : 'contacts.theyDoNotSee')}</p>
        <Button size="small" isDisabled={busy} onPress={() => void run(() => (theySee ? model.deny(contact) : model.allow(contact)))}>
          {say(theySee ? 'contacts.stopShowing' : 'contacts.show')}
        </Button>
      </div>
      <Problem failure={failure} />
    </section>
  );
}

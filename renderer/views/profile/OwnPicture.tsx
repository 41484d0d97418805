import { useRef, useState, type ReactElement } from 'react';
import type { Account } from '../../../preload/contract/accounts.ts';
import { useText } from '../../i18n/text.tsx';
import { useServices } from '../../services.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { Button } from '../../ui/Button.tsx';
import { Problem } from '../problem/Problem.tsx';
import { useAction } from '../problem/use-action.ts';
import { CropDialog } from './CropDialog.tsx';
import styles from './Profile.module.css';
import { base64Of } from './square-picture.ts';

/** The account's picture: choose another, cut it to a square, or go without. */
export function OwnPicture({ account }: { readonly account: Account }): ReactElement {
  const say = useText();
  const { contacts } = useServices();
  const { busy, failure, run } = useAction();
  const chooser = useRef<HTMLInputElement>(null);
  const [picture, setPicture] = useState<ImageBitmap>();
  const [unreadable, setUnreadable] = useState(false);

  const choose = async (file: File | undefined): Promise<void> => {
    if (!file) return;
    // The picture is decoded here, in the page's sandbox, and only what we drew ourselves goes on.
    const read = await createImageBitmap(file).catch(() => undefined);
    setUnreadable(!read);
    setPicture(read);
  };
  const keep = async (cut: Blob): Promise<void> => {
    const type = cut.type === 'image/png' ? 'image/png' : 'image/jpeg';
    await contacts.setAvatar({ account: account.id, picture: { type, data: await base64Of(cut) } });
  };
  return (
    <>
      <div className={styles['picture']}>
        <Avatar name={account.name ?? account.address} address={account.address} picture={account.avatar} size={96} />
        <div className={styles['pictureButtons']}>
          <Button onPress={() => chooser.current?.click()}>{say('account.picture.choose')}</Button>
          {account.avatar !== undefined && (
            <Button kind="quiet" isPending={busy} onPress={() => void run(() => contacts.setAvatar({ account: account.id, picture: null }))}>
              {say('account.picture.remove')}
            </Button>
          )}
        </div>
        <input
          ref={chooser}
          type="file"
          accept="image/*"
          hidden
          onChange={event => {
            void choose(event.target.files?.[0]);
            event.target.value = ''; // the same file may be chosen again
          }}
        />
      </div>
      {unreadable && <p role="alert">{say('account.picture.unreadable')}</p>}
      <Problem failure={failure} />
      <CropDialog picture={picture} onCut={keep} onClose={() => setPicture(undefined)} />
    </>
  );
}

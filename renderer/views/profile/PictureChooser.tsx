import { useRef, useState, type ReactElement } from 'react';
import { useText } from '../../i18n/text.tsx';
import { Avatar } from '../../ui/Avatar.tsx';
import { Button } from '../../ui/Button.tsx';
import { Problem } from '../problem/Problem.tsx';
import { useAction } from '../problem/use-action.ts';
import { CropDialog } from './CropDialog.tsx';
import styles from './Profile.module.css';
import { base64Of } from './square-picture.ts';

/** PNG or JPEG, base64, already cut to a square. */
export interface SquarePicture {
  readonly type: 'image/png' | 'image/jpeg';
  readonly data: string;
}
export interface PictureChooserProps {
  readonly name: string;
  readonly address: string;
  /** The hash of the present one; undefined: there is none. */
  readonly picture: string | undefined;
  readonly shape?: 'round' | 'square';
  /** null: go without. */
  readonly onKeep: (picture: SquarePicture | null) => Promise<void>;
}

/** A picture: choose another, cut it to a square, or go without. */
export function PictureChooser({ name, address, picture, shape = 'round', onKeep }: PictureChooserProps): ReactElement {
  const say = useText();
  const { busy, failure, run } = useAction();
  const chooser = useRef<HTMLInputElement>(null);
  const [chosen, setChosen] = useState<ImageBitmap>();
  const [unreadable, setUnreadable] = useState(false);

  const choose = async (file: File | undefined): Promise<void> => {
    if (!file) return;
    // The picture is decoded here, in the page's sandbox, and only what we drew ourselves goes on.
    const read = await createImageBitmap(file).catch(() => undefined);
    setUnreadable(!read);
    setChosen(read);
  };
  const keep = async (cut: Blob): Promise<void> => {
    const type = cut.type === 'image/png' ? 'image/png' : 'image/jpeg';
    await onKeep({ type, data: await base64Of(cut) });
  };
  return (
    <>
      <div className={styles['picture']}>
        <Avatar name={name} address={address} picture={picture} size={96} shape={shape} />
        <div className={styles['pictureButtons']}>
          <Button onPress={() => chooser.current?.click()}>{say('account.picture.choose')}</Button>
          {picture !== undefined && (
            <Button kind="quiet" isPending={busy} onPress={() => void run(() => onKeep(null))}>
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
      <CropDialog picture={chosen} onCut={keep} onClose={() => setChosen(undefined)} />
    </>
  );
}

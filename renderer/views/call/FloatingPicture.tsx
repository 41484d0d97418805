import { useMemo, type ReactElement } from 'react';
import { Button } from 'react-aria-components';
import type { Call } from '../../../preload/contract/calls.ts';
import { useCallMedia } from '../../calls/call-media.ts';
import { useText } from '../../i18n/text.tsx';
import { useViewModel } from '../../model/view-model.ts';
import { useNavigation } from '../shell/routes.ts';
import styles from './FloatingPicture.module.css';
import { nameOf } from './call-words.ts';
import { Picture } from './Picture.tsx';
import { showsTheirs } from './shown-picture.ts';

/** What they show, small, while one reads something else; a press leads back to the stage. */
export function FloatingPicture({ call }: { readonly call: Call }): ReactElement | null {
  const say = useText();
  const navigation = useNavigation();
  const media = useCallMedia();
  const model = useMemo(() => media.pictures(call.id), [media, call.id]);
  const pictures = useViewModel(model);
  const elsewhere = useViewModel(media.pictureWindow).open;
  const { theirs } = pictures;
  if (!theirs || !showsTheirs(call, pictures) || elsewhere) return null;
  const label = say('call.theirPicture', { name: nameOf(call) });
  return (
    <Button className={styles['float'] ?? ''} aria-label={label} onPress={navigation.showCall}>
      <Picture stream={theirs} label={label} />
    </Button>
  );
}

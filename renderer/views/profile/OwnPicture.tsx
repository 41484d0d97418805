import type { ReactElement } from 'react';
import type { Account } from '../../../preload/contract/accounts.ts';
import { useServices } from '../../services.ts';
import { PictureChooser } from './PictureChooser.tsx';

/** The account's picture. */
export function OwnPicture({ account }: { readonly account: Account }): ReactElement {
  const { contacts } = useServices();
  return (
    <PictureChooser
      name={account.name ?? account.address}
      address={account.address}
      picture={account.avatar}
      onKeep={picture => contacts.setAvatar({ account: account.id, picture })}
    />
  );
}

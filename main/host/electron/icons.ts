import { nativeImage, type NativeImage } from 'electron';
import window from './icons/window.png?inline';
import trayOnMac from './icons/trayTemplate.png?inline';
import trayOnMac2 from './icons/trayTemplate@2x.png?inline';
import trayUnreadOnMac from './icons/trayUnreadTemplate.png?inline';
import trayUnreadOnMac2 from './icons/trayUnreadTemplate@2x.png?inline';
import tray from './icons/tray.png?inline';
import tray2 from './icons/tray@2x.png?inline';
import trayUnread from './icons/trayUnread.png?inline';
import trayUnread2 from './icons/trayUnread@2x.png?inline';

// The pictures lie in the bundle itself: small, and nothing to be looked for at run time.
export const windowIcon = (): NativeImage => nativeImage.createFromDataURL(window);

export function trayIcon(unread: boolean): NativeImage {
  if (process.platform !== 'darwin') return unread ? atTwoSizes(trayUnread, trayUnread2) : atTwoSizes(tray, tray2);
  const image = unread ? atTwoSizes(trayUnreadOnMac, trayUnreadOnMac2) : atTwoSizes(trayOnMac, trayOnMac2);
  image.setTemplateImage(true);
  return image;
}

function atTwoSizes(single: string, double: string): NativeImage {
  const image = nativeImage.createFromDataURL(single);
  image.addRepresentation({ scaleFactor: 2, dataURL: double });
  return image;
}

"""The desktop's side of D-Bus, for tests: shows notifications and tray icons to nobody, tells of them on stdout, and clicks when told to on stdin.

One JSON object a line, both ways.
  out: {"event": "ready"}
       {"event": "notified", "id", "title", "body", "actions"}   {"event": "closed", "id"}
       {"event": "tray", "item"}                                 {"event": "menu", "labels"}   {"event": "icon"}
  in:  {"do": "click", "id"}   {"do": "activate", "item"}   {"do": "menu", "item"}   {"do": "choose", "item", "label"}
"""
import json
import sys

import dbus
import dbus.service
from dbus.mainloop.glib import DBusGMainLoop
from gi.repository import GLib

NOTIFICATIONS = "org.freedesktop.Notifications"
WATCHER = "org.kde.StatusNotifierWatcher"
ITEM = "org.kde.StatusNotifierItem"
MENU = "com.canonical.dbusmenu"


def tell(**event):
    print(json.dumps(event), flush=True)


class Notifications(dbus.service.Object):
    last = 0

    @dbus.service.method(NOTIFICATIONS, out_signature="as")
    def GetCapabilities(self):
        return ["actions", "body", "body-markup"]

    @dbus.service.method(NOTIFICATIONS, out_signature="ssss")
    def GetServerInformation(self):
        return "desktop of the tests", "Balcony", "1", "1.2"

    @dbus.service.method(NOTIFICATIONS, in_signature="susssasa{sv}i", out_signature="u")
    def Notify(self, app, replaces, icon, title, body, actions, hints, expires):
        self.last += 1
        number = int(replaces) or self.last
        tell(event="notified", id=number, title=str(title), body=str(body), actions=[str(action) for action in actions])
        return dbus.UInt32(number)

    @dbus.service.method(NOTIFICATIONS, in_signature="u")
    def CloseNotification(self, number):
        tell(event="closed", id=int(number))
        self.NotificationClosed(number, dbus.UInt32(3))

    @dbus.service.signal(NOTIFICATIONS, signature="us")
    def ActionInvoked(self, number, action):
        pass

    @dbus.service.signal(NOTIFICATIONS, signature="uu")
    def NotificationClosed(self, number, reason):
        pass


class Watcher(dbus.service.Object):
    items = []

    @dbus.service.method(WATCHER, in_signature="s", sender_keyword="sender")
    def RegisterStatusNotifierItem(self, service, sender=None):
        item = str(service) if not str(service).startswith("/") else str(sender)
        self.items.append(item)
        bus.add_signal_receiver(lambda: tell(event="icon"), "NewIcon", ITEM, item)
        tell(event="tray", item=item)

    @dbus.service.method(WATCHER, in_signature="s")
    def RegisterStatusNotifierHost(self, service):
        pass

    @dbus.service.method(dbus.PROPERTIES_IFACE, in_signature="ss", out_signature="v")
    def Get(self, interface, name):
        return self.GetAll(interface)[name]

    @dbus.service.method(dbus.PROPERTIES_IFACE, in_signature="s", out_signature="a{sv}")
    def GetAll(self, interface):
        return {
            "RegisteredStatusNotifierItems": dbus.Array(self.items, signature="s"),
            "IsStatusNotifierHostRegistered": dbus.Boolean(True),
            "ProtocolVersion": dbus.Int32(0),
        }


def menu_of(item):
    path = dbus.Interface(bus.get_object(item, "/StatusNotifierItem"), dbus.PROPERTIES_IFACE).Get(ITEM, "Menu")
    return dbus.Interface(bus.get_object(item, path), MENU)


def entries(item):
    _revision, (_root, _properties, children) = menu_of(item).GetLayout(0, -1, ["label"])
    return [(int(number), str(properties.get("label", ""))) for number, properties, _ in children]


def obey(order):
    what = order["do"]
    if what == "click":
        notifications.ActionInvoked(dbus.UInt32(order["id"]), "default")
        notifications.NotificationClosed(dbus.UInt32(order["id"]), dbus.UInt32(2))
    elif what == "activate":
        dbus.Interface(bus.get_object(order["item"], "/StatusNotifierItem"), ITEM).Activate(0, 0, reply_handler=lambda: None, error_handler=lambda _: None)
    elif what == "menu":
        tell(event="menu", labels=[label for _, label in entries(order["item"])])
    elif what == "choose":
        number = next(number for number, label in entries(order["item"]) if label == order["label"])
        menu_of(order["item"]).Event(number, "clicked", dbus.String("", variant_level=1), dbus.UInt32(0), ignore_reply=True)


def read(source, _condition):
    line = source.readline()
    if not line:
        loop.quit()
        return False
    obey(json.loads(line))
    return True


DBusGMainLoop(set_as_default=True)
bus = dbus.SessionBus()
names = [dbus.service.BusName(WATCHER, bus)]
# Where a real daemon shows the notifications, they are its own.
if "--no-notifications" not in sys.argv:
    names.append(dbus.service.BusName(NOTIFICATIONS, bus))
    notifications = Notifications(bus, "/org/freedesktop/Notifications")
watcher = Watcher(bus, "/StatusNotifierWatcher")
loop = GLib.MainLoop()
GLib.io_add_watch(sys.stdin, GLib.IO_IN | GLib.IO_HUP, read)
tell(event="ready")
loop.run()

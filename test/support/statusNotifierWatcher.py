"""Stands in for a desktop's tray: accepts icons (StatusNotifierItem), reads their menu (com.canonical.dbusmenu) and
presses entries; shows notices, too. Takes one JSON document a line on stdin and answers with one on stdout; ends with stdin."""

import hashlib
import json
import sys

import dbus
import dbus.mainloop.glib
import dbus.service
from gi.repository import GLib

NAME = "org.kde.StatusNotifierWatcher"
ITEM = "org.kde.StatusNotifierItem"
NOTICES = "org.freedesktop.Notifications"
MENU = "com.canonical.dbusmenu"
PROPERTIES = "org.freedesktop.DBus.Properties"


class Watcher(dbus.service.Object):
    def __init__(self, bus):
        super().__init__(dbus.service.BusName(NAME, bus), "/StatusNotifierWatcher")
        self.bus = bus
        self.items = []

    @dbus.service.method(NAME, in_signature="s", sender_keyword="sender")
    def RegisterStatusNotifierItem(self, service, sender=None):
        # A path is one of the sender's; anything else is a name on the bus.
        name, path = (sender, service) if service.startswith("/") else (service, "/StatusNotifierItem")
        self.items.append((name, path))
        self.bus.watch_name_owner(name, lambda owner: self.forget(name) if owner == "" else None)
        self.StatusNotifierItemRegistered(f"{name}{path}")

    @dbus.service.method(NAME, in_signature="s")
    def RegisterStatusNotifierHost(self, service):
        pass

    @dbus.service.signal(NAME, signature="s")
    def StatusNotifierItemRegistered(self, service):
        pass

    @dbus.service.method(PROPERTIES, in_signature="ss", out_signature="v")
    def Get(self, interface, name):
        return self.GetAll(interface)[name]

    @dbus.service.method(PROPERTIES, in_signature="s", out_signature="a{sv}")
    def GetAll(self, interface):
        items = dbus.Array([f"{name}{path}" for name, path in self.items], signature="s")
        return {
            "RegisteredStatusNotifierItems": items,
            "IsStatusNotifierHostRegistered": True,
            "ProtocolVersion": dbus.Int32(0),
        }

    def forget(self, name):
        self.items = [item for item in self.items if item[0] != name]

    def of_item(self, name, path, interface):
        return dbus.Interface(self.bus.get_object(name, path, introspect=False), interface)

    def item(self):
        name, path = self.items[-1]
        read = self.of_item(name, path, PROPERTIES)
        get = lambda member: read.Get(ITEM, member, timeout=30)
        pictures = [(int(w), int(h), bytes(data)) for w, h, data in get("IconPixmap")]
        return {
            "title": str(get("Title")),
            "tooltip": str(get("ToolTip")[2]),
            "status": str(get("Status")),
            "sides": [width for width, _, _ in pictures],
            "picture": hashlib.sha256(b"".join(data for _, _, data in pictures)).hexdigest(),
        }

    def menu_object(self):
        name, path = self.items[-1]
        menu = self.of_item(name, path, PROPERTIES).Get(ITEM, "Menu", timeout=30)
        return self.of_item(name, menu, MENU)

    def menu(self):
        _, root = self.menu_object().GetLayout(0, -1, dbus.Array([], signature="s"), timeout=30)
        return entry_of(root)["entries"]

    def press(self, entry):
        # The application may ask us something before it answers.
        self.menu_object().Event(entry, "clicked", dbus.Int32(0), dbus.UInt32(0), ignore_reply=True)

    def open(self, entry):
        # A part of the menu is about to be shown; nobody tells of the whole.
        self.menu_object().AboutToShow(entry, timeout=30)

    def activate(self):
        name, path = self.items[-1]
        self.of_item(name, path, ITEM).Activate(0, 0, ignore_reply=True)


class Notifications(dbus.service.Object):
    """The desktop's notices: keeps what it is told, and presses what a test presses."""

    def __init__(self, bus):
        super().__init__(dbus.service.BusName(NOTICES, bus), "/org/freedesktop/Notifications")
        self.notices = []

    @dbus.service.method(NOTICES, out_signature="as")
    def GetCapabilities(self):
        return ["body", "actions"]

    @dbus.service.method(NOTICES, out_signature="ssss")
    def GetServerInformation(self):
        return ("tests", "tests", "1", "1.2")

    @dbus.service.method(NOTICES, in_signature="susssasa{sv}i", out_signature="u")
    def Notify(self, name, replaces, icon, title, body, actions, hints, timeout):
        self.notices.append({"title": str(title), "body": str(body)})
        return dbus.UInt32(len(self.notices))

    @dbus.service.method(NOTICES, in_signature="u")
    def CloseNotification(self, number):
        self.NotificationClosed(number, 3)

    @dbus.service.signal(NOTICES, signature="uu")
    def NotificationClosed(self, number, reason):
        pass

    @dbus.service.signal(NOTICES, signature="us")
    def ActionInvoked(self, number, action):
        pass


def entry_of(node):
    number, properties, children = node
    return {
        "id": int(number),
        "label": str(properties.get("label", "")),
        "isSeparator": str(properties.get("type", "")) == "separator",
        "enabled": bool(properties.get("enabled", True)),
        "entries": [entry_of(child) for child in children],
    }


def answer(watcher, notifications, asked):
    try:
        if asked["do"] == "items":
            return {"result": len(watcher.items)}
        if asked["do"] == "notices":
            return {"result": notifications.notices}
        if asked["do"] == "clickNotice":
            return {"result": notifications.ActionInvoked(len(notifications.notices), "default")}
        if asked["do"] == "press":
            return {"result": watcher.press(asked["id"])}
        if asked["do"] == "open":
            return {"result": watcher.open(asked["id"])}
        return {"result": getattr(watcher, asked["do"])()}
    except Exception as error:
        return {"error": repr(error)}


def main():
    dbus.mainloop.glib.DBusGMainLoop(set_as_default=True)
    watcher = Watcher(dbus.SessionBus())
    notifications = Notifications(dbus.SessionBus())
    loop = GLib.MainLoop()

    def heard(source, condition):
        line = sys.stdin.readline()
        if line == "":
            loop.quit()
            return False
        print(json.dumps(answer(watcher, notifications, json.loads(line))), flush=True)
        return True

    GLib.io_add_watch(sys.stdin, GLib.IO_IN | GLib.IO_HUP, heard)
    print(json.dumps({"result": "ready"}), flush=True)
    loop.run()


main()

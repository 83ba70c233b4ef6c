"""Stands in for what locks a Linux desktop's screen: the screen savers of the session bus, and logind. Takes one JSON
document a line on stdin and answers each with a line; ends with stdin."""

import json
import os
import sys

import dbus
import dbus.mainloop.glib
import dbus.service
from gi.repository import GLib

LOGIN = "org.freedesktop.login1"
SESSIONS = "/org/freedesktop/login1/session"


def saver(bus, interface, path):
    class Saver(dbus.service.Object):
        @dbus.service.signal(interface, signature="b")
        def ActiveChanged(self, active):
            pass

    return Saver(bus, path)


class Session(dbus.service.Object):
    def __init__(self, bus, name, user):
        super().__init__(bus, f"{SESSIONS}/{name}")
        self.user = user

    @dbus.service.method("org.freedesktop.DBus.Properties", in_signature="ss", out_signature="v")
    def Get(self, interface, name):
        if (interface, name) != (f"{LOGIN}.Session", "User"):
            raise dbus.exceptions.DBusException("no such property")
        path = dbus.ObjectPath(f"/org/freedesktop/login1/user/_{self.user}")
        return dbus.Struct((dbus.UInt32(self.user), path), signature="uo", variant_level=1)

    @dbus.service.signal(f"{LOGIN}.Session", signature="")
    def Lock(self):
        pass

    @dbus.service.signal(f"{LOGIN}.Session", signature="")
    def Unlock(self):
        pass


def main():
    dbus.mainloop.glib.DBusGMainLoop(set_as_default=True)
    bus = dbus.SessionBus()
    name = dbus.service.BusName(LOGIN, bus)
    savers = {
        interface: saver(bus, interface, path)
        for interface, path in [
            ("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver"),
            ("org.gnome.ScreenSaver", "/org/gnome/ScreenSaver"),
            ("org.cinnamon.ScreenSaver", "/org/cinnamon/ScreenSaver"),
            ("org.mate.ScreenSaver", "/org/mate/ScreenSaver"),
            ("org.xfce.ScreenSaver", "/org/xfce/ScreenSaver"),
            ("org.example.ScreenSaver", "/org/example/ScreenSaver"),
        ]
    }
    sessions = {"own": Session(bus, "own", os.getuid()), "other": Session(bus, "other", os.getuid() + 1)}
    loop = GLib.MainLoop()

    def read(channel, _condition):
        line = sys.stdin.readline()
        if line == "":
            loop.quit()
            return False
        asked = json.loads(line)
        if "saver" in asked:
            savers[asked["saver"]].ActiveChanged(asked["active"])
        else:
            getattr(sessions[asked["session"]], asked["signal"])()
        bus.flush()
        print(line.strip(), flush=True)
        return True

    GLib.io_add_watch(sys.stdin, GLib.IO_IN | GLib.IO_HUP, read)
    print("ready", flush=True)
    loop.run()
    del name


main()

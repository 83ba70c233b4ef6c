"""Another program that has a hotkey: holds Control+Alt with the key of its first argument, an X keysym such as j, on
$DISPLAY, until its stdin ends. Says so in one line."""

import ctypes
import sys

x11 = ctypes.CDLL("libX11.so.6")
x11.XOpenDisplay.restype = ctypes.c_void_p
x11.XDefaultRootWindow.restype = ctypes.c_ulong
x11.XStringToKeysym.restype = ctypes.c_ulong
display = ctypes.c_void_p(x11.XOpenDisplay(None))
key = x11.XKeysymToKeycode(display, ctypes.c_ulong(x11.XStringToKeysym(sys.argv[1].encode())))
control_alt, asynchronous = 4 | 8, 1
root = ctypes.c_ulong(x11.XDefaultRootWindow(display))
x11.XGrabKey(display, key, control_alt, root, 1, asynchronous, asynchronous)
x11.XSync(display, 0)
print("held", flush=True)
sys.stdin.read()

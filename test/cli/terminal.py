"""Runs a command in a real terminal: a pseudo-terminal that types when it has read what it waits for.

stdin: {"command": [...], "env": {...}, "columns": n, "stdout": "terminal" | "pipe", "steps": [{"await", "type"}], "seconds": n}
stdout: {"code", "screen", "stdout", "missed"}; `screen` is everything the terminal got, `missed` the step that never came.
"""
import fcntl, json, os, pty, select, struct, subprocess, sys, termios, time

plan = json.load(sys.stdin)
limit = time.monotonic() + plan["seconds"]
master, slave = pty.openpty()
fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, plan["columns"], 0, 0))


def own_terminal():
    os.setsid()
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


child = subprocess.Popen(
    plan["command"],
    env=plan["env"],
    stdin=slave,
    stderr=slave,
    stdout=slave if plan["stdout"] == "terminal" else subprocess.PIPE,
    preexec_fn=own_terminal,
)
os.close(slave)
screen, stdout, seen = b"", b"", 0
steps = list(plan["steps"])
reads = {master} | ({child.stdout.fileno()} if child.stdout else set())
while reads and time.monotonic() < limit:
    for one in select.select(list(reads), [], [], 0.1)[0]:
        try:
            piece = os.read(one, 65536)
        except OSError:  # the other side of a terminal has closed
            piece = b""
        if not piece:
            reads.discard(one)
        elif one == master:
            screen += piece
        else:
            stdout += piece
    while steps and (at := screen.find(steps[0]["await"].encode(), seen)) >= 0:
        seen = at + len(steps[0]["await"].encode())
        os.write(master, steps.pop(0)["type"].encode())
if child.poll() is None and time.monotonic() >= limit:
    child.kill()
json.dump(
    {
        "code": child.wait(),
        "screen": screen.decode("utf8", "replace").replace("\r\n", "\n"),
        "stdout": stdout.decode("utf8", "replace"),
        "missed": steps[0]["await"] if steps else None,
    },
    sys.stdout,
)

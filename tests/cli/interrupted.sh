# Ended by a signal at any time: it ends at once, with no output and no temporary files.
. "$TESTS/cli/lib.bash"

g=${GUESTS%% *}
guest=$(hello "$g")
mkdir tmp
cat > run.py <<'PY'
import os, random, signal, subprocess, sys, time
aot, guest = sys.argv[1:3]
random.seed(5)
for i in range(12):
    sig = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT][i % 4]
    def default():
        signal.signal(sig, signal.SIG_DFL)
    p = subprocess.Popen([aot, "-j2", guest, "-o", "out.elf"], stderr=subprocess.DEVNULL,
                         preexec_fn=default, env={**os.environ, "TMPDIR": "tmp"})
    time.sleep(random.random() * (0.2 if i < 6 else 1))
    p.send_signal(sig)
    status = p.wait(20)
    if status not in (-sig, 0):
        sys.exit(f"signal {sig}: status {status}")
    if os.listdir("tmp") or [f for f in os.listdir(".") if f not in ("tmp", "run.py", "out.elf")]:
        sys.exit(f"signal {sig}: left {os.listdir('tmp')} {os.listdir('.')}")
    if status and os.path.exists("out.elf"):
        sys.exit(f"signal {sig}: an output")
    if not status:
        os.unlink("out.elf")
PY
python3 run.py "$HQEMU_AOT" "$guest" || fail "see above"

# What the caller ignores stays ignored, as under nohup.
(trap '' HUP; "$HQEMU_AOT" "$guest" -o kept.elf & p=$!; sleep 0.2; kill -HUP $p; wait $p) 2> log ||
  fail "ended by a signal that is ignored: $(cat log)"
same hello "$(./kept.elf)" "output"

# Whoever ignores the end of children hands that on.
cat > orphan.py <<'PY'
import signal, subprocess, sys
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
p = subprocess.run(sys.argv[1:], restore_signals=False, stderr=subprocess.PIPE)
sys.stderr.buffer.write(p.stderr)
PY
rm -f kept.elf
python3 orphan.py "$HQEMU_AOT" "$guest" -o kept.elf 2> log
same hello "$(./kept.elf)" "output where children are ignored ($(cat log))"

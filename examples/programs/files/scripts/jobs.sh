# Background jobs, wait, traps, signals, subshells, pipes between functions, exit codes.
trap 'echo cleanup' EXIT
trap 'echo got USR1' USR1
kill -USR1 $$
(trap 'echo child end' EXIT; exit 4); echo "subshell $?"
sleep 0.3 & first=$!
sleep 0.1 & second=$!
wait $second; echo "second $?"
wait $first; echo "first $?"
(exit 9) & wait $!; echo "code $?"
sh -c 'kill -TERM $$'; echo "killed $?"
sleep 60 & victim=$!
kill $victim; wait $victim 2>/dev/null; echo "victim $?"
produce() { for i in 1 2 3 4 5; do echo "item $i"; done; }
consume() { while read a b; do echo "$b:$a"; done; }
produce | consume | sort -r | tr '\n' ' '; echo
produce | head -n 1
mkfifo tmp/fifo; produce >tmp/fifo & consume <tmp/fifo; wait
x=$(echo out; echo err >&2) 2>tmp/err; echo "$x"
{ echo one; echo two; } | { read a; read b; echo "$b $a"; }
echo to-file >tmp/out; echo more >>tmp/out; cat <tmp/out; cat tmp/out 2>&1 >/dev/null
exec 5<tmp/out; read line <&5; read line2 <&5; exec 5<&-; echo "$line $line2"
false | true; echo $?
(set -o pipefail; false | true; echo $?)
set -e; false || echo survived
echo done

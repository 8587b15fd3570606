# Functions, loops, arithmetic, case, local variables, here-documents.
fib() { local a=0 b=1 n=$1 t; while [ $n -gt 0 ]; do t=$((a + b)); a=$b; b=$t; n=$((n - 1)); done; echo $a; }
for n in 1 5 10 40 80; do echo "fib $n = $(fib $n)"; done
i=0
until [ $i -ge 5 ]; do i=$((i + 1)); [ $i -eq 3 ] && continue; printf '%d ' $i; done; echo
echo $((7 * 6)) $((17 % 5)) $((1 << 10)) $((0x1f ^ 3)) $((5 > 3 ? 1 : 2)) $((-7 / 2))
word=emulation
echo ${#word} ${word%tion} ${word#e} ${word##*l} ${none:-default} ${word:2:4} ${word/u/U}
case $word in a*) echo a ;; *tion) echo tion ;; esac
while read -r first rest; do echo "[$first] <$rest>"; done <<END
alpha beta gamma
$word $((2 + 2))
END
cat <<'END'
no $expansion here
END
set -- one "two words" three
echo $# "$2"; shift; echo $#
for x; do printf '<%s>' "$x"; done; echo
IFS=:; set -- $(echo a:b:c); echo $3
eval 'echo evaluated $1'
test -d d && echo directory; [ -s text ] && echo "not empty"; [ abc \< abd ] && echo less
! false && echo negated
exit 7

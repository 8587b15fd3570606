# Fields, arrays, functions, printf, getline from a command, regular expressions, sorting.
function max(a, b) { return a > b ? a : b }
BEGIN { FS = ","; print "name            height" }
{ height[$1] = $2; count[$3]++; sum += $2; top = max(top, $2); printf "%-12s %9.2f\n", $1, $2 / 3 }
/^[a-m].*e/ { early++ }
END {
    print NR, sum, top, early, substr("simulation", 4, 3), index("kernel", "n"), toupper("done")
    for (c in count) print c, count[c] | "sort"
    close("sort")
    while (("echo one two" | getline line) > 0) { n = split(line, part, " "); print n, part[2] }
    s = "a.b.c"; gsub(/\./, "-", s); print s, length(s), match("foobar", "o+"), RSTART, RLENGTH
    printf "%d %x %o %e %c %5s|%-5s|\n", 42, 255, 8, 12345.678, 65, "r", "l"
    print exp(1), log(10), sqrt(2), int(-3.7), 2 ^ 10, 7 % 3
}

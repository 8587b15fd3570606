# A sieve in the shell alone: no program is started.
limit=300 n=2 found=
while [ $n -le $limit ]; do
    prime=1 i=2
    while [ $((i * i)) -le $n ]; do
        if [ $((n % i)) -eq 0 ]; then prime=0; break; fi
        i=$((i + 1))
    done
    [ $prime = 1 ] && found="$found $n"
    n=$((n + 1))
done
echo $found

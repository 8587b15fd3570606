1i\
first line
s/\([a-z]*\) \([a-z]*\)/\2 \1/
/dog/{
s//cat/
a\
after the cat
}
/^$/d
y/abc/ABC/
$!N
P
D
